package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import im.kith.core.account.DeviceName;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.device.Founding;
import im.kith.core.octets.MalformedException;
import im.kith.storage.Home;
import im.kith.storage.HomeAccess;
import im.kith.transport.discovery.Discovery;
import im.kith.transport.discovery.DiscoveryConfig;
import im.kith.transport.discovery.DiscoveryKeys;
import im.kith.transport.discovery.Sighting;
import im.kith.transport.engine.Joining;
import im.kith.transport.engine.PairingException;
import im.kith.transport.pairing.PairingCode;
import im.kith.transport.pairing.PairingFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A home that is not there yet: an account is founded in it, or the device joins one. */
final class NewHome implements Service {

    private static final Duration LOOK = Duration.ofSeconds(15);
    private static final Duration OTHERS = Duration.ofSeconds(1);
    private static final Duration FIRST_PASS = Duration.ofSeconds(60);

    private final HomeAccess access;

    NewHome(HomeAccess access) {
        this.access = access;
    }

    @Override
    public JsonElement call(String operation, JsonObject given, Consumer<JsonObject> out) throws Failure {
        try {
            return switch (operation) {
                case "init" -> found(new Parameters(given));
                case "join" -> join(new Parameters(given));
                case "vacant" -> vacant();
                case "restore" ->
                    new RestoreCall(access).run(new Parameters(given), deviceName(new Parameters(given)), out);
                default -> throw Failure.of(Kind.NOT_FOUND, "no account here yet", "kith init founds one.");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.NETWORK, "interrupted").causedBy(e);
        } catch (Exception e) {
            throw Failures.of(e);
        }
    }

    private JsonElement found(Parameters given) throws Exception {
        if (given.flag("refound")) {
            throw Failure.of(Kind.NOT_FOUND, "no account here to take contacts from", "kith init founds one.");
        }
        try (Kith kith = Kith.found(access, deviceName(given), givenJid(given))) {
            return described(kith);
        }
    }

    static Optional<String> givenJid(Parameters given) throws Failure {
        Optional<String> jid = given.text("jid");
        if (jid.isPresent()) {
            Identity checked = jid(jid.get());
            jid = Optional.of(checked.value());
        }
        return jid;
    }

    private static Identity jid(String text) throws Failure {
        try {
            return Identity.jid(text);
        } catch (InvalidInputException e) {
            throw Failure.of(Kind.BAD_INPUT, Failures.message(e), "An address looks like romeo@example.net.");
        }
    }

    static JsonObject described(Kith kith) throws Exception {
        return kith.call(device -> {
            JsonObject json = new JsonObject();
            json.addProperty("account", device.accountJid());
            json.add("device", DeviceCalls.self(device));
            return json;
        });
    }

    private static String deviceName(Parameters given) throws Failure {
        return checked(givenName(given).orElseGet(NewHome::hostName));
    }

    /** The name given for this device, if one was. */
    static Optional<String> givenName(Parameters given) throws Failure {
        Optional<String> name = given.text("name").map(String::strip);
        return name.isPresent() ? Optional.of(checked(name.get())) : name;
    }

    private static String checked(String name) throws Failure {
        if (!DeviceName.isValid(name)) {
            throw Failure.of(
                    Kind.BAD_INPUT,
                    "a device cannot have this name",
                    "Some visible characters, 255 octets at most: --name");
        }
        return name;
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.isBlank() ? "device" : name;
        } catch (UnknownHostException e) {
            return "device";
        }
    }

    private JsonElement vacant() throws Failure {
        if (new Home(access.directory()).exists()) {
            throw Failure.of(Kind.EXISTS, "this home has an account already", "Another home: --home DIR");
        }
        return new JsonObject();
    }

    private JsonElement join(Parameters given) throws Exception {
        vacant();
        PairingCode code;
        try {
            code = PairingCode.parse(given.required("code"));
        } catch (MalformedException e) {
            throw Failure.of(Kind.BAD_INPUT, Failures.message(e), "kith device invite shows a code of 8 digits.");
        }
        Optional<InetSocketAddress> peer = given.text("peer").map(NetworkCalls::peer);
        List<InetSocketAddress> addresses = peer.isPresent() ? resolved(peer.get()) : lookForInviter();
        Founding founding;
        InetSocketAddress by;
        try (Joining joining = new Joining(code, deviceName(given), Clock.systemUTC(), access.random())) {
            Joined joined = first(joining, addresses);
            founding = joined.founding();
            by = joined.by();
        }
        try (Kith kith = Kith.make(access, founding)) {
            Engine engine = new Engine(kith, access.random());
            JsonObject json = described(kith);
            engine.network().firstPass(by, FIRST_PASS);
            int contacts = kith.call(device -> device.book().contactCount());
            json.addProperty("contacts", contacts);
            return json;
        }
    }

    private record Joined(Founding founding, InetSocketAddress by) {}

    private static Joined first(Joining joining, List<InetSocketAddress> addresses)
            throws IOException, PairingException, InterruptedException {
        IOException last = new IOException("no address to dial");
        for (InetSocketAddress address : addresses) {
            try {
                return new Joined(joining.by(address), address);
            } catch (IOException e) {
                last = e;
            } catch (PairingException e) {
                if (e.kind() != PairingFailure.Kind.DISCONNECTED) {
                    throw e;
                }
                last = new IOException("the inviting device ended the connection", e);
            }
        }
        throw last;
    }

    private static List<InetSocketAddress> resolved(InetSocketAddress peer) throws Failure {
        try {
            List<InetSocketAddress> all = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(peer.getHostString())) {
                all.add(new InetSocketAddress(address, peer.getPort()));
            }
            return all;
        } catch (UnknownHostException e) {
            throw Failure.of(Kind.NETWORK, "no address for " + peer.getHostString())
                    .causedBy(e);
        }
    }

    /** Where the one device that invites now is. */
    private List<InetSocketAddress> lookForInviter() throws Failure, InterruptedException {
        DiscoveryConfig config =
                new DiscoveryConfig(Set.of(), DiscoveryKeys::none, OptionalInt::empty, access.random());
        try (Discovery discovery = new Discovery(config, sighting -> {})) {
            discovery.start();
            long deadline = System.nanoTime() + LOOK.toNanos();
            List<Sighting> inviters = inviters(discovery);
            while (inviters.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(50);
                inviters = inviters(discovery);
            }
            if (inviters.isEmpty()) {
                throw Failure.of(
                        Kind.NETWORK,
                        "no inviting device was found on this network",
                        "Run kith device invite there, on the same network; or say where it is: --peer HOST:PORT");
            }
            Thread.sleep(OTHERS.toMillis());
            return addresses(inviters(discovery));
        }
    }

    private static List<Sighting> inviters(Discovery discovery) {
        return discovery.sightings().stream()
                .filter(sighting -> sighting.kind() == Sighting.Kind.INVITING)
                .toList();
    }

    private static List<InetSocketAddress> addresses(List<Sighting> inviters) throws Failure {
        long most = inviters.stream()
                .collect(Collectors.groupingBy(Sighting::networkInterface, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        List<InetSocketAddress> all = inviters.stream()
                .flatMap(sighting -> sighting.addresses().stream())
                .sorted(Comparator.comparing(address -> address.getAddress().getAddress().length))
                .toList();
        if (most > 1) {
            throw Failure.of(
                    Kind.AMBIGUOUS,
                    most + " devices are inviting on this network: "
                            + all.stream().map(DeviceCalls::text).collect(Collectors.joining(", ")),
                    "Say which one: --peer HOST:PORT");
        }
        return all;
    }

    @Override
    public void close() {
        // nothing is open between calls
    }
}
