package im.kith.core.replica.sim;

import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import im.kith.core.replica.VersionId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection between two simulated devices: what is in flight, and what was said. */
final class Link {

    /** One direction's sender. */
    static final class End {
        final SimNode node;
        final Deque<Frame> inbox = new ArrayDeque<>();
        final Set<VersionId> sent = new HashSet<>();
        final Map<Said, Integer> said = new EnumMap<>(Said.class);
        Frame.@Nullable Hello hello;
        boolean full;
        boolean ready;

        End(SimNode node) {
            this.node = node;
        }
    }

    enum Said {
        HELLO,
        LEDGER,
        CHUNK,
        DONE
    }

    final ConnectionId id;
    final End a;
    final End b;
    boolean open = true;

    Link(ConnectionId id, SimNode a, SimNode b) {
        this.id = id;
        this.a = new End(a);
        this.b = new End(b);
    }

    End end(SimNode node) {
        return a.node == node ? a : b;
    }

    End other(SimNode node) {
        return a.node == node ? b : a;
    }

    boolean joins(SimNode node) {
        return a.node == node || b.node == node;
    }

    boolean full() {
        return a.full || b.full;
    }

    static Said kind(Frame frame) {
        if (frame instanceof Frame.Hello) {
            return Said.HELLO;
        }
        if (frame instanceof Frame.Chunk) {
            return Said.CHUNK;
        }
        return frame instanceof Frame.Done ? Said.DONE : Said.LEDGER;
    }
}
