package im.kith.transport.linklocal;

import im.kith.core.xml.StreamFault;
import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlFeed;
import im.kith.transport.xmpp.StreamXml;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection with a stranger: octets to pieces of his stream and back, as fast as strangers are served.
 *
 * <p>Who does not read what he gets is not read from, and cut off when too much waits for him.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class StrangerLine extends ChannelInboundHandlerAdapter implements Line {

    /** Octets of a stanza of a stranger, or of a stream's opening tag. */
    static final int MAX_STANZA = 64 << 10;

    /** Octets that may wait to be sent. */
    static final int MAX_WAITING = 1 << 20;

    /** Stanzas that are taken at once, and then every second. */
    static final int AT_ONCE = 60;

    static final int PER_SECOND = 20;

    static final long INTRODUCTION_SECONDS = 10;
    private static final long IDLE_MINUTES = 10;
    private static final long BREATH_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(StrangerLine.class);

    private final Channel channel;
    private final Function<Line, PeerStream> opened;
    private final Runnable heard;
    private final XmlFeed feed = new XmlFeed(MAX_STANZA, MAX_STANZA);
    private final Pace pace = new Pace(AT_ONCE, PER_SECOND, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    private @Nullable PeerStream stream;
    private boolean paused;
    private boolean breathless;
    private boolean greeted;
    private boolean ended;
    private long lastHeard = System.nanoTime();

    /**
     * @param opened makes a stream of this line once it is connected
     * @param heard told whenever something comes
     */
    StrangerLine(Channel channel, Function<Line, PeerStream> opened, Runnable heard) {
        this.channel = channel;
        this.opened = opened;
        this.heard = heard;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        PeerStream fresh = opened.apply(this);
        stream = fresh;
        context.executor().schedule(fresh::impatient, INTRODUCTION_SECONDS, TimeUnit.SECONDS);
        context.executor().schedule(this::rest, IDLE_MINUTES, TimeUnit.MINUTES);
    }

    private void rest() {
        PeerStream open = stream;
        long idle = System.nanoTime() - lastHeard;
        long left = TimeUnit.MINUTES.toNanos(IDLE_MINUTES) - idle;
        if (open == null || open.isEnded()) {
            return;
        }
        if (left <= 0) {
            open.end();
        } else {
            channel.eventLoop().schedule(this::rest, left, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            lastHeard = System.nanoTime();
            heard.run();
            feed.feed(ByteBufUtil.getBytes(octets));
        } finally {
            octets.release();
        }
        drain();
    }

    private void drain() {
        PeerStream open = stream;
        try {
            while (open != null && !open.isEnded() && !paused && !breathless && channel.isWritable()) {
                Optional<StreamPiece> piece = feed.next();
                if (piece.isEmpty()) {
                    break;
                }
                open.take(piece.get());
                if (!pace.take()) {
                    breathless = true;
                    channel.eventLoop().schedule(this::breathe, BREATH_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } catch (StreamFault fault) {
            LOG.debug("stream of {}: {}", channel.remoteAddress(), fault.getMessage());
            if (open != null) {
                open.fail(condition(fault.kind()), "");
            }
        }
        channel.config().setAutoRead(!paused && !breathless && channel.isWritable());
    }

    private void breathe() {
        breathless = !pace.take();
        if (breathless) {
            channel.eventLoop().schedule(this::breathe, BREATH_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            drain();
        }
    }

    private static String condition(StreamFault.Kind kind) {
        return switch (kind) {
            case NOT_WELL_FORMED -> "not-well-formed";
            case RESTRICTED_XML -> "restricted-xml";
            case BAD_FORMAT -> "bad-format";
            case UNSUPPORTED_ENCODING -> "unsupported-encoding";
            case TOO_MUCH -> "policy-violation";
        };
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        drain();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        PeerStream open = stream;
        if (open != null) {
            open.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection with {}: {}", channel.remoteAddress(), cause.toString());
        channel.close();
    }

    @Override
    public InetAddress remote() {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    @Override
    public void open(XmlElement header) {
        greeted = true;
        write(StreamXml.opening(header));
    }

    @Override
    public void send(XmlElement element) {
        if (!channel.isWritable()) {
            LOG.debug("{} does not take what it gets", channel.remoteAddress());
            channel.close();
            return;
        }
        write(StreamXml.element(element));
    }

    private void write(String text) {
        channel.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    @Override
    public void pause(boolean now) {
        if (paused != now) {
            paused = now;
            channel.config().setAutoRead(!now);
            if (!now) {
                // not at once: who calls may be in the middle of a piece
                channel.eventLoop().execute(this::drain);
            }
        }
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (greeted && channel.isActive()) {
            channel.writeAndFlush(Unpooled.copiedBuffer(StreamXml.CLOSING, StandardCharsets.UTF_8))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }
}
