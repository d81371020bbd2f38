package im.kith.core.clock;

import java.time.Instant;

/**
 * A hybrid logical clock's reading: 48 bits of milliseconds since 1970 and a 16-bit counter, compared as one number.
 *
 * <p>It orders writes sensibly even where clocks are wrong: a writer always takes a reading greater than all it has seen
 * of the item.
 */
public record Hlc(long packed) implements Comparable<Hlc> {

    public static final Hlc ZERO = new Hlc(0);

    /** Highest millisecond value, about the year 10889. */
    public static final long MAX_MILLIS = (1L << 48) - 1;

    private static final int COUNTER_BITS = 16;

    public static Hlc of(long millis, int counter) {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("milliseconds out of 48 bits: " + millis);
        }
        if (counter < 0 || counter >= 1 << COUNTER_BITS) {
            throw new IllegalArgumentException("counter out of 16 bits: " + counter);
        }
        return new Hlc(millis << COUNTER_BITS | counter);
    }

    public static Hlc at(Instant instant) {
        return of(Math.max(0, Math.min(MAX_MILLIS, instant.toEpochMilli())), 0);
    }

    public long millis() {
        return packed >>> COUNTER_BITS;
    }

    public int counter() {
        return (int) (packed & (1 << COUNTER_BITS) - 1);
    }

    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** The next reading: the counter plus one, carried into the milliseconds when it is full. */
    public Hlc next() {
        if (packed == -1L) {
            throw new IllegalStateException("the clock is at its end");
        }
        return new Hlc(packed + 1);
    }

    public static Hlc max(Hlc a, Hlc b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Override
    public int compareTo(Hlc other) {
        return Long.compareUnsigned(packed, other.packed);
    }

    @Override
    public String toString() {
        return millis() + "." + counter();
    }
}
