package im.kith.transport.xmpp;

import im.kith.core.xml.StreamFault;
import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlFeed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: octets to pieces for its {@link ClientStream}, elements to octets, and both ways bounded.
 *
 * <p>What the client writes is read no further while its stream wants a pause or it does not read what it is sent; what others have for
 * it meanwhile is kept up to a limit.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class StreamHandler extends ChannelInboundHandlerAdapter implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);

    private final XmlFeed feed = new XmlFeed(XmppLimits.BEFORE_LOGIN, XmppLimits.BEFORE_LOGIN);
    private final Doorway doorway;
    private final Optional<SslContext> tls;
    private final ClientStream stream;
    private ChannelHandlerContext channel;
    private boolean paused;
    private boolean slow;
    private boolean reading;
    private boolean flushing;
    private boolean ended;
    private long pending;

    /** Who counts connections. */
    interface Doorway {
        void authenticated(StreamHandler handler);

        void closed(StreamHandler handler);
    }

    @SuppressWarnings("NullAway") // the channel is there before anything happens on it
    StreamHandler(Function<Wire, ClientStream> stream, Doorway doorway, Optional<SslContext> tls) {
        this.doorway = doorway;
        this.tls = tls;
        this.stream = stream.apply(this);
    }

    ClientStream stream() {
        return stream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            if (stream.token().isEmpty()) {
                                stream.end(StreamError.CONNECTION_TIMEOUT, "no login");
                                flush();
                            }
                        },
                        XmppLimits.LOGIN.toMillis(),
                        TimeUnit.MILLISECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            if (!ended) {
                feed.feed(ByteBufUtil.getBytes(octets));
            }
        } finally {
            octets.release();
        }
        drain();
    }

    private void drain() {
        if (reading) {
            return;
        }
        reading = true;
        try {
            while (!paused && !slow && !ended) {
                Optional<StreamPiece> piece = feed.next();
                if (piece.isEmpty()) {
                    break;
                }
                stream.take(piece.get());
            }
        } catch (StreamFault fault) {
            stream.fault(fault);
        } catch (RuntimeException e) {
            LOG.warn("an XMPP stream is given up", e);
            stream.end(StreamError.INTERNAL_SERVER_ERROR, "");
        } finally {
            reading = false;
        }
        flush();
    }

    @Override
    public void open(XmlElement header) {
        write(StreamXml.opening(header));
    }

    @Override
    public int send(XmlElement element) {
        return write(StreamXml.element(element));
    }

    private int write(String xml) {
        if (!channel.channel().isActive()) {
            return xml.length();
        }
        ByteBuf octets = ByteBufUtil.writeUtf8(channel.alloc(), xml);
        int size = octets.readableBytes();
        if (pending > XmppLimits.STALLED) {
            // whoever does not read what it is sent is cut off
            octets.release();
            channel.close();
            return size;
        }
        pending += size;
        slow = pending > XmppLimits.SLOW;
        channel.write(octets).addListener(done -> written(size));
        flushSoon();
        return size;
    }

    private void written(int size) {
        pending -= size;
        if (slow && pending < XmppLimits.SLOW / 4) {
            slow = false;
            goOn();
        }
    }

    private void flushSoon() {
        if (!reading && !flushing) {
            flushing = true;
            channel.executor().execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        channel.flush();
        channel.channel().config().setAutoRead(!paused && !slow);
    }

    @Override
    public void tls() {
        channel.flush();
        restart();
        if (feed.hasMore()) {
            // something was sent in the clear that would be taken for a part of the encrypted stream
            stream.end(StreamError.POLICY_VIOLATION, "nothing may follow starttls");
            return;
        }
        tls.ifPresent(context -> channel.pipeline().addFirst(context.newHandler(channel.alloc())));
    }

    @Override
    public void restart() {
        try {
            feed.restart();
        } catch (StreamFault fault) {
            stream.fault(fault);
        }
    }

    @Override
    public void pause(boolean now) {
        paused = now;
        if (now) {
            channel.channel().config().setAutoRead(false);
        } else {
            goOn();
        }
    }

    private void goOn() {
        if (!paused && !slow) {
            channel.channel().config().setAutoRead(true);
            if (!reading && feed.hasMore()) {
                channel.executor().execute(this::drain);
            }
        }
    }

    @Override
    public void authenticated() {
        feed.limit(XmppLimits.STANZA, XmppLimits.LONGEST);
        doorway.authenticated(this);
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (channel.channel().isActive()) {
            channel.writeAndFlush(ByteBufUtil.writeUtf8(channel.alloc(), StreamXml.CLOSING))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        stream.lost();
        doorway.closed(this);
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("an XMPP connection is given up: {}", cause.toString());
        context.close();
    }

    /** Ends the stream, on its thread. */
    void shutDown(StreamError error, String text) {
        stream.end(error, text);
        flush();
    }
}
