package im.kith.transport.engine;

import static im.kith.core.contacts.AddressBook.Sort.NAME;
import static org.awaitility.Awaitility.await;

import im.kith.Kith;
import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Founding;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Machines with real homes below a directory, on the loopback interface. */
final class Machines {

    static final Set<String> LOOPBACK = Set.of("127.0.0.1");
    static final NetworkOptions MDNS = new NetworkOptions(0, LOOPBACK, true, List.of());
    static final NetworkOptions SILENT = new NetworkOptions(0, LOOPBACK, false, List.of());

    private final Path directory;
    private final SecureRandom random = new SecureRandom();
    private final List<Machine> all = new ArrayList<>();

    Machines(Path directory) {
        this.directory = directory;
    }

    /** One machine: its home, and the device in it while it is on. */
    final class Machine implements Consumer<DeviceEvent> {
        final List<DeviceEvent> events = new CopyOnWriteArrayList<>();
        final HomeAccess access;
        private @Nullable Kith kith;
        volatile @Nullable Pass pass;

        private Machine(String name) {
            access = new HomeAccess(
                    directory.resolve(name),
                    directory.resolve(name + "-state"),
                    "test",
                    Duration.ofSeconds(5),
                    Passphrase.NONE,
                    random);
            all.add(this);
        }

        Kith kith() {
            return Objects.requireNonNull(kith);
        }

        Network network() {
            return kith().network().orElseThrow();
        }

        DeviceId id() throws Exception {
            return kith().call(Device::me);
        }

        Network connect(NetworkOptions options) throws Exception {
            kith().subscribe(this);
            return kith().connect(options);
        }

        @Override
        public void accept(DeviceEvent event) {
            events.add(event);
            Pass running = pass;
            if (running != null) {
                running.accept(event);
            }
        }

        void make(Founding founding) throws Exception {
            kith = Kith.make(access, founding);
        }

        void stop() throws Exception {
            if (kith != null) {
                kith.close();
                kith = null;
            }
        }

        void restart() throws Exception {
            stop();
            events.clear();
            kith = Kith.open(access);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), network().listeningPort());
        }

        /** Options to be found by nobody, and to look for {@code other} only. */
        NetworkOptions towards(Machine other) {
            InetSocketAddress peer = InetSocketAddress.createUnresolved(
                    "127.0.0.1", other.network().listeningPort());
            return new NetworkOptions(0, LOOPBACK, false, List.of(peer));
        }

        void add(String name) throws Exception {
            Draft draft = new Draft(
                    Optional.of(name), List.of(new Identity("jid", name + "@example.org")), List.of(), List.of());
            write(device -> planner(device).add(draft));
        }

        void edit(ContactEdit edit) throws Exception {
            write(device -> planner(device).edit(device.book().list(NAME).get(0).id(), edit));
        }

        private void write(DeviceThread.Task<Outcome> plan) throws Exception {
            kith().call(device -> {
                device.write(((Outcome.Plan) plan.run(device)).writes());
                return true;
            });
        }

        List<String> names() throws Exception {
            return kith().call(device -> device.book().list(NAME).stream()
                    .map(view -> view.contact().name().orElse(""))
                    .toList());
        }

        void shows(String... names) {
            await().atMost(Duration.ofSeconds(30)).until(() -> names().equals(List.of(names)));
        }

        void connectedWith(Machine... others) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> network().connected().size() == others.length);
        }

        Pass.Report pass(Duration patience) throws Exception {
            Pass fresh = new Pass();
            pass = fresh;
            return fresh.run(network(), patience);
        }
    }

    private Planner planner(Device device) {
        return new Planner(device.book(), Privacy.DEFAULT, random);
    }

    Machine found(String name) throws Exception {
        Machine machine = new Machine(name);
        machine.kith = Kith.found(machine.access, name, Optional.empty());
        return machine;
    }

    /** A machine without a home. */
    Machine bare(String name) {
        return new Machine(name);
    }

    /** A second device, admitted by {@code host} without a pairing. */
    Machine join(Machine host, String name) throws Exception {
        String jid = host.kith().call(Device::accountJid);
        AccountId account = host.kith().call(Device::account);
        DeviceIdentity identity = DeviceIdentity.generate(jid, Instant.now(), random);
        host.kith().call(device -> device.admit(Founding.request(identity, account, name)));
        List<Statement> statements = host.kith().call(device -> device.ledger().without(List.of()));
        Machine machine = new Machine(name);
        machine.make(Founding.join(identity, account, statements, Instant.now(), random));
        return machine;
    }

    SecureRandom random() {
        return random;
    }

    void close() throws Exception {
        for (Machine machine : all) {
            machine.stop();
        }
    }
}
