package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes connections that come in through the gate, the knock and TLS. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class Inbound extends ChannelInitializer<SocketChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Hub hub;

    Inbound(Hub hub) {
        this.hub = hub;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        Optional<Gate.Ticket> ticket =
                remote == null ? Optional.empty() : hub.gate().admit(remote.getAddress(), channel::close);
        if (ticket.isEmpty()) {
            channel.close();
            return;
        }
        hub.channels().add(channel);
        channel.closeFuture().addListener(closed -> ticket.get().release());
        channel.pipeline()
                .addLast(
                        new Traffic(),
                        new KnockReader(hub.config().timings().knock(), knock -> open(channel, ticket.get(), knock)));
    }

    private boolean open(Channel channel, Gate.Ticket ticket, Bytes knock) {
        PairListener inviting = hub.inviting();
        List<Bytes> keys =
                hub.config().self().isPresent() ? hub.config().knockKeys().get() : List.of();
        Optional<Knock.Door> door = Knock.recognise(knock, keys, inviting != null);
        if (hub.ownKnocks().isOwn(knock.first(Knock.NONCE))) {
            return false;
        }
        if (door.isEmpty() || !hub.nonces().fresh(knock.first(Knock.NONCE)) || !ticket.knocked(door.get())) {
            return false;
        }
        if (door.get() == Knock.Door.MEMBERS) {
            startTls(channel, PinnedTrust.members(hub.config(), Optional.empty()), new MemberOutcome(channel, ticket));
        } else if (inviting != null) {
            startTls(channel, PinnedTrust.anybody(), new PairOutcome(channel, inviting));
        }
        return true;
    }

    private void startTls(Channel channel, PinnedTrust trust, Handshake.Outcome outcome) {
        EndpointConfig config = hub.config();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(Tls.handler(config.identity(), trust, false, config.random(), config.timings()));
        pipeline.addLast(new Handshake(outcome));
    }

    private abstract static class Outcome implements Handshake.Outcome {
        private final Channel channel;

        Outcome(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void failed(Throwable cause) {
            LOG.debug("TLS with {} failed: {}", channel.remoteAddress(), cause.getMessage());
        }
    }

    private final class MemberOutcome extends Outcome {
        private final Gate.Ticket ticket;

        MemberOutcome(Channel channel, Gate.Ticket ticket) {
            super(channel);
            this.ticket = ticket;
        }

        @Override
        public void succeeded(Channel channel, X509Certificate peer) {
            hub.member(channel, peer, false, ticket, new CompletableFuture<>());
        }
    }

    private final class PairOutcome extends Outcome {
        private final PairListener listener;

        PairOutcome(Channel channel, PairListener listener) {
            super(channel);
            this.listener = listener;
        }

        @Override
        public void succeeded(Channel channel, X509Certificate peer) {
            hub.pairing(channel, peer, false, listener, new CompletableFuture<>());
        }
    }
}
