package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.Frame;
import im.kith.transport.wire.ByeReason;
import java.net.InetSocketAddress;

/**
 * An authenticated connection with another device of the account. Its methods may be called on any thread and never
 * block.
 */
public interface Link {

    /** Who is at the other end, by its TLS key. */
    DeviceId peer();

    InetSocketAddress remote();

    /** Whether this side dialled. */
    boolean outbound();

    /**
     * Sends {@code frame} after all that was sent before; what does not fit a frame of the wire is spread over several.
     * Does nothing once the link is closed.
     */
    void send(Frame frame);

    /** Whether to send more; when not, {@link LinkListener#writable} tells when again. */
    boolean isWritable();

    /** Stops reading, so that no more arrives than what already has (at most about a frame). */
    void pause();

    void resume();

    /** Says farewell, and closes. */
    void close(ByeReason reason, String text);

    /** Octets received on the socket so far, knock and TLS included. */
    long bytesIn();

    /** Octets sent on the socket so far, knock and TLS included. */
    long bytesOut();
}
