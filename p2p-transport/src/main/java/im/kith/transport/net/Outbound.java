package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Dials: TCP, the knock, TLS. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class Outbound {

    private final Hub hub;
    private final EventLoopGroup group;

    Outbound(Hub hub, EventLoopGroup group) {
        this.hub = hub;
        this.group = group;
    }

    /** Completes with the peer's hello. The {@code attempt}th try uses another of the discovery keys. */
    CompletableFuture<Link> dial(InetSocketAddress address, Optional<DeviceId> expected, int attempt) {
        List<Bytes> keys = hub.config().knockKeys().get();
        if (keys.isEmpty() || hub.config().self().isEmpty()) {
            return CompletableFuture.failedFuture(
                    new DialException(DialException.Kind.REFUSED, "no account to dial for"));
        }
        CompletableFuture<Link> result = new CompletableFuture<>();
        PinnedTrust trust = PinnedTrust.members(hub.config(), expected);
        Bytes key = keys.get(Math.floorMod(attempt, keys.size()));
        connect(address, key, trust, result, (channel, door) -> door.succeed(result));
        return result;
    }

    CompletableFuture<PairLink> dialForPairing(InetSocketAddress address, PairListener listener) {
        CompletableFuture<PairLink> result = new CompletableFuture<>();
        connect(
                address,
                Knock.PAIRING_KEY,
                PinnedTrust.anybody(),
                result,
                (channel, door) -> hub.pairing(channel, door.peer, true, listener, result));
        return result;
    }

    private final class Through {
        private final Channel channel;
        private final X509Certificate peer;
        private final Gate.Ticket ticket;

        Through(Channel channel, X509Certificate peer, Gate.Ticket ticket) {
            this.channel = channel;
            this.peer = peer;
            this.ticket = ticket;
        }

        void succeed(CompletableFuture<Link> result) {
            hub.member(channel, peer, true, ticket, result);
        }
    }

    private void connect(
            InetSocketAddress address,
            Bytes key,
            PinnedTrust trust,
            CompletableFuture<?> result,
            BiConsumer<Channel, Through> next) {
        if (address.isUnresolved()) {
            result.completeExceptionally(
                    new DialException(DialException.Kind.UNREACHABLE, "no address for " + address.getHostString()));
            return;
        }
        Optional<Gate.Ticket> ticket = hub.gate().dialled(address.getAddress());
        if (ticket.isEmpty()) {
            result.completeExceptionally(new DialException(
                    DialException.Kind.REFUSED, Gate.MAX_CONNECTIONS + " connections, which is all it takes"));
            return;
        }
        Bytes knock = Knock.make(key, hub.config().random());
        Bytes nonce = knock.first(Knock.NONCE);
        hub.ownKnocks().made(nonce);
        Handshake.Outcome outcome = new Handshake.Outcome() {
            @Override
            public void succeeded(Channel channel, X509Certificate peer) {
                next.accept(channel, new Through(channel, peer, ticket.get()));
            }

            @Override
            public void failed(Throwable cause) {
                result.completeExceptionally(hub.ownKnocks().isBack(nonce) ? itself() : failure(cause));
            }
        };
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        hub.config().timings().connect().toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Endpoint.WATER_MARK)
                .handler(initializer(knock, trust, outcome))
                .connect(address)
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        ticket.get().release();
                        result.completeExceptionally(new DialException(
                                DialException.Kind.UNREACHABLE,
                                String.valueOf(connected.cause().getMessage())));
                    }
                })
                .channel()
                .closeFuture()
                .addListener(closed -> ticket.get().release());
    }

    private ChannelInitializer<Channel> initializer(Bytes knock, PinnedTrust trust, Handshake.Outcome outcome) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                hub.channels().add(channel);
                channel.pipeline().addLast(new Traffic(), new Knocker(knock, trust, outcome));
            }
        };
    }

    /** Sends the knock when TCP is there, then makes place for TLS. */
    private final class Knocker extends ChannelInboundHandlerAdapter {
        private final Bytes knock;
        private final PinnedTrust trust;
        private final Handshake.Outcome outcome;

        Knocker(Bytes knock, PinnedTrust trust, Handshake.Outcome outcome) {
            this.knock = knock;
            this.trust = trust;
            this.outcome = outcome;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            EndpointConfig config = hub.config();
            ctx.writeAndFlush(Unpooled.wrappedBuffer(knock.toArray()));
            ctx.pipeline().addLast(new Handshake(outcome));
            ctx.pipeline()
                    .addAfter(
                            ctx.name(),
                            null,
                            Tls.handler(config.identity(), trust, true, config.random(), config.timings()));
            ctx.pipeline().remove(this);
        }
    }

    private DialException itself() {
        return new DialException(DialException.Kind.SELF, hub.config().self(), "this device itself");
    }

    private static DialException failure(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof PinnedTrust.RefusedException refused) {
                PinnedTrust.Refusal refusal = refused.refusal();
                return new DialException(refusal.kind(), refusal.device(), refusal.text());
            }
        }
        String text = cause.getMessage();
        return new DialException(
                DialException.Kind.NO_ANSWER,
                text == null ? "closed without an answer: no device of the account" : text);
    }
}
