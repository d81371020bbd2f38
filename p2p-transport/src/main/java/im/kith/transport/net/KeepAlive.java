package im.kith.transport.net;

import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an idle connection is heard of, and notices one that is dead.
 *
 * <p>A side that has sent nothing for a while sends a ping; as the dialler's patience is shorter and the answer counts as
 * sent, an idle connection carries one ping and one pong every five seconds, about 90 octets with TLS. A side that only
 * receives for long still pings, so the sender of much data knows that it is read. Octets count as life, not frames: a
 * large frame may come slowly. While the caller has paused reading, silence means nothing.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class KeepAlive extends ChannelDuplexHandler {

    /** Told up the pipeline. */
    enum Event {
        /** Nothing was heard for too long. */
        SILENT
    }

    private static final byte[] PING = WireCodec.encode(new WireFrame.Ping());

    private final long pingNanos;
    private final long deadNanos;
    private long sent;
    private volatile long heard;
    private volatile @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> next;

    KeepAlive(Timings timings, boolean dialled) {
        long ping = timings.ping().toNanos();
        this.pingNanos = dialled ? ping : ping + ping * 2 / 5;
        this.deadNanos = timings.dead().toNanos();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        sent = now(ctx);
        heard = sent;
        schedule(ctx, Math.min(pingNanos, deadNanos));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (next != null) {
            next.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        handlerRemoved(ctx);
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heard = now(ctx);
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        sent = now(ctx);
        ctx.write(message, promise);
    }

    /** For how long nothing was heard, in nanoseconds; on any thread. */
    long quietNanos() {
        ChannelHandlerContext ctx = context;
        return ctx == null || !ctx.channel().config().isAutoRead() ? 0 : now(ctx) - heard;
    }

    private void check(ChannelHandlerContext ctx) {
        long now = now(ctx);
        if (!ctx.channel().config().isAutoRead()) {
            heard = now;
        }
        if (now - heard >= deadNanos) {
            ctx.fireUserEventTriggered(Event.SILENT);
            return;
        }
        if (now - sent >= pingNanos && ctx.channel().isWritable()) {
            sent = now;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(PING));
        }
        long wait = Math.min(heard + deadNanos, sent + pingNanos) - now;
        schedule(ctx, Math.max(wait, pingNanos / 8));
    }

    private void schedule(ChannelHandlerContext ctx, long nanos) {
        next = ctx.executor().schedule(() -> check(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private static long now(ChannelHandlerContext ctx) {
        return ctx.executor().ticker().nanoTime();
    }
}
