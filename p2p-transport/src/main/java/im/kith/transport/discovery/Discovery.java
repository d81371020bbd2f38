package im.kith.transport.discovery;

import im.kith.transport.discovery.Station.Announced;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this device on the local network and tells who else is there.
 *
 * <p>One thread does everything: it follows the network interfaces, gives each new names at least every hour, asks who is
 * there, and calls the listener. What peers announce is believed as far as its {@link Sighting} says, no further.
 */
public final class Discovery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private static final long ROTATION_MILLIS = TimeUnit.MINUTES.toMillis(50);
    private static final int ROTATION_SPREAD_MILLIS = (int) TimeUnit.MINUTES.toMillis(10);
    private static final long LINKS_MILLIS = 2000;
    private static final long BUSY_MILLIS = 15_000;
    private static final long BUSY_STEP_MILLIS = 200;
    private static final long IDLE_STEP_MILLIS = 1000;
    private static final long SLEPT_MILLIS = 20_000;
    private static final long CLOSE_MILLIS = 500;
    private static final int MAX_FORMER = 64;

    private final DiscoveryConfig config;
    private final DiscoveryListener listener;
    private final Links links;
    private final Neighbours neighbours = new Neighbours();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Deque<String> former = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor thread;

    private boolean inviting;
    private long lastStep;
    private long lastLinks;
    private long busyUntil;
    private @Nullable ScheduledFuture<?> next;
    private volatile List<Sighting> present = List.of();
    private volatile List<String> listening = List.of();

    public Discovery(DiscoveryConfig config, DiscoveryListener listener) {
        this.config = config;
        this.listener = listener;
        this.links = new Links(config.interfaces());
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "kith-discovery");
            made.setDaemon(true);
            return made;
        });
    }

    /** Begins; returns at once. A network that is not there yet is used when it comes. */
    public void start() {
        run(this::refreshNow);
        run(this::stepAgainAndAgain);
    }

    /** Says or stops saying that this device is inviting a new one. */
    public void inviting(boolean now) {
        run(() -> {
            inviting = now;
            stations.values().forEach(station -> station.inviting(now));
        });
    }

    /** Asks the network anew, as if just started: somebody is missed. */
    public void refresh() {
        run(this::refreshNow);
    }

    /** Who is in sight now. */
    public List<Sighting> sightings() {
        return present;
    }

    /** The network interfaces in use, with what is wrong there, for the user. */
    public List<String> listening() {
        return listening;
    }

    /** Says good-bye and ends within half a second. jmDNS's own threads take two seconds more and do not matter to anybody. */
    @Override
    public void close() {
        try {
            thread.submit(() -> {
                        if (next != null) {
                            next.cancel(false);
                        }
                        stations.values().forEach(Station::close);
                        stations.clear();
                    })
                    .get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | TimeoutException | ExecutionException e) {
            LOG.debug("left without a good-bye", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }

    /** New names on all interfaces now, as after an hour. */
    void rotate() {
        run(() -> replaceStations(true));
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed already");
        }
    }

    private void refreshNow() {
        busyUntil = System.currentTimeMillis() + BUSY_MILLIS;
        lastLinks = 0;
        stations.values().forEach(Station::refresh);
    }

    private void stepAgainAndAgain() {
        long now = System.currentTimeMillis();
        try {
            step(now);
        } catch (RuntimeException e) {
            LOG.error("discovery failed and goes on", e);
        }
        long pause = inviting || now < busyUntil ? BUSY_STEP_MILLIS : IDLE_STEP_MILLIS;
        try {
            next = thread.schedule(this::stepAgainAndAgain, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile");
        }
    }

    private void step(long now) {
        boolean slept = lastStep != 0 && Math.abs(now - lastStep) > SLEPT_MILLIS;
        lastStep = now;
        if (slept) {
            LOG.debug("slept, or the clock was set: starting anew");
            refreshNow();
        }
        if (slept || now >= lastLinks + LINKS_MILLIS) {
            lastLinks = now;
            replaceStations(slept);
        }
        stations.values().forEach(station -> station.speak(now));
        tell(now);
    }

    private void replaceStations(boolean all) {
        long now = System.currentTimeMillis();
        OptionalInt port = config.port().get();
        Announced announced =
                new Announced(config.keys().get(), port.isPresent() ? Optional.of(port.getAsInt()) : Optional.empty());
        Map<String, Link> current = currentLinks();
        stations.entrySet().removeIf(entry -> {
            Link link = current.get(entry.getKey());
            boolean stays = !all && link != null && entry.getValue().serves(link, announced, now);
            if (!stays) {
                retire(entry.getValue());
            }
            return !stays;
        });
        current.forEach((name, link) -> {
            Station station = stations.computeIfAbsent(name, absent -> station(link, announced, now));
            station.open(now);
        });
        listening = stations.values().stream().map(Station::describe).toList();
    }

    private Map<String, Link> currentLinks() {
        Map<String, Link> current = new LinkedHashMap<>();
        try {
            links.current().forEach(link -> current.put(link.name(), link));
        } catch (SocketException e) {
            LOG.debug("cannot list the network interfaces", e);
        }
        return current;
    }

    private Station station(Link link, Announced announced, long now) {
        busyUntil = now + BUSY_MILLIS;
        long until = now + ROTATION_MILLIS + config.random().nextInt(ROTATION_SPREAD_MILLIS);
        return new Station(link, Names.random(config.random()), announced, inviting, until);
    }

    private void retire(Station station) {
        former.addLast(station.instance());
        if (former.size() > MAX_FORMER) {
            former.removeFirst();
        }
        station.close();
    }

    private void tell(long now) {
        List<Neighbours.On> heard = new ArrayList<>();
        Set<String> own = new HashSet<>(former);
        for (Station station : stations.values()) {
            heard.addAll(station.heard());
            own.add(station.instance());
        }
        Neighbours.Difference difference =
                neighbours.update(heard, own, config.keys().get(), now);
        present = neighbours.present();
        difference.lost().forEach(listener::lost);
        difference.sighted().forEach(listener::sighted);
    }
}
