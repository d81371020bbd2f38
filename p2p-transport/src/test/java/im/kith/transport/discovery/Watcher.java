package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import im.kith.transport.discovery.Sighting.Kind;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A discovery on 127.0.0.1 that keeps what its listener was told. */
final class Watcher implements AutoCloseable, DiscoveryListener {

    final List<Sighting> sighted = new CopyOnWriteArrayList<>();
    final List<Sighting> lost = new CopyOnWriteArrayList<>();
    final AtomicReference<DiscoveryKeys> keys;
    final int port;
    final Discovery discovery;

    private Watcher(DiscoveryKeys keys, int port, Set<String> interfaces) {
        this.keys = new AtomicReference<>(keys);
        this.port = port;
        OptionalInt announced = port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
        discovery = new Discovery(
                new DiscoveryConfig(interfaces, this.keys::get, () -> announced, new SecureRandom()), this);
    }

    static Watcher member(Bytes key, int port) {
        return new Watcher(DiscoveryKeys.of(key), port, Set.of("127.0.0.1")).start();
    }

    static Watcher joiner() {
        return new Watcher(DiscoveryKeys.none(), 0, Set.of("127.0.0.1")).start();
    }

    private Watcher start() {
        discovery.start();
        return this;
    }

    boolean sees(Kind kind, int atPort) {
        return discovery.sightings().stream()
                .anyMatch(sighting -> sighting.kind() == kind
                        && sighting.addresses().stream().anyMatch(address -> address.getPort() == atPort));
    }

    List<String> instances() {
        return discovery.sightings().stream().map(Sighting::instance).toList();
    }

    @Override
    public void sighted(Sighting sighting) {
        sighted.add(sighting);
    }

    @Override
    public void lost(Sighting sighting) {
        lost.add(sighting);
    }

    @Override
    public void close() {
        discovery.close();
    }
}
