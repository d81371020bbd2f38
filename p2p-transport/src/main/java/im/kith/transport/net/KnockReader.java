package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a knock on a connection that came in, and closes it without an answer if none, or a wrong one, comes.
 *
 * <p>A knock that fits is passed to {@code opener}, which puts what follows behind this handler; this then leaves.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class KnockReader extends ByteToMessageDecoder {

    private final Duration patience;
    private final Function<Bytes, Boolean> opener;
    private @Nullable Future<?> timeout;

    /** {@code opener} is given every knock and says whether it opened. */
    KnockReader(Duration patience, Function<Bytes, Boolean> opener) {
        this.patience = patience;
        this.opener = opener;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timeout = ctx.executor().schedule(() -> ctx.close(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Knock.LENGTH) {
            return;
        }
        byte[] knock = new byte[Knock.LENGTH];
        in.readBytes(knock);
        if (opener.apply(Bytes.wrap(knock))) {
            ctx.pipeline().remove(this);
        } else {
            in.skipBytes(in.readableBytes());
            ctx.close();
        }
    }

    /** A connection that ends before its knock is complete says nothing. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
