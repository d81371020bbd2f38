package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.device.Device;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.pubsub.UserWrites;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The operations on the pubsub store beneath. */
final class NodeCalls {

    private final Kith kith;

    NodeCalls(Kith kith) {
        this.kith = kith;
    }

    JsonElement list() throws Exception {
        return kith.call(device -> {
            JsonArray nodes = new JsonArray();
            for (String node : device.pubsub().nodes()) {
                JsonObject json = new JsonObject();
                json.addProperty("node", node);
                json.addProperty("items", device.pubsub().items(node).size());
                nodes.add(json);
            }
            return nodes;
        });
    }

    JsonElement items(Parameters given) throws Exception {
        String node = checked(given);
        boolean raw = given.flag("raw");
        return kith.call(device -> raw
                ? ContactJson.array(device.pubsub().stored(node), NodeCalls::stored)
                : ContactJson.array(device.pubsub().items(node), NodeCalls::item));
    }

    JsonElement publish(Parameters given) throws Exception {
        String node = checked(given);
        Optional<String> id = given.text("id");
        XmlElement payload = XmlReader.read(given.required("payload"));
        return kith.call(device -> {
            try {
                List<String> published =
                        UserWrites.carryOut(device.pubsub(), node, List.of(ItemWrite.publish(id, payload)));
                return published.isEmpty() ? gone(node, id.orElse("")) : published(device, node, published.get(0));
            } catch (InvalidInputException | IllegalArgumentException e) {
                throw Failure.of(Kind.BAD_INPUT, Failures.message(e));
            }
        });
    }

    private static JsonElement published(Device device, String node, String id) throws Exception {
        return device.pubsub()
                .item(node, id)
                .map(NodeCalls::item)
                .orElseThrow(() -> new IllegalStateException("published, but not there: " + id));
    }

    JsonElement retract(Parameters given) throws Exception {
        String node = checked(given);
        String id = given.required("id");
        return kith.call(device -> {
            if (device.pubsub().item(node, id).isEmpty()) {
                throw Failure.of(
                        Kind.NOT_FOUND, "no item " + id + " on " + node, "kith node items " + node + " shows them.");
            }
            try {
                var unused = UserWrites.carryOut(device.pubsub(), node, List.of(ItemWrite.retract(id)));
                return gone(node, id);
            } catch (InvalidInputException e) {
                throw Failure.of(Kind.BAD_INPUT, Failures.message(e));
            }
        });
    }

    private static JsonObject gone(String node, String id) {
        JsonObject json = new JsonObject();
        json.addProperty("node", node);
        json.addProperty("id", id);
        return json;
    }

    private static String checked(Parameters given) throws Failure {
        String node = given.required("node");
        if (node.startsWith("urn:kith:")) {
            throw Failure.of(Kind.BAD_INPUT, "nodes under urn:kith: are kith's own", "Choose another name.");
        }
        return node;
    }

    private static JsonObject item(PubsubItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("node", item.node());
        json.addProperty("id", item.id());
        item.publisher().ifPresent(device -> json.addProperty("publisher", device.toString()));
        json.addProperty("at", ContactJson.instant(item.at()));
        json.addProperty("payload", item.payload().toXml());
        return json;
    }

    private static JsonObject stored(StoredItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("node", item.node());
        json.addProperty("id", item.id());
        item.publisher().ifPresent(device -> json.addProperty("publisher", device.toString()));
        json.addProperty("at", ContactJson.instant(item.at()));
        item.encrypted()
                .ifPresent(octets ->
                        json.addProperty("encrypted", Base64.getEncoder().encodeToString(octets.toArray())));
        return json;
    }
}
