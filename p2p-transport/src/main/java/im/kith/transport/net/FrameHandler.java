package im.kith.transport.net;

import im.kith.core.octets.MalformedException;
import im.kith.transport.wire.ByeReason;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a connection's pipeline: takes frames, and knows how to part, politely or not. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
abstract class FrameHandler extends SimpleChannelInboundHandler<WireFrame> {

    private final Channel channel;
    private final InetSocketAddress remote;
    private final Duration linger;
    private volatile @Nullable Closed why;

    FrameHandler(Channel channel, Duration linger) {
        this.channel = channel;
        this.remote = (InetSocketAddress) channel.remoteAddress();
        this.linger = linger;
    }

    /** A frame that is not a farewell, on a connection that is not ending. */
    abstract void take(WireFrame frame);

    /** The connection is closed; called once. */
    abstract void ended(Closed reason);

    final Channel channel() {
        return channel;
    }

    public final InetSocketAddress remote() {
        return remote;
    }

    /** Whether the connection is ending, or has ended. */
    final boolean ending() {
        return why != null;
    }

    final void write(byte[] frame) {
        if (!ending()) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(frame));
        }
    }

    /** Closed by the caller's wish. */
    public final void close(ByeReason reason, String text) {
        part(reason, text, new Closed(Closed.Cause.LOCAL, text));
    }

    /** The peer broke the protocol. */
    final void violated(String text) {
        part(ByeReason.PROTOCOL, text, new Closed(Closed.Cause.PROTOCOL, text));
    }

    /**
     * Says farewell, and closes when the peer has closed or has had time to: closing at once with unread octets would
     * reset the connection, and the farewell could be lost.
     */
    final void part(ByeReason reason, String text, Closed closed) {
        if (!channel.eventLoop().inEventLoop()) {
            try {
                channel.eventLoop().execute(() -> part(reason, text, closed));
            } catch (RejectedExecutionException e) {
                channel.close();
            }
            return;
        }
        if (ending()) {
            return;
        }
        write(WireCodec.encode(WireFrame.Bye.of(reason, text)));
        why = closed;
        channel.config().setAutoRead(true);
        channel.eventLoop().schedule(() -> channel.close(), linger.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Closes without a farewell. */
    final void drop(Closed closed) {
        if (!ending()) {
            why = closed;
        }
        channel.close();
    }

    @Override
    protected final void channelRead0(ChannelHandlerContext ctx, WireFrame frame) {
        if (ending()) {
            return;
        }
        if (frame instanceof WireFrame.Bye bye) {
            drop(closed(bye));
            return;
        }
        take(frame);
    }

    private static Closed closed(WireFrame.Bye bye) {
        String told = bye.reason() + " \"" + bye.text() + "\"";
        return switch (bye.reason()) {
            case DUPLICATE -> new Closed(Closed.Cause.DUPLICATE, told);
            case INCOMPATIBLE ->
                new Closed(
                        Closed.Cause.INCOMPATIBLE,
                        "runs a kith that does not speak with this one: update the older of the two");
            default -> new Closed(Closed.Cause.FAREWELL, told);
        };
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == KeepAlive.Event.SILENT) {
            part(ByeReason.SILENT, "nothing heard", new Closed(Closed.Cause.SILENT, "nothing heard"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof MalformedException) {
                violated(String.valueOf(t.getMessage()));
                return;
            }
        }
        drop(new Closed(Closed.Cause.LOST, String.valueOf(cause.getMessage())));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Closed reason = why;
        if (reason == null) {
            reason = new Closed(Closed.Cause.LOST, "closed by the other side");
            why = reason;
        }
        ended(reason);
    }
}
