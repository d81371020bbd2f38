package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerFullException;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Real ledgers of the simulated account, and what anybody may state in them. */
public final class SimLedger {

    private SimLedger() {}

    /** The ledger that {@code me} has of {@code statements} and the founding one. */
    public static Ledger open(Collection<Statement> statements, DeviceId me) {
        List<Statement> all = new ArrayList<>(List.of(SimKeys.FOUNDING));
        all.addAll(statements);
        try {
            return Ledger.restored(SimKeys.ACCOUNT, all, me, SimKeys.SUITE);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Statement state(DeviceId by, long millis, StatementBody body) {
        try {
            return open(List.of(), by).state(body, Hlc.of(millis, 0), SimKeys.signer(by));
        } catch (LedgerFullException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code by} admits {@code device}. */
    public static Statement admission(DeviceId by, DeviceId device, long millis) {
        var request = SimKeys.request(device);
        return state(
                by,
                millis,
                new StatementBody.Admit(
                        request.keys(), request.name(), Optional.of(request.proof()), Optional.empty()));
    }

    /** {@code by} revokes {@code device}: the chunks of the kept list, then the revocation. */
    public static List<Statement> revocation(
            DeviceId by,
            DeviceId device,
            long millis,
            Collection<Kept> kept,
            Collection<Bytes> accepted,
            Collection<Bytes> rejected) {
        List<Statement> statements = new ArrayList<>();
        StatementBody.Keep.chunks(device, kept).forEach(chunk -> statements.add(state(by, millis, chunk)));
        Set<Bytes> chunks = statements.stream().map(Statement::id).collect(Collectors.toSet());
        statements.add(state(
                by, millis, new StatementBody.Revoke(device, Set.copyOf(accepted), Set.copyOf(rejected), chunks)));
        return statements;
    }
}
