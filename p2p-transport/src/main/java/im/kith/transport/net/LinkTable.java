package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The links there are, and which of two with one device stays.
 *
 * <p>Two devices that find each other at the same time both dial; both sides must then keep the same connection. The rules:
 *
 * <ul>
 *   <li>A dialler that finds, when TLS is done, that it has a sound link with that device closes the new one before a hello:
 *       the other side then never counts it.
 *   <li>Of two that have exchanged hellos, dialled from different ends within a few seconds, the one stays that the smaller
 *       device id dialled.
 *   <li>Otherwise the newer stays: nobody dials a device that it is soundly connected to, so the older is dead.
 * </ul>
 */
final class LinkTable {

    /** How long after one link's hello another counts as dialled at the same time. */
    static final long SIMULTANEOUS_NANOS = 5_000_000_000L;

    /** Links dialled by one device on which its hello has not arrived. */
    static final int MAX_MUTE = 3;

    /** A link, as far as it concerns the choice. */
    interface Contender {
        DeviceId peer();

        boolean outbound();

        /** Whether the peer's hello has arrived. */
        boolean heard();

        /** Whether it is ending, or so quiet that it may be dead. */
        boolean suspect();

        long establishedNanosAgo();
    }

    private final Map<DeviceId, List<Contender>> links = new HashMap<>();

    /** TLS is done on {@code link}; whether it may go on. */
    synchronized boolean opening(Contender link) {
        List<Contender> others = links.computeIfAbsent(link.peer(), p -> new ArrayList<>());
        boolean connected = others.stream().anyMatch(o -> !o.suspect() && (o.heard() || o.outbound()));
        if (link.outbound() && connected) {
            return false;
        }
        others.add(link);
        return true;
    }

    /** The oldest of {@code device}'s links that have said no hello, if these are too many: a member must not take all connections. */
    synchronized Optional<Contender> crowded(DeviceId device) {
        List<Contender> mute = links.getOrDefault(device, List.of()).stream()
                .filter(link -> !link.heard() && !link.outbound())
                .toList();
        return mute.size() > MAX_MUTE ? Optional.of(mute.get(0)) : Optional.empty();
    }

    /** The hello of {@code link}'s peer has arrived at {@code self}; those that must now be closed, perhaps it among them. */
    synchronized List<Contender> established(DeviceId self, Contender link) {
        List<Contender> losers = new ArrayList<>();
        for (Contender other : links.getOrDefault(link.peer(), List.of())) {
            if (other != link && other.heard()) {
                losers.add(keepsOlder(self, other, link) ? link : other);
            }
        }
        return losers.contains(link) ? List.of(link) : losers;
    }

    private static boolean keepsOlder(DeviceId self, Contender older, Contender newer) {
        boolean simultaneous = older.outbound() != newer.outbound()
                && !older.suspect()
                && older.establishedNanosAgo() < SIMULTANEOUS_NANOS;
        boolean smaller = self.compareTo(older.peer()) < 0;
        return simultaneous && older.outbound() == smaller;
    }

    synchronized void closed(Contender link) {
        List<Contender> others = links.getOrDefault(link.peer(), new ArrayList<>());
        others.remove(link);
        if (others.isEmpty()) {
            links.remove(link.peer());
        }
    }

    /** Whether there is a sound, established link with {@code device}. */
    synchronized boolean connected(DeviceId device) {
        return links.getOrDefault(device, List.of()).stream().anyMatch(o -> o.heard() && !o.suspect());
    }
}
