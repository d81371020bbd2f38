package im.kith.transport.xmpp;

import im.kith.core.device.DeviceEvent;
import im.kith.core.xml.XmlElement;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.engine.Subscription;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * The XMPP port of a device, for software on this machine: on 127.0.0.1 and ::1 and nowhere else.
 *
 * <p>All streams are on one thread of its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of Netty
public final class XmppEndpoint implements AutoCloseable {

    private static final long FAREWELL_MILLIS = 500;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ChannelGroup channels;
    private final Set<StreamHandler> strangers = new LinkedHashSet<>();
    private final Set<StreamHandler> known = new HashSet<>();
    private final Notices notices;
    private final Optional<SslContext> tls;
    private final StreamContext context;
    private final Loopback loopback;
    private final Subscription subscription;

    private XmppEndpoint(DeviceThread device, PepDesk desk, InstantSource clock, SecureRandom random) {
        this.group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("kith-xmpp", true), NioIoHandler.newFactory());
        this.loop = group.next();
        this.channels = new DefaultChannelGroup(loop);
        this.notices = new Notices(clock);
        this.tls = StreamTls.selfSigned(random);
        Account account = new Account(desk.account());
        Resources resources = new Resources();
        Router router = new Router(account, resources, desk, loop);
        this.context = new StreamContext(
                account,
                new DeviceLogins(device),
                new Guesses(clock, notices),
                notices,
                resources,
                router,
                loop,
                ForkJoinPool.commonPool(),
                (wait, what) -> loop.schedule(what, wait.toMillis(), TimeUnit.MILLISECONDS),
                random,
                tls.isPresent());
        this.loopback = new Loopback(group, new Entrance());
        this.subscription = device.subscribe(event -> {
            if (event instanceof DeviceEvent.TokenRemoved removed) {
                loop.execute(() -> forget(removed.name()));
            }
        });
    }

    /**
     * Starts listening.
     *
     * @param port 0 for any that is free on all loopback addresses
     * @throws IOException if it is not free
     */
    public static XmppEndpoint start(
            DeviceThread device, PepDesk desk, int port, InstantSource clock, SecureRandom random) throws IOException {
        XmppEndpoint endpoint = new XmppEndpoint(device, desk, clock, random);
        boolean done = false;
        try {
            endpoint.loopback.listen(port);
            done = true;
            return endpoint;
        } finally {
            if (!done) {
                endpoint.close();
            }
        }
    }

    /** Takes in a connection; the one that has been without a login longest gives way. On the streams' thread, as all of its methods. */
    private final class Entrance extends ChannelInitializer<Channel> implements StreamHandler.Doorway {

        @Override
        protected void initChannel(Channel channel) {
            if (known.size() + XmppLimits.WITHOUT_LOGIN >= XmppLimits.CONNECTIONS) {
                notices.once("full", "too many connections to the XMPP port");
                channel.close();
                return;
            }
            if (strangers.size() >= XmppLimits.WITHOUT_LOGIN) {
                notices.once("strangers", "too many connections to the XMPP port that do not log in");
                StreamHandler oldest = strangers.iterator().next();
                strangers.remove(oldest);
                oldest.shutDown(StreamError.POLICY_VIOLATION, "others want to log in");
            }
            StreamHandler handler = new StreamHandler(wire -> new ClientStream(context, wire), this, tls);
            strangers.add(handler);
            channels.add(channel);
            channel.pipeline().addLast(handler);
        }

        @Override
        public void authenticated(StreamHandler handler) {
            if (strangers.remove(handler)) {
                known.add(handler);
            }
        }

        @Override
        public void closed(StreamHandler handler) {
            strangers.remove(handler);
            known.remove(handler);
        }
    }

    /** The token of this name holds no more. */
    private void forget(String token) {
        for (StreamHandler handler : List.copyOf(known)) {
            if (handler.stream().token().filter(it -> it.name().equals(token)).isPresent()) {
                handler.shutDown(StreamError.NOT_AUTHORIZED, "the token was removed");
            }
        }
        for (Session session : context.resources().all()) {
            if (session.token().name().equals(token)) {
                context.router().presences().ended(session);
            }
        }
    }

    /** The port listened on, the same on every address. */
    public int port() {
        return loopback.port();
    }

    /** The addresses listened on. */
    public List<String> addresses() {
        return loopback.addresses();
    }

    /** From now on stanzas for anybody but the user go to {@code others}. */
    public void others(Others others) {
        loop.execute(() -> context.router().others(others));
    }

    /**
     * Hands {@code stanza} from somebody else to the resources that its {@code to} means.
     *
     * @return whether one took it
     */
    public CompletableFuture<Boolean> deliver(XmlElement stanza) {
        return CompletableFuture.supplyAsync(() -> context.router().incoming(stanza), loop);
    }

    /** Says farewell to all, and ends within a second. Not to be called on the streams' thread. */
    @Override
    public void close() {
        subscription.close();
        loopback.close();
        loop.submit(() -> {
                    for (StreamHandler each : List.copyOf(strangers)) {
                        each.shutDown(StreamError.SYSTEM_SHUTDOWN, "");
                    }
                    for (StreamHandler each : List.copyOf(known)) {
                        each.shutDown(StreamError.SYSTEM_SHUTDOWN, "");
                    }
                })
                .awaitUninterruptibly(FAREWELL_MILLIS);
        channels.newCloseFuture().awaitUninterruptibly(FAREWELL_MILLIS);
        channels.close().awaitUninterruptibly(FAREWELL_MILLIS);
        group.shutdownGracefully(0, FAREWELL_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(FAREWELL_MILLIS);
    }
}
