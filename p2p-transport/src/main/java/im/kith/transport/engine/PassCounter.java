package im.kith.transport.engine;

import im.kith.transport.net.Link;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts versions and octets on all links, since the process began. Safe for several threads. */
final class PassCounter {

    /** Totals at one moment; two of them give what went in between. */
    record Totals(long received, long sent, long bytesIn, long bytesOut) {
        Totals since(Totals before) {
            return new Totals(
                    received - before.received,
                    sent - before.sent,
                    bytesIn - before.bytesIn,
                    bytesOut - before.bytesOut);
        }
    }

    private final Map<Link, Boolean> open = new ConcurrentHashMap<>();
    private long received;
    private long sent;
    private long bytesIn;
    private long bytesOut;

    void opened(Link link) {
        open.put(link, true);
    }

    synchronized void closed(Link link) {
        if (open.remove(link) != null) {
            bytesIn += link.bytesIn();
            bytesOut += link.bytesOut();
        }
    }

    synchronized void received(int versions) {
        received += versions;
    }

    synchronized void sent(int versions) {
        sent += versions;
    }

    synchronized Totals totals() {
        long in = bytesIn;
        long out = bytesOut;
        for (Link link : open.keySet()) {
            in += link.bytesIn();
            out += link.bytesOut();
        }
        return new Totals(received, sent, in, out);
    }
}
