package im.kith.transport.net;

import im.kith.core.replica.Frame;

/**
 * Hears of an endpoint's links, of each in this order: opened, then received and writable, then closed, once.
 *
 * <p>Called on Netty's threads, for one link always on the same one: it must only enqueue.
 */
public interface LinkListener {

    /** TLS is done; the caller now sends its hello, without which the other side closes. */
    void opened(Link link);

    /** A frame arrived; the first is a hello, whose device is the link's peer. */
    void received(Link link, Frame frame);

    /** More can be sent. */
    void writable(Link link);

    void closed(Link link, Closed why);
}
