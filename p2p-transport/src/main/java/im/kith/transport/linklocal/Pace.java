package im.kith.transport.linklocal;

import java.util.function.LongSupplier;

/** How much of something strangers may cause: so much at once, and so much a second. */
final class Pace {

    private final int atOnce;
    private final int perSecond;
    private final LongSupplier millis;
    private double left;
    private long at;

    Pace(int atOnce, int perSecond, LongSupplier millis) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
        this.millis = millis;
        this.left = atOnce;
        this.at = millis.getAsLong();
    }

    /** Whether one more may be taken now. */
    boolean take() {
        long now = millis.getAsLong();
        left = Math.min(atOnce, left + Math.max(0, now - at) * perSecond / 1000.0);
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
