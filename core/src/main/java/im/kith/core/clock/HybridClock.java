package im.kith.core.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock of one device: its next reading is later than all it gave or heard, and near the wall clock where that allows.
 *
 * <p>A value: every operation gives the clock after it.
 */
public record HybridClock(Hlc last) {

    /** How far ahead a heard reading may be and still move this clock; one a year off must not drag everybody along. */
    public static final Duration TOLERANCE = Duration.ofHours(24);

    public static final HybridClock START = new HybridClock(Hlc.ZERO);

    /** Ticked at {@code now}: {@link #last()} is the new reading, greater than every one before. */
    public HybridClock tick(Instant now) {
        Hlc wall = Hlc.at(now);
        return new HybridClock(wall.compareTo(last) > 0 ? wall : last.next());
    }

    /** After hearing {@code heard} at {@code now}; too far ahead it changes nothing. */
    public HybridClock hear(Hlc heard, Instant now) {
        boolean plausible = heard.compareTo(Hlc.at(now.plus(TOLERANCE))) <= 0;
        return plausible && heard.compareTo(last) > 0 ? new HybridClock(heard) : this;
    }
}
