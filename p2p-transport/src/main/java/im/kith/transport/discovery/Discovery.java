package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import im.kith.transport.discovery.Station.Service;
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
import java.util.concurrent.TimeUnit;

/**
 * Announces this device on the local network and tells who else is there.
 *
 * <p>One thread does everything: it follows the network interfaces, gives each new names at least every hour, asks who is
 * there, and calls the listener. What peers announce is believed as far as its {@link Sighting} says, no further.
 */
public final class Discovery implements AutoCloseable {

    private static final long ROTATION_MILLIS = TimeUnit.MINUTES.toMillis(50);
    private static final int ROTATION_SPREAD_MILLIS = (int) TimeUnit.MINUTES.toMillis(10);
    private static final int MAX_FORMER = 64;

    private final DiscoveryConfig config;
    private final DiscoveryListener listener;
    private final Links links;
    private final Neighbours neighbours = new Neighbours();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Deque<String> former = new ArrayDeque<>();
    private final Pulse pulse;

    private Announced announced = new Announced(DiscoveryKeys.none(), Optional.empty());
    private boolean inviting;
    private volatile List<Sighting> present = List.of();
    private volatile List<String> listening = List.of();

    /** What is announced, apart from names; nothing without an account or a port. */
    private record Announced(DiscoveryKeys keys, Optional<Integer> port) {

        boolean sameAs(Announced other) {
            return port.equals(other.port) && keys.current().equals(other.keys.current());
        }

        Optional<Service> under(Names names, boolean inviting) {
            return port.filter(any -> keys.current().isPresent())
                    .map(number -> new Service(number, text(names, inviting).toProperties()));
        }

        private Txt text(Names names, boolean inviting) {
            Bytes key = keys.current().orElseThrow();
            return new Txt(names.nonce(), DiscoveryTag.compute(key, names.nonce(), names.instance()), inviting);
        }
    }

    public Discovery(DiscoveryConfig config, DiscoveryListener listener) {
        this.config = config;
        this.listener = listener;
        this.links = new Links(config.interfaces());
        this.pulse = new Pulse("kith-discovery", this::step, () -> inviting);
    }

    /** Begins; returns at once. A network that is not there yet is used when it comes. */
    public void start() {
        pulse.start();
    }

    /** Says or stops saying that this device is inviting a new one. */
    public void inviting(boolean now) {
        pulse.run(() -> {
            inviting = now;
            for (Station station : stations.values()) {
                announced.under(station.names(), now).ifPresent(service -> station.update(service.txt()));
            }
        });
    }

    /** Asks the network anew, as if just started: somebody is missed. */
    public void refresh() {
        pulse.run(pulse::refresh);
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
        pulse.close(() -> {
            stations.values().forEach(Station::close);
            stations.clear();
        });
    }

    /** New names on all interfaces now, as after an hour. */
    void rotate() {
        pulse.run(() -> replaceStations(true));
    }

    private void step(Pulse.Beat beat) {
        if (beat.refreshed()) {
            stations.values().forEach(Station::refresh);
        }
        if (beat.linksDue()) {
            replaceStations(beat.slept());
        }
        stations.values().forEach(station -> station.speak(beat.now()));
        tell(beat.now());
    }

    private void replaceStations(boolean all) {
        long now = System.currentTimeMillis();
        OptionalInt port = config.port().get();
        Announced wanted =
                new Announced(config.keys().get(), port.isPresent() ? Optional.of(port.getAsInt()) : Optional.empty());
        boolean anew = all || !announced.sameAs(wanted);
        announced = wanted;
        Map<String, Link> current = links.byName();
        stations.entrySet().removeIf(entry -> {
            Link link = current.get(entry.getKey());
            boolean stays = !anew && link != null && entry.getValue().serves(link, now);
            if (!stays) {
                retire(entry.getValue());
            }
            return !stays;
        });
        current.forEach((name, link) -> {
            Station station = stations.computeIfAbsent(name, absent -> station(link, now));
            station.open(now);
        });
        listening = stations.values().stream().map(Station::describe).toList();
    }

    private Station station(Link link, long now) {
        pulse.busy();
        long until = now + ROTATION_MILLIS + config.random().nextInt(ROTATION_SPREAD_MILLIS);
        Names names = Names.random(config.random());
        return new Station(link, names, Responder.KITH, announced.under(names, inviting), until);
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
