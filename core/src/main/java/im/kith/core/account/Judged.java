package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.util.Set;

/**
 * What {@link Membership} looks at in an admission or revocation.
 *
 * @param device who is admitted or revoked
 * @param accepted of a revocation: ids of statements of {@code device} that it accepts; so {@code rejected}
 */
record Judged(Bytes id, DeviceId author, DeviceId device, boolean revokes, Set<Bytes> accepted, Set<Bytes> rejected) {

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
