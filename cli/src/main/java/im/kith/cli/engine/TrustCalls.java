package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust.Standing;
import im.kith.core.device.Device;
import im.kith.core.device.Revocations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations on who is a member: revoking, acknowledging, new secrets, a new account. */
final class TrustCalls {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long to hand a revocation on when no daemon does it later. */
    private static final Duration HANDING_ON = Duration.ofSeconds(5);

    private final Kith kith;
    private final Events events;
    private final DeviceCalls devices;
    private final NetworkCalls network;

    TrustCalls(Kith kith, Events events, DeviceCalls devices, NetworkCalls network) {
        this.kith = kith;
        this.events = events;
        this.devices = devices;
        this.network = network;
    }

    /** Refuses on a device that is out, saying by whom. */
    static void requireMember(Device device) throws Failure {
        if (!device.isMember()) {
            boolean suspended = device.ledger().standing(device.me()).equals(Optional.of(Standing.SUSPENDED));
            throw Failure.of(
                    Kind.REFUSED,
                    Revocations.ofThisDevice(device.ledger()).orElse("this device is no member of the account"),
                    (suspended ? "kith status shows what to decide. " : "")
                            + "To be a member again, join anew in another home (kith --home DIR join CODE). kith init"
                            + " --refound makes a new account of what is here.");
        }
    }

    void requireMember() throws Exception {
        var unused = kith.call(device -> {
            requireMember(device);
            return true;
        });
    }

    /** Whom a revocation is about. */
    private record Wanted(List<DeviceId> targets, Set<DeviceId> reinstated, Set<DeviceId> others) {}

    JsonElement revoke(Parameters given) throws Exception {
        List<String> refs = given.texts("refs");
        List<String> reinstate = given.texts("reinstate");
        Wanted wanted = kith.call(device -> wanted(device, refs, reinstate));
        if (!given.flag("now") && !wanted.others().isEmpty() && !network.passWithOneOf(wanted.others(), PATIENCE)) {
            requireMember();
            throw Failure.of(
                    Kind.NETWORK,
                    "no other device was reached first, to learn what it has of the one to be revoked",
                    "Start one of them on this network (kith up there); or revoke without: kith device revoke "
                            + String.join(" ", refs) + " --now");
        }
        kith.call(device -> {
            requireMember(device);
            return device.revoke(wanted.targets(), wanted.reinstated());
        });
        if (!events.isDaemon() && kith.network().isPresent() && !wanted.others().isEmpty()) {
            network.passWithOneOf(wanted.others(), HANDING_ON);
        }
        return devices.described(wanted.targets());
    }

    private static Wanted wanted(Device device, List<String> refs, List<String> reinstate) throws Failure {
        requireMember(device);
        Set<DeviceId> targets = new LinkedHashSet<>();
        for (String ref : refs) {
            targets.add(target(device, ref, !reinstate.isEmpty()));
        }
        Set<DeviceId> reinstated = new LinkedHashSet<>();
        for (String ref : reinstate) {
            reinstated.add(DeviceCalls.find(device, ref));
        }
        Set<DeviceId> others = new HashSet<>(device.ledger().members());
        others.remove(device.me());
        others.removeAll(targets);
        return new Wanted(new ArrayList<>(targets), reinstated, others);
    }

    /** @param again whether one that is out already will do */
    private static DeviceId target(Device device, String ref, boolean again) throws Failure {
        DeviceId id = DeviceCalls.find(device, ref);
        String name = DeviceCalls.name(device, id);
        if (id.equals(device.me())) {
            throw Failure.of(
                    Kind.BAD_INPUT,
                    "a device cannot revoke itself",
                    "Run kith device revoke on another one; or, if this is the only one, delete the home.");
        }
        if (!again && device.ledger().standing(id).equals(Optional.of(Standing.OUT))) {
            String how = Revocations.of(device.ledger(), id)
                    .map(revoked -> " " + revoked.text())
                    .orElse(", since who admitted it was revoked");
            throw Failure.of(
                    Kind.EXISTS,
                    name + " is revoked already" + how,
                    "kith device list shows who is a member; --reinstate REF takes back a revocation that it had made.");
        }
        return id;
    }

    /** Whom the devices had admitted, and whom they alone have revoked: what the user is to be asked about before. */
    JsonElement consequences(Parameters given) throws Exception {
        List<String> refs = given.texts("refs");
        List<String> reinstate = given.texts("reinstate");
        return kith.call(device -> {
            List<DeviceId> targets = wanted(device, refs, reinstate).targets();
            JsonObject json = new JsonObject();
            json.add("admitted", array(device.admittedBy(targets), targets));
            json.add("revoked", array(device.revokedBy(targets), targets));
            return json;
        });
    }

    private static JsonArray array(List<im.kith.core.account.Device> some, List<DeviceId> but) {
        JsonArray array = new JsonArray();
        some.stream().filter(each -> !but.contains(each.id())).forEach(each -> {
            JsonObject json = new JsonObject();
            json.addProperty("id", each.id().toString());
            json.addProperty("name", each.name());
            array.add(json);
        });
        return array;
    }

    JsonElement acknowledge(Parameters given) throws Exception {
        String ref = given.required("ref");
        DeviceId id = kith.call(device -> {
            DeviceId found = DeviceCalls.find(device, ref);
            device.acknowledge(found);
            return found;
        });
        return devices.described(List.of(id));
    }

    JsonElement rotate() throws Exception {
        DeviceId me = kith.call(device -> {
            requireMember(device);
            device.rotate();
            return device.me();
        });
        return devices.described(List.of(me));
    }

    /** A new account in this home; this service is of no use afterwards. */
    JsonElement refound(Parameters given) throws Exception {
        if (events.isDaemon()) {
            throw Failure.of(
                    Kind.BUSY, "the daemon has this home open", "kith down; then kith init --refound; then kith up.");
        }
        Optional<String> name = NewHome.givenName(given);
        Optional<String> jid = NewHome.givenJid(given);
        try (Kith fresh = kith.refound(name, jid)) {
            return NewHome.described(fresh);
        }
    }
}
