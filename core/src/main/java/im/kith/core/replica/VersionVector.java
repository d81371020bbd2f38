package im.kith.core.replica;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An immutable version vector: per replica the highest sequence number covered, all before it included.
 *
 * <p>As a store's <em>knowledge</em> it says what the store has seen; as a version's <em>context</em> what it replaces.
 */
public final class VersionVector {

    public static final VersionVector EMPTY = new VersionVector(Collections.emptySortedMap());

    private final SortedMap<ReplicaId, Long> sequences;

    private VersionVector(SortedMap<ReplicaId, Long> sequences) {
        this.sequences = sequences;
    }

    /**
     * The vector with these sequence numbers.
     *
     * @throws IllegalArgumentException if a sequence number is out of 1..{@link Dot#MAX_SEQUENCE}
     */
    public static VersionVector of(Map<ReplicaId, Long> sequences) {
        sequences.forEach(Dot::new);
        return sequences.isEmpty()
                ? EMPTY
                : new VersionVector(Collections.unmodifiableSortedMap(new TreeMap<>(sequences)));
    }

    /** The highest sequence number covered of {@code replica}, 0 if none. */
    public long get(ReplicaId replica) {
        return sequences.getOrDefault(replica, 0L);
    }

    public boolean covers(Dot dot) {
        return get(dot.replica()) >= dot.sequence();
    }

    /** Whether everything {@code other} covers is covered here. */
    public boolean coversAll(VersionVector other) {
        return other.sequences.entrySet().stream().allMatch(e -> get(e.getKey()) >= e.getValue());
    }

    /** This vector raised so that it covers {@code dot} and all before it. */
    public VersionVector with(Dot dot) {
        if (covers(dot)) {
            return this;
        }
        SortedMap<ReplicaId, Long> more = new TreeMap<>(sequences);
        more.put(dot.replica(), dot.sequence());
        return new VersionVector(Collections.unmodifiableSortedMap(more));
    }

    /** The least vector that covers all that either covers. */
    public VersionVector join(VersionVector other) {
        if (coversAll(other)) {
            return this;
        }
        if (other.coversAll(this)) {
            return other;
        }
        SortedMap<ReplicaId, Long> more = new TreeMap<>(sequences);
        other.sequences.forEach((replica, sequence) -> more.merge(replica, sequence, Math::max));
        return new VersionVector(Collections.unmodifiableSortedMap(more));
    }

    public boolean isEmpty() {
        return sequences.isEmpty();
    }

    /** Sorted by replica id; every value is at least 1. */
    public SortedMap<ReplicaId, Long> asMap() {
        return sequences;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersionVector that && sequences.equals(that.sequences);
    }

    @Override
    public int hashCode() {
        return sequences.hashCode();
    }

    @Override
    public String toString() {
        return sequences.toString();
    }
}
