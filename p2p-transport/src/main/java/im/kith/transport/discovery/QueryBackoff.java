package im.kith.transport.discovery;

/**
 * When to ask the network who is there: at once, then after 1, 2, 4 … seconds, in the end every two minutes.
 *
 * <p>A device that appears announces itself, so queries are for lost datagrams at the start, and later to notice who is gone.
 */
final class QueryBackoff {

    private static final long FIRST_MILLIS = 1000;
    private static final long LAST_MILLIS = 120_000;

    private long interval = FIRST_MILLIS;
    private long due = Long.MIN_VALUE;

    void reset() {
        interval = FIRST_MILLIS;
        due = Long.MIN_VALUE;
    }

    /** Whether to ask now; if so the next time is set. */
    boolean isDue(long now) {
        if (now < due) {
            return false;
        }
        due = now + interval;
        interval = Math.min(LAST_MILLIS, interval * 2);
        return true;
    }
}
