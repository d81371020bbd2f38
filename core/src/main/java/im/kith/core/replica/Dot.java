package im.kith.core.replica;

import java.util.Comparator;

/** Names one write: the replica that made it and its sequence number there, from 1 without gaps. */
public record Dot(ReplicaId replica, long sequence) implements Comparable<Dot> {

    /** Highest sequence number accepted; far beyond any honest writer, far below overflow. */
    public static final long MAX_SEQUENCE = 1L << 53;

    private static final Comparator<Dot> ORDER =
            Comparator.comparing(Dot::replica).thenComparingLong(Dot::sequence);

    public Dot {
        if (sequence < 1 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException("sequence out of 1.." + MAX_SEQUENCE + ": " + sequence);
        }
    }

    @Override
    public int compareTo(Dot other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return replica + ":" + sequence;
    }
}
