package im.kith.transport.engine;

import im.kith.core.replica.Frame;
import im.kith.transport.net.Closed;
import im.kith.transport.net.Link;
import im.kith.transport.net.LinkListener;

/** Hears of no links: an endpoint that only pairs has none. */
enum NoLinks implements LinkListener {
    INSTANCE;

    @Override
    public void opened(Link link) {}

    @Override
    public void received(Link link, Frame frame) {}

    @Override
    public void writable(Link link) {}

    @Override
    public void closed(Link link, Closed why) {}
}
