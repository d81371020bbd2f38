package im.kith.transport.linklocal;

import java.util.function.LongSupplier;

/** How much a stranger may ask: so much at once, and so much a second. */
final class Pace {

    static final int AT_ONCE = 60;
    static final int PER_SECOND = 20;

    private final LongSupplier millis;
    private double left = AT_ONCE;
    private long at;

    Pace(LongSupplier millis) {
        this.millis = millis;
        this.at = millis.getAsLong();
    }

    /** Whether one more may be taken now. */
    boolean take() {
        long now = millis.getAsLong();
        left = Math.min(AT_ONCE, left + Math.max(0, now - at) * PER_SECOND / 1000.0);
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
