package im.kith.transport.engine;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.Outlet;
import im.kith.core.replica.CloseReason;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Input;
import im.kith.transport.net.Closed;
import im.kith.transport.net.Link;
import im.kith.transport.net.LinkListener;
import im.kith.transport.wire.ByeReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins links and the device's thread: what arrives becomes an input, what the device wants sent goes out.
 *
 * <p>Both directions are bounded: a link is read no further while many of its frames wait for the device, and the device is
 * asked for the next frame only when the link can take it.
 */
final class Connections implements LinkListener, Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final int MOST_WAITING = 32;

    /** A link as the device knows it. */
    private static final class Connection {
        private final ConnectionId id;
        private final Link link;
        private final AtomicBoolean ready = new AtomicBoolean();
        private final AtomicInteger waiting = new AtomicInteger();

        private Connection(ConnectionId id, Link link) {
            this.id = id;
            this.link = link;
        }
    }

    private final DeviceThread device;
    private final ScheduledExecutorService timer;
    private final InstantSource clock;
    private final Consumer<DeviceEvent> events;
    private final PassCounter counter;
    private final AtomicLong ids = new AtomicLong();
    private final Map<ConnectionId, Connection> byId = new ConcurrentHashMap<>();
    private final Map<Link, Connection> byLink = new ConcurrentHashMap<>();
    private final Map<DeviceId, String> incompatible = new ConcurrentHashMap<>();

    Connections(
            DeviceThread device,
            ScheduledExecutorService timer,
            InstantSource clock,
            PassCounter counter,
            Consumer<DeviceEvent> events) {
        this.device = device;
        this.timer = timer;
        this.clock = clock;
        this.counter = counter;
        this.events = events;
    }

    /** Devices that speak another protocol, and what to say after their names. */
    Map<DeviceId, String> incompatible() {
        return Map.copyOf(incompatible);
    }

    /** Tells the user, once for each device and reason. */
    private void incompatible(DeviceId peer, String why) {
        if (why.equals(incompatible.put(peer, why))) {
            return;
        }
        var unused = device.submit(owned -> {
            String name = owned.ledger().device(peer).map(Device::name).orElseGet(peer::toString);
            events.accept(new DeviceEvent.Warning("incompatible", name + " " + why));
            return true;
        });
    }

    /** The links that there are now. */
    Collection<Link> links() {
        return byLink.keySet();
    }

    /** The device forgot its connections: they begin anew. */
    void restart() {
        byLink.keySet().forEach(link -> link.close(ByeReason.RESTART, "starting afresh"));
    }

    @Override
    public void opened(Link link) {
        Connection connection = new Connection(new ConnectionId(ids.incrementAndGet()), link);
        byLink.put(link, connection);
        byId.put(connection.id, connection);
        counter.opened(link);
        give(new Input.Opened(connection.id, link.peer()));
    }

    @Override
    public void received(Link link, Frame frame) {
        Connection connection = byLink.get(link);
        if (connection == null) {
            return;
        }
        if (frame instanceof Frame.Hello) {
            incompatible.remove(link.peer());
        }
        if (frame instanceof Frame.Chunk chunk) {
            counter.received(chunk.versions().size());
        }
        if (connection.waiting.incrementAndGet() == MOST_WAITING) {
            link.pause();
            if (connection.waiting.get() <= MOST_WAITING / 2) {
                // the device was faster than this thread, and has resumed it before it paused
                link.resume();
            }
        }
        var unused = device.submit(owned -> {
                    owned.handle(new Input.Received(connection.id, frame));
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (connection.waiting.decrementAndGet() == MOST_WAITING / 2) {
                        link.resume();
                    }
                });
    }

    @Override
    public void writable(Link link) {
        Connection connection = byLink.get(link);
        if (connection != null) {
            pull(connection);
        }
    }

    @Override
    public void closed(Link link, Closed why) {
        Connection connection = byLink.remove(link);
        if (connection != null) {
            byId.remove(connection.id);
            counter.closed(link);
            if (why.cause() == Closed.Cause.INCOMPATIBLE) {
                incompatible(link.peer(), why.detail());
            }
            give(new Input.Closed(connection.id));
            events.accept(new DeviceEvent.LedgerChanged());
        }
    }

    private void give(Input input) {
        var unused = device.submit(owned -> {
            owned.handle(input);
            return true;
        });
    }

    private void pull(Connection connection) {
        if (connection.link.isWritable() && connection.ready.compareAndSet(true, false)) {
            give(new Input.Writable(connection.id));
        }
    }

    @Override
    public void send(ConnectionId id, Frame frame) {
        Connection connection = byId.get(id);
        if (connection != null) {
            if (frame instanceof Frame.Chunk chunk) {
                counter.sent(chunk.versions().size());
            }
            connection.link.send(frame);
        }
    }

    @Override
    public void close(ConnectionId id, CloseReason reason, String text) {
        Connection connection = byId.get(id);
        if (connection != null) {
            connection.link.close(reason.blamesPeer() ? ByeReason.PROTOCOL : ByeReason.RESTART, text);
        }
    }

    @Override
    public void ready(ConnectionId id) {
        Connection connection = byId.get(id);
        if (connection != null) {
            connection.ready.set(true);
            pull(connection);
        }
    }

    @Override
    public void wakeAt(Instant time) {
        long wait = Math.max(0, Duration.between(clock.instant(), time).toMillis());
        try {
            var unused = timer.schedule(() -> give(new Input.Tick()), wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("leaving the network: there is nothing to wake for");
        }
    }

    @Override
    public void event(DeviceEvent event) {
        events.accept(event);
    }
}
