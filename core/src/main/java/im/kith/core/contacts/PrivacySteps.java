package im.kith.core.contacts;

/**
 * The numbers of items that a node may show: 16, 32, … doubling up to 1,024, from there in eighths of the power of two.
 *
 * <p>So the count tells little of how many contacts there are, and costs at most an eighth more where it costs something.
 */
public final class PrivacySteps {

    private static final int FIRST = 16;
    private static final int DOUBLING = 1024;

    private PrivacySteps() {}

    /** The smallest step that is not below {@code count}. */
    public static int atLeast(int count) {
        if (count < 0 || count > 1 << 30) {
            throw new IllegalArgumentException("count out of 0..2^30: " + count);
        }
        if (count <= FIRST) {
            return FIRST;
        }
        int below = Integer.highestOneBit(count - 1);
        if (below < DOUBLING) {
            return 2 * below;
        }
        int eighth = below / 8;
        return (count + eighth - 1) / eighth * eighth;
    }
}
