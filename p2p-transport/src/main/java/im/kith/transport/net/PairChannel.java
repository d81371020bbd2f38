package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link PairLink} over a channel: carries {@link WireFrame.Pair} and farewells, for a limited time. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class PairChannel extends FrameHandler implements PairLink {

    /** Octets of the largest frame: a message of the conversation and what stands around it. */
    static final int MAX_FRAME = WireFrame.Pair.MAX_DATA + 64;

    private final PairListener listener;
    private final Timings timings;
    private final Bytes ownKeyHash;
    private final Bytes peerKeyHash;
    private final boolean outbound;

    PairChannel(
            Channel channel,
            PairListener listener,
            Timings timings,
            Bytes ownKeyHash,
            Bytes peerKeyHash,
            boolean outbound) {
        super(channel, timings.linger());
        this.listener = listener;
        this.timings = timings;
        this.ownKeyHash = ownKeyHash;
        this.peerKeyHash = peerKeyHash;
        this.outbound = outbound;
    }

    /** Called once, when the pipeline is complete. */
    void start(CompletableFuture<PairLink> opened) {
        listener.opened(this);
        opened.complete(this);
        channel()
                .eventLoop()
                .schedule(
                        () -> violated("pairing took too long"),
                        timings.pairing().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    void take(WireFrame frame) {
        if (frame instanceof WireFrame.Pair pair) {
            listener.received(this, pair.data());
        } else {
            violated("not pairing");
        }
    }

    @Override
    void ended(Closed reason) {
        listener.closed(this, reason);
    }

    @Override
    public void send(Bytes data) {
        write(WireCodec.encode(new WireFrame.Pair(data)));
    }

    @Override
    public boolean outbound() {
        return outbound;
    }

    @Override
    public Bytes ownKeyHash() {
        return ownKeyHash;
    }

    @Override
    public Bytes peerKeyHash() {
        return peerKeyHash;
    }

    @Override
    public String toString() {
        return "PairLink[" + (outbound ? "to " : "from ") + remote() + "]";
    }
}
