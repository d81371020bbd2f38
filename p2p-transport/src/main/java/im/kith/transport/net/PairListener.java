package im.kith.transport.net;

import im.kith.core.octets.Bytes;

/** Hears of pairing connections: opened, then received, then closed, once. Called on Netty's threads: it must only enqueue. */
public interface PairListener {

    void opened(PairLink link);

    void received(PairLink link, Bytes data);

    void closed(PairLink link, Closed why);
}
