package im.kith.core.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** An immutable set of dots held as ranges per replica: what a store has beyond its knowledge. */
public final class DotSet {

    /** Most ranges in a set that is sent or accepted. */
    public static final int MAX_RANGES = 100_000;

    public static final DotSet EMPTY = new DotSet(Collections.emptySortedMap());

    /** Sequence numbers {@code first} to {@code last}, both included. */
    public record Range(long first, long last) {
        public Range {
            if (first < 1 || last < first || last > Dot.MAX_SEQUENCE) {
                throw new IllegalArgumentException("range " + first + ".." + last);
            }
        }
    }

    private final SortedMap<ReplicaId, List<Range>> ranges;

    private DotSet(SortedMap<ReplicaId, List<Range>> ranges) {
        this.ranges = ranges;
    }

    /**
     * The set of all dots in {@code ranges}.
     *
     * @param ranges per replica ascending, neither overlapping nor adjacent
     * @throws IllegalArgumentException if they are not
     */
    public static DotSet of(SortedMap<ReplicaId, List<Range>> ranges) {
        SortedMap<ReplicaId, List<Range>> copy = new TreeMap<>();
        ranges.forEach((replica, list) -> {
            for (int i = 1; i < list.size(); i++) {
                if (list.get(i).first() <= list.get(i - 1).last() + 1) {
                    throw new IllegalArgumentException("ranges out of order at " + replica + ":" + list.get(i));
                }
            }
            if (!list.isEmpty()) {
                copy.put(replica, List.copyOf(list));
            }
        });
        return copy.isEmpty() ? EMPTY : new DotSet(Collections.unmodifiableSortedMap(copy));
    }

    public static DotSet ofDots(Collection<Dot> dots) {
        SortedMap<ReplicaId, List<Range>> ranges = new TreeMap<>();
        dots.stream().sorted().distinct().forEach(dot -> {
            List<Range> list = ranges.computeIfAbsent(dot.replica(), r -> new ArrayList<>());
            int end = list.size() - 1;
            if (end >= 0 && list.get(end).last() + 1 == dot.sequence()) {
                list.set(end, new Range(list.get(end).first(), dot.sequence()));
            } else {
                list.add(new Range(dot.sequence(), dot.sequence()));
            }
        });
        return of(ranges);
    }

    public boolean contains(Dot dot) {
        List<Range> list = ranges.getOrDefault(dot.replica(), List.of());
        int low = 0;
        int high = list.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Range range = list.get(middle);
            if (dot.sequence() < range.first()) {
                high = middle - 1;
            } else if (dot.sequence() > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** How many ranges there are over all replicas. */
    public int rangeCount() {
        return ranges.values().stream().mapToInt(List::size).sum();
    }

    /** A subset of at most {@code most} ranges; forgetting some only costs repeats (R2, R3). */
    public DotSet cut(int most) {
        SortedMap<ReplicaId, List<Range>> fewer = new TreeMap<>();
        int left = most;
        for (var entry : ranges.entrySet()) {
            int take = Math.min(left, entry.getValue().size());
            fewer.put(entry.getKey(), entry.getValue().subList(0, take));
            left -= take;
        }
        return of(fewer);
    }

    public SortedMap<ReplicaId, List<Range>> asMap() {
        return ranges;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DotSet that && ranges.equals(that.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
