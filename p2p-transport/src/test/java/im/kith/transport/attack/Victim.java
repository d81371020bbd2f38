package im.kith.transport.attack;

import static im.kith.core.contacts.AddressBook.Sort.NAME;
import static org.awaitility.Awaitility.await;

import im.kith.Kith;
import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Founding;
import im.kith.core.replica.ReplicaId;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import im.kith.transport.engine.Network;
import im.kith.transport.engine.NetworkOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An honest device, whole: a home on the disk, and on the network of the loopback interface. */
final class Victim {

    static final SecureRandom RANDOM = new SecureRandom();
    static final Duration PATIENCE = Duration.ofSeconds(45);

    final List<DeviceEvent> events = new CopyOnWriteArrayList<>();
    private final HomeAccess access;
    private Kith kith;

    private Victim(HomeAccess access, Kith kith) {
        this.access = access;
        this.kith = kith;
    }

    private static HomeAccess access(Path directory, String name) {
        return new HomeAccess(
                directory.resolve(name),
                directory.resolve(name + "-state"),
                "test",
                Duration.ofSeconds(5),
                Passphrase.NONE,
                RANDOM);
    }

    /** The first device of an account, without a network yet. */
    static Victim found(Path directory, String name) throws Exception {
        HomeAccess access = access(directory, name);
        return new Victim(access, Kith.found(access, name, Optional.empty()));
    }

    /** Another honest device, admitted by this one without a pairing. */
    Victim admit(Path directory, String name) throws Exception {
        String jid = kith.call(Device::accountJid);
        AccountId account = kith.call(Device::account);
        DeviceIdentity identity = DeviceIdentity.generate(jid, Instant.now(), RANDOM);
        kith.call(device -> device.admit(Founding.request(identity, account, name)));
        return joined(directory, name, Founding.join(identity, account, statements(), Instant.now(), RANDOM));
    }

    static Victim joined(Path directory, String name, Founding founding) throws Exception {
        HomeAccess access = access(directory, name);
        return new Victim(access, Kith.make(access, founding));
    }

    List<Statement> statements() throws Exception {
        return kith.call(device -> device.ledger().without(List.of()));
    }

    Kith kith() {
        return kith;
    }

    DeviceId id() throws Exception {
        return kith.call(Device::me);
    }

    ReplicaId replica() throws Exception {
        return kith.call(device -> device.replica().id());
    }

    Network network() {
        return kith.network().orElseThrow();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), network().listeningPort());
    }

    /** Goes on the network, found by nobody, looking for {@code peers} only. */
    Victim connect(InetSocketAddress... peers) throws Exception {
        List<InetSocketAddress> unresolved = List.of(peers).stream()
                .map(peer -> InetSocketAddress.createUnresolved("127.0.0.1", peer.getPort()))
                .toList();
        kith.subscribe(events::add);
        kith.connect(new NetworkOptions(0, Set.of("127.0.0.1"), false, unresolved));
        return this;
    }

    /** Goes on the network and is found by multicast. */
    Victim announce() throws Exception {
        kith.subscribe(events::add);
        kith.connect(new NetworkOptions(0, Set.of("127.0.0.1"), true, List.of()));
        return this;
    }

    void add(String name) throws Exception {
        Draft draft =
                new Draft(Optional.of(name), List.of(new Identity("jid", name + "@example.org")), List.of(), List.of());
        kith.call(device -> {
            Planner planner = new Planner(device.book(), Privacy.DEFAULT, RANDOM);
            device.write(((Outcome.Plan) planner.add(draft)).writes());
            return true;
        });
    }

    List<String> names() throws Exception {
        return kith.call(device -> device.book().list(NAME).stream()
                .map(view -> view.contact().name().orElse(""))
                .toList());
    }

    void shows(String... names) {
        await().atMost(PATIENCE).until(() -> names().equals(List.of(names)));
    }

    void connectedWith(int devices) {
        await().atMost(PATIENCE).until(() -> network().connected().size() == devices);
    }

    /** Codes of the warnings told so far. */
    List<String> warnings() {
        return events.stream()
                .filter(event -> event instanceof DeviceEvent.Warning)
                .map(event -> ((DeviceEvent.Warning) event).what())
                .toList();
    }

    void restart() throws Exception {
        kith.close();
        events.clear();
        kith = Kith.open(access);
    }

    void close() throws Exception {
        kith.close();
    }
}
