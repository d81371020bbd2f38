package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A device's presence on the network: listens where it is told to, dials, and turns both into links.
 *
 * <p>Every connection starts with a knock, without which nothing answers, then TLS 1.3 with both keys pinned. Any thread
 * may call it; what it tells its listeners it tells on its own two threads.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
public final class Endpoint implements AutoCloseable {

    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    private static final int THREADS = 2;
    private static final long FAREWELL_MILLIS = 900;
    private static final long CLOSE_MILLIS = 300;

    private final EventLoopGroup group;
    private final Hub hub;
    private final Doors doors;
    private final Outbound outbound;
    private volatile boolean closed;

    private Endpoint(EndpointConfig config, LinkListener listener) {
        this.group = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory("kith-net", true), NioIoHandler.newFactory());
        this.hub = new Hub(config, listener);
        this.doors = new Doors(group, new Inbound(hub), config.port());
        this.outbound = new Outbound(hub, group);
    }

    /**
     * Starts listening.
     *
     * @throws IOException if one of the addresses cannot be listened on
     */
    public static Endpoint start(EndpointConfig config, LinkListener listener) throws IOException {
        Endpoint endpoint = new Endpoint(config, listener);
        try {
            endpoint.doors.listenOn(config.listen());
            return endpoint;
        } catch (IOException e) {
            endpoint.close();
            throw e;
        }
    }

    /** The port listened on; 0 if nothing is. */
    public int port() {
        return doors.port();
    }

    /**
     * Listens on {@code addresses} instead, on the same port: the network has changed. Connections stay.
     *
     * @throws IOException if one of them cannot be listened on; the others are
     */
    public void listenOn(List<InetAddress> addresses) throws IOException {
        doors.listenOn(addresses);
    }

    /**
     * Dials once. The listener hears of the link when TLS is done; the result is there when the peer's hello is, or
     * fails with a {@link DialException}.
     *
     * @param expected the only device that will do, if it matters
     */
    public CompletableFuture<Link> dial(InetSocketAddress address, Optional<DeviceId> expected) {
        return dial(address, expected, 0);
    }

    CompletableFuture<Link> dial(InetSocketAddress address, Optional<DeviceId> expected, int attempt) {
        return closed ? refused() : outbound.dial(address, expected, attempt);
    }

    /** Dials a device that invites; who is there is not known until the pairing conversation has proved it. */
    public CompletableFuture<PairLink> dialForPairing(InetSocketAddress address, PairListener listener) {
        return closed ? refused() : outbound.dialForPairing(address, listener);
    }

    private static <T> CompletableFuture<T> refused() {
        return CompletableFuture.failedFuture(new DialException(DialException.Kind.REFUSED, "this endpoint is closed"));
    }

    /** From now on pairing connections are accepted too, and told to {@code listener}. */
    public void invite(PairListener listener) {
        hub.invite(listener);
    }

    /** No more pairing connections are accepted; those that there are stay. */
    public void stopInviting() {
        hub.invite(null);
    }

    /** Whether there is an established link with {@code device} that is not suspiciously quiet. */
    public boolean connected(DeviceId device) {
        return hub.table().connected(device);
    }

    /** How many connections there are, in whatever state. */
    int connections() {
        return hub.gate().size();
    }

    /** A dialler that keeps trying addresses until this endpoint is closed; {@code random} spreads its tries. */
    public Dialer dialer(RandomGenerator random) {
        Dialer dialer = new Dialer(
                new Dialer.Dials() {
                    @Override
                    public CompletableFuture<Link> dial(InetSocketAddress address, int attempt) {
                        return Endpoint.this.dial(address, Optional.empty(), attempt);
                    }

                    @Override
                    public boolean connected(DeviceId device) {
                        return Endpoint.this.connected(device);
                    }
                },
                group.next(),
                random);
        hub.watch(dialer::look);
        return dialer;
    }

    /** Says farewell to all, and ends within two seconds. Not to be called on the endpoint's own threads. */
    @Override
    public void close() {
        closed = true;
        doors.close();
        hub.goAway();
        hub.channels().newCloseFuture().awaitUninterruptibly(FAREWELL_MILLIS);
        hub.channels().close().awaitUninterruptibly(CLOSE_MILLIS);
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MILLIS);
    }
}
