package im.kith.core.replica;

import im.kith.core.clock.Hlc;
import java.util.Comparator;

/**
 * When and by which replica a field was last changed; the greater stamp wins a merge, and no two writes share one.
 */
public record Stamp(Hlc hlc, ReplicaId replica) implements Comparable<Stamp> {

    private static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::hlc).thenComparing(Stamp::replica);

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return hlc + "@" + replica;
    }
}
