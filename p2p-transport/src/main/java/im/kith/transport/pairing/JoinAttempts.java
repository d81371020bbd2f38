package im.kith.transport.pairing;

/**
 * How often a code may still be tried from the joining side: three times in all, whoever answers.
 *
 * <p>Each exchange lets a false inviter test one guess of the code, since the joiner confirms first. So the joiner counts too, and
 * before it sends anything that depends on the code.
 */
public final class JoinAttempts {

    private static final int ATTEMPTS = 3;

    private int left = ATTEMPTS;

    /** How many exchanges may still be begun. */
    public synchronized int left() {
        return left;
    }

    /** Uses one up; false when there is none left. */
    synchronized boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
