package im.kith.transport.discovery;

import im.kith.transport.discovery.ServiceConfig.Offer;
import im.kith.transport.discovery.Station.Service;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Announces a service that is not kith's own, under a name that people are to recognise, and tells what others announce of
 * its type.
 *
 * <p>On every link as {@link Discovery} does, with responders of its own, so that nothing on the wire has kith's random names
 * beside the one that stays. A name that somebody else has is given up for another one, on that link.
 */
public final class ServiceDiscovery implements AutoCloseable {

    private static final int ORDERLY_NAMES = 8;
    private static final int MORE_NAMES = 1_000_000;

    /** Told on a thread of its own, which must not be held up, whenever something changed. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Takes all that there is now, {@value Heard#MAX} at most of each link and address family.
         *
         * @param own this device's names by network interface
         */
        void present(List<FoundService> found, Map<String, String> own);
    }

    private record Key(String link, String instance) {}

    private final ServiceConfig config;
    private final Listener listener;
    private final Links links;
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Pulse pulse;
    private Optional<Integer> port = Optional.empty();
    private Map<String, String> toldOwn = Map.of();
    private List<FoundService> toldFound = List.of();

    public ServiceDiscovery(ServiceConfig config, Listener listener) {
        this.config = config;
        this.listener = listener;
        this.links = new Links(config.interfaces());
        this.pulse = new Pulse("kith" + config.type(), this::step, () -> false);
    }

    /** Begins; returns at once. */
    public void start() {
        pulse.start();
    }

    /** Asks the network anew: somebody is missed. */
    public void refresh() {
        pulse.run(pulse::refresh);
    }

    /** Says good-bye and ends within half a second. */
    @Override
    public void close() {
        pulse.close(() -> {
            stations.values().forEach(Station::close);
            stations.clear();
        });
    }

    private void step(Pulse.Beat beat) {
        if (beat.refreshed()) {
            stations.values().forEach(Station::refresh);
        }
        if (beat.linksDue()) {
            replaceStations(beat.slept(), beat.now());
        }
        stations.values().forEach(station -> station.speak(beat.now()));
        tell(beat.now());
    }

    private void replaceStations(boolean all, long now) {
        Optional<Offer> offer = config.offer().get();
        boolean anew = all || !offer.map(Offer::port).equals(port);
        port = offer.map(Offer::port);
        Map<String, Link> current = links.byName();
        current.replaceAll((name, link) -> link.overIpv4());
        stations.entrySet().removeIf(entry -> {
            Station station = entry.getValue();
            Link link = current.get(entry.getKey());
            boolean stays = !anew && link != null && station.serves(link, now);
            if (!stays) {
                if (station.isNameTaken()) {
                    names.merge(entry.getKey(), 1, Integer::sum);
                }
                station.close();
            }
            return !stays;
        });
        names.keySet().retainAll(current.keySet());
        current.forEach((name, link) -> {
            Station station = stations.computeIfAbsent(name, absent -> station(link, offer));
            offer.ifPresent(wanted -> station.update(wanted.txt()));
            station.open(now);
        });
    }

    private Station station(Link link, Optional<Offer> offer) {
        pulse.busy();
        int tried = names.getOrDefault(link.name(), 0);
        int choice = tried < ORDERLY_NAMES ? tried : config.random().nextInt(MORE_NAMES);
        Names called = Names.called(config.name().apply(choice), config.random());
        Optional<Service> service = offer.map(it -> new Service(it.port(), it.txt()));
        return new Station(link, called, config.domain(), service, Long.MAX_VALUE);
    }

    private void tell(long now) {
        Map<String, String> own = new LinkedHashMap<>();
        Map<Key, FoundService> found = new LinkedHashMap<>();
        for (Station station : stations.values()) {
            if (port.isPresent()) {
                own.put(station.link().name(), station.instance());
            }
            for (Neighbours.On on : station.heard()) {
                if (on.heard().at() > now - Neighbours.EXPIRY_MILLIS && !isOwn(on.heard())) {
                    add(found, on);
                }
            }
        }
        List<FoundService> all = List.copyOf(found.values());
        if (!all.equals(toldFound) || !own.equals(toldOwn)) {
            toldFound = all;
            toldOwn = Map.copyOf(own);
            listener.present(all, toldOwn);
        }
    }

    /** This device's own announcement, heard on whatever link: somebody else may well have its name on another one. */
    private boolean isOwn(Heard heard) {
        return port.equals(Optional.of(heard.port()))
                && heard.addresses().stream()
                        .allMatch(address -> stations.values().stream()
                                .flatMap(station -> station.link().subnets().stream())
                                .anyMatch(subnet -> same(subnet.address(), address)));
    }

    private static boolean same(InetAddress one, InetAddress other) {
        return Arrays.equals(one.getAddress(), other.getAddress());
    }

    private static void add(Map<Key, FoundService> found, Neighbours.On on) {
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (InetAddress address : on.heard().addresses()) {
            on.link()
                    .onLink(address)
                    .ifPresent(onLink -> addresses.add(
                            new InetSocketAddress(onLink, on.heard().port())));
        }
        String link = on.link().name();
        Key key = new Key(link, on.heard().instance().toLowerCase(Locale.ROOT));
        if (!addresses.isEmpty()) {
            FoundService service =
                    new FoundService(on.heard().instance(), on.heard().txt(), addresses, link);
            found.merge(key, service, ServiceDiscovery::united);
        }
    }

    /** The same announcement heard over IPv4 and IPv6. */
    private static FoundService united(FoundService one, FoundService other) {
        List<InetSocketAddress> addresses = new ArrayList<>(one.addresses());
        addresses.addAll(other.addresses());
        return new FoundService(other.instance(), other.txt(), Set.copyOf(addresses), one.networkInterface());
    }
}
