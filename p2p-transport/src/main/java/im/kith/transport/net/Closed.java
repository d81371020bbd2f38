package im.kith.transport.net;

/**
 * Why a connection is no more.
 *
 * @param detail for people and logs; what a peer wrote is in quotes
 */
public record Closed(Cause cause, String detail) {

    /** The kinds of ends. */
    public enum Cause {
        /** This side closed it. */
        LOCAL,
        /** The other side said farewell. */
        FAREWELL,
        /** There is another connection with the same device, which stays. */
        DUPLICATE,
        /** The connection broke. */
        LOST,
        /** Nothing was heard for too long. */
        SILENT,
        /** The other side broke the protocol. */
        PROTOCOL,
        /** The two speak different protocols; the detail goes after the other device's name. */
        INCOMPATIBLE
    }

    /** Whether the device should be dialled again. */
    public boolean redial() {
        return cause != Cause.DUPLICATE;
    }
}
