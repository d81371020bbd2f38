package im.kith.transport.linklocal;

import im.kith.core.pep.Asker;
import im.kith.core.xml.XmlElement;
import im.kith.transport.net.Doors;
import im.kith.transport.xmpp.PepDesk;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of the LAN on one event loop, and what else the switchboard has around it. */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty: a failure closes the channel, which is told
final class StrangerNet implements Surroundings, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StrangerNet.class);

    private static final int CONNECT_MILLIS = 3000;
    private static final int MOST_ADDRESSES = 3;
    private static final long CLOSE_MILLIS = 300;
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(StrangerLine.MAX_WAITING / 4, StrangerLine.MAX_WAITING);

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("kith-lan", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final Guests guests = new Guests(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    private final PepDesk desk;
    private final Function<XmlElement, CompletableFuture<Boolean>> software;
    private final Runnable look;
    private final Consumer<List<Neighbour>> present;
    private volatile @Nullable Doors doors;

    /**
     * @param software takes stanzas for the user's software; false if none of it takes this one
     * @param look asks the network who is there
     * @param present takes who is there, on the event loop
     */
    StrangerNet(
            PepDesk desk,
            Function<XmlElement, CompletableFuture<Boolean>> software,
            Runnable look,
            Consumer<List<Neighbour>> present) {
        this.desk = desk;
        this.software = software;
        this.look = look;
        this.present = present;
    }

    /** Begins to listen; {@code incoming} makes a stream of a line that somebody opened. */
    void listen(List<InetAddress> addresses, Function<Line, PeerStream> incoming) throws IOException {
        doors = new Doors(group, new Incoming(incoming), 0);
        listenOn(addresses);
    }

    /** Listens there and nowhere else. Not to be called on the event loop. */
    void listenOn(List<InetAddress> addresses) throws IOException {
        Doors open = doors;
        if (open != null) {
            open.listenOn(addresses);
        }
    }

    int port() {
        Doors open = doors;
        return open == null ? 0 : open.port();
    }

    void execute(Runnable what) {
        try {
            loop.execute(what);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed already");
        }
    }

    private final class Incoming extends ChannelInitializer<SocketChannel> {

        private final Function<Line, PeerStream> incoming;

        Incoming(Function<Line, PeerStream> incoming) {
            this.incoming = incoming;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            InetSocketAddress remote = channel.remoteAddress();
            Optional<Guests.Guest> guest =
                    remote == null ? Optional.empty() : guests.come(remote.getAddress(), channel::close);
            if (guest.isEmpty()) {
                channel.close();
                return;
            }
            channels.add(channel);
            channel.closeFuture().addListener(closed -> guest.get().leave());
            channel.config().setWriteBufferWaterMark(WATER_MARK);
            channel.pipeline()
                    .addLast(new StrangerLine(
                            channel,
                            line -> {
                                PeerStream stream = incoming.apply(line);
                                stream.onReady(guest.get()::introduced);
                                return stream;
                            },
                            guest.get()::heard));
        }
    }

    @Override
    public void dial(Neighbour to, Opened opened, Runnable failed) {
        Deque<InetSocketAddress> addresses = new ArrayDeque<>(to.addresses().stream()
                .sorted(Comparator.comparing((InetSocketAddress each) -> each.getAddress() instanceof Inet6Address))
                .limit(MOST_ADDRESSES)
                .toList());
        dialNext(addresses, opened, failed);
    }

    private void dialNext(Deque<InetSocketAddress> addresses, Opened opened, Runnable failed) {
        InetSocketAddress address = addresses.poll();
        if (address == null) {
            failed.run();
            return;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        channel.pipeline().addLast(new StrangerLine(channel, opened::on, () -> {}));
                    }
                });
        bootstrap.connect(address).addListener(connected -> {
            if (!connected.isSuccess()) {
                dialNext(addresses, opened, failed);
            }
        });
    }

    @Override
    public void present(List<Neighbour> all) {
        present.accept(all);
    }

    @Override
    public void look() {
        look.run();
    }

    @Override
    public void later(long millis, Runnable what) {
        loop.schedule(what, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void deliver(XmlElement stanza, Runnable untaken) {
        var unused = software.apply(stanza).exceptionally(failure -> false).thenAccept(taken -> {
            if (!taken) {
                execute(untaken);
            }
        });
    }

    @Override
    public void opened(Asker asker, Consumer<XmlElement> outlet) {
        desk.opened(asker, answer -> execute(() -> outlet.accept(answer)));
    }

    @Override
    public void ask(XmlElement iq, Asker asker) {
        var unused = desk.handle(iq, asker);
    }

    @Override
    public void closed(Asker asker) {
        desk.closed(asker);
    }

    @Override
    public void close() {
        Doors open = doors;
        if (open != null) {
            open.close();
        }
        loop.schedule(() -> channels.close(), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        channels.newCloseFuture().awaitUninterruptibly(2 * CLOSE_MILLIS);
        group.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(2 * CLOSE_MILLIS);
    }
}
