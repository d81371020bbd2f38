package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.account.DeviceId;
import im.kith.core.account.DeviceName;
import im.kith.core.account.Trust;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.device.Device;
import im.kith.core.device.Revocations;
import im.kith.storage.Passphrase;
import im.kith.transport.engine.Network;
import im.kith.transport.linklocal.LinkLocal;
import im.kith.transport.xmpp.XmppEndpoint;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The operations on the account's devices, and the state of everything. */
final class DeviceCalls {

    private static final int PREFIX = 4;

    private final Kith kith;
    private final Events events;

    DeviceCalls(Kith kith, Events events) {
        this.kith = kith;
        this.events = events;
    }

    private Map<DeviceId, InetSocketAddress> connected() {
        return kith.network().map(Network::connected).orElse(Map.of());
    }

    JsonElement list() throws Exception {
        Map<DeviceId, InetSocketAddress> connected = connected();
        return kith.call(device -> ContactJson.array(
                device.ledger().devices().stream().toList(), each -> device(device, each, connected)));
    }

    /** "The device" of a command's result; an array if it was about several. */
    JsonElement described(List<DeviceId> ids) throws Exception {
        Map<DeviceId, InetSocketAddress> connected = connected();
        return kith.call(device -> {
            JsonArray array = ContactJson.array(
                    ids.stream()
                            .flatMap(id -> device.ledger().device(id).stream())
                            .toList(),
                    each -> device(device, each, connected));
            return array.size() == 1 ? array.get(0) : array;
        });
    }

    static String name(Device device, DeviceId id) {
        return device.ledger().device(id).map(each -> each.name()).orElse(id.toString());
    }

    private static JsonObject device(
            Device device, im.kith.core.account.Device each, Map<DeviceId, InetSocketAddress> connected) {
        JsonObject json = new JsonObject();
        json.addProperty("id", each.id().toString());
        json.addProperty("name", each.name());
        json.addProperty("self", each.id().equals(device.me()));
        json.addProperty("state", state(each.standing()));
        json.addProperty("added", ContactJson.instant(each.added()));
        json.addProperty("addedBy", each.admittedBy().toString());
        if (device.unacknowledged().contains(each)) {
            json.addProperty("new", true);
        }
        Revocations.of(device.ledger(), each.id()).ifPresent(revoked -> {
            json.addProperty("revoked", ContactJson.instant(revoked.at()));
            json.addProperty("revokedBy", revoked.by().toString());
        });
        device.peers()
                .lastPass(each.id())
                .ifPresent(instant -> json.addProperty("lastSeen", ContactJson.instant(instant)));
        Optional.ofNullable(connected.get(each.id())).ifPresent(address -> json.addProperty("address", text(address)));
        return json;
    }

    static String state(Trust.Standing standing) {
        return switch (standing) {
            case IN -> "member";
            case SUSPENDED -> "suspended";
            case OUT -> "revoked";
        };
    }

    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    JsonElement rename(Parameters given) throws Exception {
        String ref = given.required("ref");
        String name = given.required("name").strip();
        if (!DeviceName.isValid(name)) {
            throw Failure.of(
                    Kind.BAD_INPUT, "a device cannot have this name", "Some visible characters, 255 octets at most.");
        }
        Map<DeviceId, InetSocketAddress> connected = connected();
        return kith.call(device -> {
            DeviceId id = find(device, ref);
            TrustCalls.requireMember(device);
            device.rename(id, name);
            return device(
                    device,
                    device.ledger().device(id).orElseThrow(() -> new IllegalStateException("gone: " + id)),
                    connected);
        });
    }

    /** The device that a user means; one that is out only if no other has that name. */
    static DeviceId find(Device device, String ref) throws Failure {
        Collection<im.kith.core.account.Device> all = device.ledger().devices();
        List<im.kith.core.account.Device> found = all.stream()
                .filter(each -> each.name().equals(ref)
                        || (ref.length() >= PREFIX && each.id().toString().startsWith(ref.toLowerCase(Locale.ROOT))))
                .toList();
        List<im.kith.core.account.Device> present = found.stream()
                .filter(each -> each.standing() != Trust.Standing.OUT)
                .toList();
        if (found.size() > 1 && present.size() == 1) {
            return present.get(0).id();
        }
        if (found.size() > 1) {
            throw Failure.ambiguous(
                    "'" + ref + "' fits " + found.size() + " devices",
                    found.stream().map(each -> each.id() + "  " + each.name()).toList());
        } else if (found.isEmpty()) {
            throw Failure.of(Kind.NOT_FOUND, "no device '" + ref + "'", "kith device list shows them.");
        }
        return found.get(0).id();
    }

    /** What this device is called on the LAN. */
    private static JsonArray names(LinkLocal linkLocal) {
        JsonArray names = new JsonArray();
        linkLocal.names().values().stream().distinct().sorted().forEach(names::add);
        return names;
    }

    JsonElement status() throws Exception {
        Map<DeviceId, InetSocketAddress> connected = connected();
        Optional<Network> network = kith.network();
        Optional<XmppEndpoint> xmpp = kith.xmpp();
        Optional<JsonArray> linkLocal = kith.linkLocal().map(DeviceCalls::names);
        List<String> incompatible = NetworkCalls.incompatible(kith);
        return kith.call(device -> {
            JsonObject json = new JsonObject();
            json.addProperty("account", device.accountJid());
            JsonObject self = self(device);
            self.addProperty(
                    "state", state(device.ledger().standing(device.me()).orElse(Trust.Standing.OUT)));
            json.add("device", self);
            json.addProperty("running", events.isDaemon());
            network.ifPresent(n -> json.addProperty("port", n.listeningPort()));
            xmpp.ifPresent(endpoint -> json.addProperty("xmpp", endpoint.port()));
            linkLocal.ifPresent(names -> json.add("linkLocal", names));
            json.addProperty("contacts", device.book().contactCount());
            json.addProperty("groups", device.book().groups().size());
            json.addProperty(
                    "items",
                    device.book().itemCount(ContactsXml.CONTACTS_NODE)
                            + device.book().itemCount(ContactsXml.GROUPS_NODE));
            PrivacyCalls.status(device, json);
            JsonArray peers = new JsonArray();
            device.ledger().devices().stream()
                    .filter(each -> !each.id().equals(device.me()) && each.standing() != Trust.Standing.OUT)
                    .forEach(each -> peers.add(peer(device, each, connected)));
            json.add("peers", peers);
            JsonArray warnings = warnings(device);
            incompatible.forEach(warnings::add);
            json.add("warnings", warnings);
            return json;
        });
    }

    JsonElement passphrase(Parameters given) throws Exception {
        Optional<String> fresh = given.text("new");
        if (fresh.isPresent() && fresh.get().isEmpty()) {
            throw Failure.of(Kind.KEY, "the new passphrase is empty", "kith passphrase --none removes it.");
        }
        kith.changePassphrase(passphrase(given.text("now")), passphrase(fresh));
        JsonObject json = new JsonObject();
        json.addProperty("passphrase", fresh.isPresent());
        return json;
    }

    private static Passphrase passphrase(Optional<String> text) {
        return () -> text.map(String::toCharArray);
    }

    static JsonObject self(Device device) {
        JsonObject json = new JsonObject();
        json.addProperty("id", device.me().toString());
        json.addProperty(
                "name",
                device.ledger().device(device.me()).map(each -> each.name()).orElse(""));
        return json;
    }

    private static JsonObject peer(
            Device device, im.kith.core.account.Device each, Map<DeviceId, InetSocketAddress> connected) {
        JsonObject json = new JsonObject();
        json.addProperty("id", each.id().toString());
        json.addProperty("name", each.name());
        json.addProperty("state", state(each.standing()));
        json.addProperty("connected", connected.containsKey(each.id()));
        Optional.ofNullable(connected.get(each.id())).ifPresent(address -> json.addProperty("address", text(address)));
        device.peers()
                .lastPass(each.id())
                .ifPresent(instant -> json.addProperty("lastSync", ContactJson.instant(instant)));
        json.addProperty("behind", device.replica().behind(each.id()));
        return json;
    }

    private JsonArray warnings(Device device) {
        JsonArray warnings = new JsonArray();
        device.warnings().forEach(warnings::add);
        int problems = device.book().problems().size();
        if (problems > 0) {
            warnings.add(problems + " items are kept but cannot be shown");
        }
        kith.witnessTrouble().ifPresent(warnings::add);
        return warnings;
    }
}
