package im.kith.core.account;

import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.Trust.Standing;
import java.util.Collection;
import java.util.List;

/** The room that is left for the statements of the ledger's own device: honest software states nothing that others would cut. */
final class LedgerRoom {

    private LedgerRoom() {}

    /**
     * Whether there is room for one more.
     *
     * @param held all statements of {@code ledger}
     * @param length octets of the new statement
     * @throws LedgerFullException if there is none
     */
    static void check(Ledger ledger, Collection<SignedStatement> held, StatementBody body, int length)
            throws LedgerFullException {
        boolean revoking = SignedStatement.isRevoking(body);
        int limit = revoking ? LedgerLimits.REVOKING : LedgerLimits.ORDINARY;
        long most = revoking ? LedgerLimits.REVOKING_OCTETS : LedgerLimits.ORDINARY_OCTETS;
        List<SignedStatement> mine = held.stream()
                .filter(s -> s.signer().equals(ledger.me()) && !s.isFounding() && s.isRevoking() == revoking)
                .toList();
        if (mine.size() >= limit) {
            throw new LedgerFullException(
                    "this device has made " + mine.size() + " statements, and " + limit + " is the limit");
        }
        long octets =
                mine.stream().mapToLong(s -> s.statement().octets().length()).sum();
        if (octets + length > most) {
            throw new LedgerFullException(
                    "this device has made " + octets + " octets of statements, and " + most + " is the limit");
        }
        if (body instanceof Admit admit) {
            checkDevices(ledger, DeviceId.of(ledger.account(), admit.keys()));
        }
    }

    private static void checkDevices(Ledger ledger, DeviceId admitted) throws LedgerFullException {
        boolean present = ledger.standing(admitted).orElse(Standing.OUT) != Standing.OUT;
        long devices = presentDevices(ledger);
        if (!present && devices >= LedgerLimits.DEVICES) {
            throw new LedgerFullException(
                    "the account has " + devices + " devices, and " + LedgerLimits.DEVICES + " is the limit");
        }
    }

    /** How many devices of {@code ledger} are not out. */
    static long presentDevices(Ledger ledger) {
        return ledger.devices().stream()
                .filter(device -> device.standing() != Standing.OUT)
                .count();
    }
}
