package im.kith.core.device;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.StatementBody.Keep;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Replica;
import im.kith.core.replica.StoreException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a revocation consists of (R11): whom it takes along, what of theirs stands, and what falls. */
final class Revoking {

    private Revoking() {}

    /**
     * Those {@code named} and whatever took their place after a restore or as a copy, as far as it is not out already; never {@code me},
     * which may itself be the successor of a lost device, nor what took my place.
     */
    static Set<DeviceId> withSuccessors(Ledger ledger, Collection<DeviceId> named, DeviceId me) {
        Set<DeviceId> all = new TreeSet<>(named);
        all.addAll(following(ledger, named));
        all.removeAll(following(ledger, Set.of(me)));
        all.remove(me);
        all.removeIf(device -> standing(ledger, device) == Standing.OUT);
        return all;
    }

    private static Set<DeviceId> following(Ledger ledger, Collection<DeviceId> devices) {
        Set<DeviceId> from = new HashSet<>(devices);
        Set<DeviceId> all = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Device device : ledger.devices()) {
                boolean follows = device.successorOf().filter(from::contains).isPresent();
                if (follows && from.add(device.id())) {
                    grown = all.add(device.id());
                }
            }
        }
        return all;
    }

    /** The devices, not out, that {@code by} or whom these had admitted; none of {@code by}. */
    static List<Device> admittedBy(Ledger ledger, Collection<DeviceId> by, DeviceId me) {
        Set<DeviceId> admitters = new HashSet<>(by);
        Set<Device> admitted = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Device device : ledger.devices()) {
                if (!device.id().equals(me) && admitters.contains(device.admittedBy()) && admitters.add(device.id())) {
                    grown = admitted.add(device);
                }
            }
        }
        return ledger.devices().stream()
                .filter(admitted::contains)
                .filter(device -> device.standing() != Standing.OUT)
                .toList();
    }

    /** The devices whose revocation by one of {@code by} is held, and that no other revocation takes out. */
    static List<Device> revokedBy(Ledger ledger, Collection<DeviceId> by) {
        return ledger.devices().stream()
                .filter(device -> device.standing() != Standing.IN && !by.contains(device.id()))
                .filter(device -> {
                    List<SignedStatement> all = Revocations.held(ledger, device.id());
                    return !all.isEmpty() && all.stream().allMatch(s -> by.contains(s.signer()));
                })
                .toList();
    }

    /**
     * States the revocation of {@code target} and what it keeps: all versions of it that are stored here, and all its statements but its
     * revocations of those in {@code reinstated} and of devices that it is in dispute with.
     */
    static void state(StatementDraft draft, Replica replica, DeviceId target, Set<DeviceId> reinstated)
            throws LedgerFullException, StoreException {
        Set<Bytes> kept = new TreeSet<>();
        for (Keep chunk : Keep.chunks(target, replica.stored(target))) {
            kept.add(draft.state(chunk));
        }
        Set<Bytes> accepted = new TreeSet<>();
        Set<Bytes> rejected = new TreeSet<>();
        for (SignedStatement statement : draft.ledger().statements()) {
            if (statement.signer().equals(target) && !statement.isFounding()) {
                (falls(statement, draft.ledger(), reinstated) ? rejected : accepted).add(statement.id());
            }
        }
        draft.state(new Revoke(target, accepted, rejected, kept));
    }

    private static boolean falls(SignedStatement statement, Ledger ledger, Set<DeviceId> reinstated) {
        return statement.body() instanceof Revoke revoke
                && (reinstated.contains(revoke.device())
                        || revoke.device().equals(ledger.me())
                        || standing(ledger, revoke.device()) == Standing.SUSPENDED);
    }

    static Standing standing(Ledger ledger, DeviceId device) {
        Optional<Standing> standing = ledger.standing(device);
        return standing.orElse(Standing.OUT);
    }
}
