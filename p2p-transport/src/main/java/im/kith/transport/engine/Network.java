package im.kith.transport.engine;

import im.kith.core.account.Device;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.Doorkeeper;
import im.kith.core.device.Introduction;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Input;
import im.kith.transport.discovery.Discovery;
import im.kith.transport.discovery.DiscoveryConfig;
import im.kith.transport.discovery.DiscoveryKeys;
import im.kith.transport.discovery.DiscoveryListener;
import im.kith.transport.discovery.LocalAddresses;
import im.kith.transport.discovery.Sighting;
import im.kith.transport.net.Dialer;
import im.kith.transport.net.Endpoint;
import im.kith.transport.net.EndpointConfig;
import im.kith.transport.net.Link;
import im.kith.transport.net.Timings;
import im.kith.transport.net.TlsIdentity;
import im.kith.transport.wire.ByeReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device on the network: it listens, announces itself, finds the account's other devices, and keeps connected with them.
 */
public final class Network implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    private static final long LOOK_SECONDS = 2;

    /** How often to see whether history is old enough to be forgotten (R13). */
    private static final long TRIM_HOURS = 24;

    /** What the network's threads need to know of the account, as it was after the last change of the ledger. */
    private record Known(
            Map<Bytes, List<DeviceId>> byTlsKey,
            List<Bytes> keys,
            List<DeviceId> others,
            boolean member,
            Doorkeeper doorkeeper) {
        static Known of(im.kith.core.device.Device device) {
            Ledger ledger = device.ledger();
            Map<Bytes, List<DeviceId>> byTlsKey = new HashMap<>();
            for (Device each : ledger.devices()) {
                byTlsKey.put(
                        each.keys().tlsKeyHash(),
                        ledger.byTlsKey(each.keys().tlsKeyHash()).stream()
                                .map(Device::id)
                                .toList());
            }
            List<DeviceId> others = ledger.members().stream()
                    .filter(id -> !id.equals(device.me()))
                    .toList();
            return new Known(
                    Map.copyOf(byTlsKey),
                    List.copyOf(device.discoveryKeys()),
                    others,
                    device.isMember(),
                    device.doorkeeper());
        }
    }

    private final DeviceThread device;
    private final NetworkOptions options;
    private final ScheduledExecutorService timer;
    private final PassCounter counter = new PassCounter();
    private final Connections connections;
    private final Endpoint endpoint;
    private final Dialer dialer;
    private final Optional<Discovery> discovery;
    private final TlsIdentity identity;
    private volatile Known known;
    private volatile List<InetAddress> addresses;

    private Network(
            DeviceThread device,
            TlsIdentity identity,
            NetworkOptions options,
            InstantSource clock,
            SecureRandom random,
            Known known,
            DeviceId me)
            throws IOException {
        this.device = device;
        this.identity = identity;
        this.options = options;
        this.known = known;
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "kith-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.connections = new Connections(device, timer, clock, counter, this::heed);
        this.addresses = LocalAddresses.of(options.interfaces());
        // before anybody can connect: the first frames to a link would be lost
        device.connect(connections, connections::restart);
        this.endpoint = Endpoint.start(
                new EndpointConfig(
                        Optional.of(me),
                        identity,
                        hash -> this.known.byTlsKey().getOrDefault(hash, List.of()),
                        this::introduced,
                        () -> this.known.keys(),
                        addresses,
                        options.port(),
                        random,
                        Timings.STANDARD),
                connections);
        this.dialer = endpoint.dialer(random);
        options.peers().forEach(peer -> dialer.peer(peer.getHostString(), peer.getPort()));
        this.discovery = options.mdns() ? Optional.of(discovery(random)) : Optional.empty();
    }

    private Discovery discovery(SecureRandom random) {
        DiscoveryListener heard = new DiscoveryListener() {
            @Override
            public void sighted(Sighting sighting) {
                if (sighting.kind() == Sighting.Kind.MEMBER) {
                    dialer.sighted(sighting.instance(), sighting.addresses());
                }
            }

            @Override
            public void lost(Sighting sighting) {
                dialer.unsighted(sighting.instance());
            }
        };
        return new Discovery(new DiscoveryConfig(options.interfaces(), this::discoveryKeys, this::port, random), heard);
    }

    private DiscoveryKeys discoveryKeys() {
        List<Bytes> keys = known.keys();
        return keys.isEmpty()
                ? DiscoveryKeys.none()
                : new DiscoveryKeys(
                        Optional.of(keys.get(0)),
                        keys.stream().skip(1).limit(16).toList());
    }

    private OptionalInt port() {
        int port = endpoint.port();
        return port == 0 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /**
     * Brings {@code device} on the network.
     *
     * @throws IOException if it cannot listen where {@code options} say
     */
    public static Network start(
            DeviceThread device, TlsIdentity identity, NetworkOptions options, InstantSource clock, SecureRandom random)
            throws IOException {
        Known known = device.submit(Known::of).join();
        DeviceId me = device.submit(owned -> owned.me()).join();
        Network network;
        boolean done = false;
        try {
            network = new Network(device, identity, options, clock, random, known, me);
            done = true;
        } finally {
            if (!done) {
                device.disconnect();
            }
        }
        network.learn();
        RememberedAddresses.of(device).forEach(network.dialer::remembered);
        network.discovery.ifPresent(Discovery::start);
        var unused = network.timer.scheduleWithFixedDelay(network::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        var unusedToo = network.timer.scheduleWithFixedDelay(network::trim, 1, TRIM_HOURS * 60, TimeUnit.MINUTES);
        return network;
    }

    /** A successor that this device has not heard of shows who admitted it: that is taken before its first frame. */
    private Optional<DeviceId> introduced(Bytes keyHash, Bytes shown) {
        Optional<Introduction> introduction = known.doorkeeper().judge(keyHash, shown);
        introduction.ifPresent(each -> {
            device.submit(owned -> {
                        owned.handle(new Input.LocalStatements(each.fresh()));
                        known = Known.of(owned);
                        return true;
                    })
                    .join();
        });
        return introduction
                .map(each -> each.device())
                .filter(id -> known.byTlsKey().containsKey(keyHash));
    }

    private void learn() {
        var unused = device.submit(owned -> {
            Known before = known;
            known = Known.of(owned);
            if (!known.keys().equals(before.keys())) {
                // a new discovery key: other announcements, at once
                discovery.ifPresent(Discovery::refresh);
            }
            return true;
        });
    }

    private void trim() {
        var unused = device.submit(owned -> {
            owned.handle(new Input.Trim());
            return true;
        });
    }

    /** Follows the network's changes: cables, sleep, other addresses. */
    private void look() {
        try {
            List<InetAddress> now = LocalAddresses.of(options.interfaces());
            if (!now.equals(addresses)) {
                dialer.hurry();
                endpoint.listenOn(now);
                // only now: an address that is still being checked for duplicates can be listened on the next time
                addresses = now;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("listening on the new addresses: {}", e.getMessage());
        }
    }

    private void heed(DeviceEvent event) {
        if (event instanceof DeviceEvent.LedgerChanged) {
            learn();
        } else if (event instanceof DeviceEvent.Passed passed) {
            // the other has our newest discovery key now
            learn();
            connections.links().stream()
                    .filter(link -> link.outbound() && link.peer().equals(passed.peer()))
                    .findAny()
                    .ifPresent(link -> RememberedAddresses.remember(device, link.peer(), link.remote()));
        }
        device.audience().event(event);
    }

    /** The port listened on; 0 if nothing is. */
    public int listeningPort() {
        return endpoint.port();
    }

    /** How this device is on the network. */
    public NetworkOptions options() {
        return options;
    }

    /** The addresses listened on. */
    public List<InetAddress> listening() {
        return addresses;
    }

    /** The devices that are connected now, and where. */
    public Map<DeviceId, InetSocketAddress> connected() {
        return connections.links().stream()
                .filter(link -> endpoint.connected(link.peer()))
                .collect(Collectors.toMap(Link::peer, Link::remote, (one, other) -> one));
    }

    /** The devices that could not be spoken with because their protocol is another one, and what to say after their names. */
    public Map<DeviceId, String> incompatible() {
        return connections.incompatible();
    }

    /** Whether this device is a member, as far as it knows. */
    boolean isMember() {
        return known.member();
    }

    /** The members beside this device. */
    List<DeviceId> others() {
        return known.others();
    }

    PassCounter.Totals totals() {
        return counter.totals();
    }

    /** Closes the links with {@code devices}, so that a new pass begins with each that answers. */
    void renew(Collection<DeviceId> devices) {
        connections.links().stream()
                .filter(link -> devices.contains(link.peer()))
                .forEach(link -> link.close(ByeReason.RESTART, "a new pass is wanted"));
        hurry();
    }

    /** Looks for everybody anew, now. */
    void hurry() {
        discovery.ifPresent(Discovery::refresh);
        dialer.hurry();
    }

    /** Where the user, or an invitation, says that a device is. */
    public void peer(String host, int port) {
        dialer.peer(host, port);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    TlsIdentity identity() {
        return identity;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    void inviting(boolean now) {
        discovery.ifPresent(d -> d.inviting(now));
    }

    /** Leaves the network, within two seconds; the device stays open. */
    @Override
    public void close() {
        timer.shutdownNow();
        dialer.close();
        discovery.ifPresent(Discovery::close);
        endpoint.close();
        device.disconnect();
    }
}
