package im.kith.core.account;

import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.octets.Bytes;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@link Membership} looks at in an admission or revocation.
 *
 * @param device who is admitted or revoked
 * @param accepted of a revocation: ids of statements of {@code device} that it accepts; so {@code rejected}
 */
record Judged(Bytes id, DeviceId author, DeviceId device, boolean revokes, Set<Bytes> accepted, Set<Bytes> rejected) {

    /** What of {@code statement} is judged: nothing if it neither admits nor revokes. */
    static Stream<Judged> of(SignedStatement statement) {
        if (statement.body() instanceof Revoke revoke) {
            return Stream.of(revocation(
                    statement.id(), statement.signer(), revoke.device(), revoke.accepted(), revoke.rejected()));
        }
        return statement.admitted().stream().map(device -> admission(statement.id(), statement.signer(), device));
    }

    static Judged admission(Bytes id, DeviceId author, DeviceId device) {
        return new Judged(id, author, device, false, Set.of(), Set.of());
    }

    static Judged revocation(Bytes id, DeviceId author, DeviceId device, Set<Bytes> accepted, Set<Bytes> rejected) {
        return new Judged(id, author, device, true, accepted, rejected);
    }

    boolean accepts(Bytes statement) {
        return accepted.contains(statement) && !rejected.contains(statement);
    }
}
