package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One step of the history of a contact or group.
 *
 * @param device who made it; empty if its admission is not known here
 * @param at what its author's clock said
 * @param change what it changed, in words
 */
public record Revision(ItemKey item, Dot dot, Optional<DeviceId> device, Instant at, List<String> change) {

    private static final int RANDOM_DIGITS = 8;

    public Revision {
        change = List.copyOf(change);
    }

    /** What the user calls the version: the random part of the replica's id, and the sequence number. */
    public String version() {
        return name(dot);
    }

    static String name(Dot dot) {
        String replica = dot.replica().toString();
        return replica.substring(2 * ReplicaId.LENGTH - RANDOM_DIGITS) + "." + dot.sequence();
    }

    /** What {@code name} may call among what {@code replicas} wrote. */
    static List<Dot> meant(String name, Collection<ReplicaId> replicas) {
        int dot = name.indexOf('.');
        String number = name.substring(dot + 1);
        if (dot < 0 || !number.matches("[1-9][0-9]{0,15}") || Long.parseLong(number) > Dot.MAX_SEQUENCE) {
            return List.of();
        }
        return replicas.stream()
                .map(replica -> new Dot(replica, Long.parseLong(number)))
                .filter(each -> name(each).equals(name))
                .toList();
    }
}
