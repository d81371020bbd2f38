package im.kith.core.replica;

/** Names one connection between two devices within a process; never used for a second one. */
public record ConnectionId(long value) implements Comparable<ConnectionId> {

    @Override
    public int compareTo(ConnectionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return "#" + value;
    }
}
