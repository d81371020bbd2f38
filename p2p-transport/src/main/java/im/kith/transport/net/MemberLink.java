package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.Frame;
import im.kith.transport.wire.ByeReason;
import im.kith.transport.wire.FrameSplitter;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A {@link Link} over a channel.
 *
 * <p>It counts as established with the peer's hello only: a TLS 1.3 client is done before the server has looked at its
 * certificate.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class MemberLink extends FrameHandler implements Link, LinkTable.Contender {

    /** Octets that may wait to be sent, beyond which the caller has ignored {@link #isWritable} and the link is closed. */
    private static final long MAX_BACKLOG = 64L << 20;

    private static final String ANOTHER = "the hello of another device";
    private static final byte[] PONG = WireCodec.encode(new WireFrame.Pong());

    private final Hub hub;
    private final DeviceId peer;
    private final Predicate<DeviceId> alternative;
    private final boolean outbound;
    private final Traffic traffic;
    private final KeepAlive keepAlive;
    private final CompletableFuture<Link> established;
    private volatile boolean heard;
    private volatile long heardAt;
    private boolean told;

    /** {@code alternative} hears of another device that the hello names, and says if it may be that one. */
    MemberLink(
            Hub hub,
            Channel channel,
            DeviceId peer,
            Predicate<DeviceId> alternative,
            boolean outbound,
            KeepAlive keepAlive,
            CompletableFuture<Link> established) {
        super(channel, hub.config().timings().linger());
        this.hub = hub;
        this.peer = peer;
        this.alternative = alternative;
        this.outbound = outbound;
        this.traffic = Objects.requireNonNull(channel.pipeline().get(Traffic.class), "traffic is counted");
        this.keepAlive = keepAlive;
        this.established = established;
    }

    /** Called once, when the pipeline is complete. */
    void start() {
        if (!hub.table().opening(this)) {
            duplicate();
            return;
        }
        hub.table()
                .crowded(peer)
                .ifPresent(oldest -> ((MemberLink) oldest).drop(new Closed(Closed.Cause.DUPLICATE, "too many")));
        told = true;
        hub.listener().opened(this);
        long patience = hub.config().timings().hello().toNanos();
        channel()
                .eventLoop()
                .schedule(
                        () -> {
                            if (!heard) {
                                violated("no hello");
                            }
                        },
                        patience,
                        TimeUnit.NANOSECONDS);
    }

    @Override
    void take(WireFrame frame) {
        if (frame instanceof WireFrame.Replication replication) {
            take(replication.frame());
        } else if (frame instanceof WireFrame.Ping) {
            pong();
        } else if (frame instanceof WireFrame.OtherProtocol other) {
            incompatible(other.protocol());
        } else if (frame instanceof WireFrame.Pair) {
            violated("pairing between members");
        }
    }

    /** A peer that does not read hears nothing anyway, and must not have answers pile up. */
    private void pong() {
        if (channel().isWritable()) {
            write(PONG);
        }
    }

    private void incompatible(int protocol) {
        String numbers = " (protocol " + protocol + ", here " + WireCodec.PROTOCOL + ")";
        String what = protocol < WireCodec.PROTOCOL
                ? "runs an older kith" + numbers + ": update it there"
                : "runs a newer kith" + numbers + ": update this one";
        part(
                ByeReason.INCOMPATIBLE,
                "this side speaks protocol " + WireCodec.PROTOCOL + ", not " + protocol,
                new Closed(Closed.Cause.INCOMPATIBLE, what));
    }

    private void take(Frame frame) {
        if (frame instanceof Frame.Hello hello) {
            if (heard) {
                violated("a second hello");
                return;
            }
            if (!hello.replica().isOf(hello.device())) {
                violated(ANOTHER);
                return;
            }
            if (!isPeer(hello.device()) || !establish()) {
                return;
            }
        } else if (!heard) {
            violated("something before the hello");
            return;
        }
        hub.listener().received(this, frame);
    }

    /** Where two devices are said to have this TLS key, whose holder this is, it says itself which it is: that is next time's peer. */
    private boolean isPeer(DeviceId named) {
        if (named.equals(peer)) {
            return true;
        }
        if (alternative.test(named)) {
            String text = "another device has the same TLS key";
            part(ByeReason.RESTART, text, new Closed(Closed.Cause.LOCAL, text));
        } else {
            violated(ANOTHER);
        }
        return false;
    }

    private boolean establish() {
        heard = true;
        heardAt = now();
        boolean stays = true;
        for (LinkTable.Contender loser : hub.table().established(hub.self(), this)) {
            stays &= loser != this;
            ((MemberLink) loser).duplicate();
        }
        if (stays) {
            established.complete(this);
            hub.changed();
        }
        return stays;
    }

    private void duplicate() {
        part(ByeReason.DUPLICATE, "connected already", new Closed(Closed.Cause.DUPLICATE, "connected already"));
    }

    @Override
    void ended(Closed reason) {
        hub.table().closed(this);
        if (told) {
            hub.listener().closed(this, reason);
        }
        DialException.Kind kind =
                reason.cause() == Closed.Cause.DUPLICATE ? DialException.Kind.DUPLICATE : DialException.Kind.NO_HELLO;
        established.completeExceptionally(
                new DialException(kind, Optional.of(peer), reason.cause() + ": " + reason.detail()));
        hub.changed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && told && !ending()) {
            hub.listener().writable(this);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void send(Frame frame) {
        if (ending()) {
            return;
        }
        for (byte[] octets : FrameSplitter.encode(frame)) {
            channel().write(Unpooled.wrappedBuffer(octets));
        }
        channel().flush();
        if (channel().bytesBeforeWritable() > MAX_BACKLOG) {
            close(ByeReason.OTHER, "more than " + MAX_BACKLOG + " octets wait to be sent");
        }
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public void pause() {
        channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        channel().config().setAutoRead(true);
    }

    @Override
    public DeviceId peer() {
        return peer;
    }

    @Override
    public boolean outbound() {
        return outbound;
    }

    @Override
    public long bytesIn() {
        return traffic.in();
    }

    @Override
    public long bytesOut() {
        return traffic.out();
    }

    @Override
    public boolean heard() {
        return heard;
    }

    @Override
    public boolean suspect() {
        return ending()
                || keepAlive.quietNanos() > hub.config().timings().suspect().toNanos();
    }

    @Override
    public long establishedNanosAgo() {
        return now() - heardAt;
    }

    private long now() {
        return channel().eventLoop().ticker().nanoTime();
    }

    @Override
    public String toString() {
        return "Link[" + (outbound ? "to " : "from ") + remote() + ", " + peer + "]";
    }
}
