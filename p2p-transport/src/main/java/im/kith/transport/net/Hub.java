package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.transport.wire.ByeReason;
import im.kith.transport.wire.WireCodec;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What all connections of an endpoint share, and how a channel whose TLS is done becomes a link. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class Hub {

    private static final int REMEMBERED_NONCES = 4096;

    private final EndpointConfig config;
    private final LinkListener listener;
    private final Gate gate = new Gate();
    private final NonceMemory nonces = new NonceMemory(REMEMBERED_NONCES);
    private final OwnKnocks ownKnocks = new OwnKnocks();
    private final LinkTable table = new LinkTable();
    private final Speakers speakers = new Speakers();
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private volatile @Nullable PairListener inviting;

    Hub(EndpointConfig config, LinkListener listener) {
        this.config = config;
        this.listener = listener;
    }

    /** Makes a link of {@code channel}, whose TLS peer has shown {@code certificate}. */
    void member(
            Channel channel,
            X509Certificate certificate,
            boolean outbound,
            Gate.Ticket ticket,
            CompletableFuture<Link> established) {
        Bytes key = TlsIdentity.keyHash(certificate);
        List<DeviceId> candidates = config.directory().apply(key);
        if (candidates.isEmpty()) {
            established.completeExceptionally(
                    new DialException(DialException.Kind.STRANGER, "no longer a device of the account"));
            channel.close();
            return;
        }
        ticket.authenticated();
        KeepAlive keepAlive = new KeepAlive(config.timings(), outbound);
        DeviceId peer = speakers.of(key, candidates);
        MemberLink link = new MemberLink(
                this, channel, peer, named -> speakers.named(key, candidates, named), outbound, keepAlive, established);
        channel.pipeline().addLast(keepAlive, new FrameDecoder(WireCodec.MAX_FRAME), link);
        link.start();
    }

    /** Makes a pairing link of {@code channel}, whose TLS peer has shown {@code certificate}. */
    void pairing(
            Channel channel,
            X509Certificate certificate,
            boolean outbound,
            PairListener pairListener,
            CompletableFuture<PairLink> opened) {
        Bytes peerKey = TlsIdentity.keyHash(certificate);
        PairChannel link = new PairChannel(
                channel, pairListener, config.timings(), config.identity().keyHash(), peerKey, outbound);
        channel.pipeline().addLast(new FrameDecoder(PairChannel.MAX_FRAME), link);
        link.start(opened);
    }

    /** Ends all connections, with a farewell where there is somebody to hear it. */
    void goAway() {
        for (Channel channel : channels) {
            FrameHandler link = channel.pipeline().get(FrameHandler.class);
            if (link == null) {
                channel.close();
            } else {
                link.close(ByeReason.GOING_AWAY, "going away");
            }
        }
    }

    /** The links changed: diallers look again. */
    void changed() {
        watchers.forEach(Runnable::run);
    }

    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void invite(@Nullable PairListener pairListener) {
        inviting = pairListener;
    }

    @Nullable
    PairListener inviting() {
        return inviting;
    }

    /** The own device; there is one wherever there are members. */
    DeviceId self() {
        return config.self().orElseThrow(() -> new IllegalStateException("a link without an own device"));
    }

    EndpointConfig config() {
        return config;
    }

    LinkListener listener() {
        return listener;
    }

    Gate gate() {
        return gate;
    }

    NonceMemory nonces() {
        return nonces;
    }

    OwnKnocks ownKnocks() {
        return ownKnocks;
    }

    LinkTable table() {
        return table;
    }

    ChannelGroup channels() {
        return channels;
    }
}
