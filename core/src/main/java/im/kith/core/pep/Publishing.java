package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.pep.Answer.Result;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Publishing and retracting items (XEP-0060 §7). */
final class Publishing {

    private final Nodes nodes;
    private final Session session;
    private final Broadcast broadcast;

    Publishing(Nodes nodes, Session session, Broadcast broadcast) {
        this.nodes = nodes;
        this.session = session;
        this.broadcast = broadcast;
    }

    Result publish(XmlElement pubsub, XmlElement request) throws PepError, StoreException {
        Nodes.checkOwner(session.asker());
        String node = Requests.node(request);
        checkName(node, nodes);
        List<XmlElement> items = request.elements(Names.PUBSUB, "item");
        Optional<DataForm> options =
                pubsub.first(Names.PUBSUB, "publish-options").flatMap(DataForm::in);
        boolean exists = nodes.exists(node);
        Map<String, String> wanted = options(options);
        NodeConfig config =
                exists ? nodes.configuration(node) : Nodes.ofNewNode(node).with(wanted);
        if (exists) {
            checkPreconditions(config, wanted);
        }
        boolean persistent = ConfigField.isTrue(config, NodeConfig.PERSIST_ITEMS);
        if (persistent && items.isEmpty()) {
            throw PepError.of(Condition.BAD_REQUEST, "item-required", "publish what?");
        }
        if (!persistent && !items.isEmpty() && !ConfigField.isTrue(config, ConfigField.DELIVER_PAYLOADS)) {
            throw PepError.of(
                    Condition.BAD_REQUEST, "item-forbidden", "this node tells that something happened, no more");
        }
        checkCount(items.size(), config);
        List<ItemWrite> writes = writes(node, items, config);
        if (!exists && !ContactsXml.isContactsNode(node)) {
            nodes.pubsub().configure(node, config.fields());
        }
        return persistent ? stored(node, config, writes) : passedOn(node, config, writes);
    }

    private static void checkName(String node, Nodes nodes) throws PepError {
        if (Nodes.isHidden(node)) {
            throw PepError.of(Condition.NOT_ALLOWED, "nodes under urn:kith: are kith's own");
        }
        if (nodes.isGenerated(node) && !node.equals(OpenPgpXml.LIST_NODE)) {
            throw PepError.of(Condition.NOT_ALLOWED, "this is the certificate of a device of the account");
        }
    }

    private static Map<String, String> options(Optional<DataForm> form) throws PepError {
        if (form.isEmpty()) {
            return Map.of();
        }
        try {
            return ConfigField.checked(form.get().values());
        } catch (IllegalArgumentException e) {
            throw PepError.of(Condition.CONFLICT, "precondition-not-met", String.valueOf(e.getMessage()));
        }
    }

    private static void checkPreconditions(NodeConfig config, Map<String, String> wanted) throws PepError {
        for (Map.Entry<String, String> each : wanted.entrySet()) {
            String present = ConfigField.value(config, each.getKey());
            if (!present.equals(each.getValue())) {
                throw PepError.of(
                        Condition.CONFLICT,
                        "precondition-not-met",
                        each.getKey() + " is " + present + ", not " + each.getValue());
            }
        }
    }

    private List<ItemWrite> writes(String node, List<XmlElement> items, NodeConfig config)
            throws PepError, StoreException {
        List<ItemWrite> writes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (XmlElement item : items) {
            List<XmlElement> payloads = item.elements();
            if (payloads.isEmpty()) {
                throw PepError.of(Condition.BAD_REQUEST, "payload-required", "an item holds a payload");
            }
            if (payloads.size() > 1) {
                throw PepError.of(Condition.BAD_REQUEST, "invalid-payload", "an item holds one payload");
            }
            Optional<String> id = item.attribute("id").filter(text -> !text.isEmpty());
            if (id.isPresent() && !ids.add(id.get())) {
                throw PepError.of(Condition.BAD_REQUEST, "an item id twice in one request");
            }
            checkSize(payloads.get(0), config);
            writes.add(
                    ContactsXml.isContactsNode(node)
                            ? contacts().publication(node, id, payloads.get(0))
                            : ItemWrite.publish(id, payloads.get(0)));
        }
        return writes;
    }

    /** All of a batch, or nothing (§12.11). */
    private static void checkCount(int count, NodeConfig config) throws PepError {
        long most = ConfigField.limit(config, NodeConfig.MAX_ITEMS).orElse(Long.MAX_VALUE);
        if (count > most && count > 1) {
            throw PepError.of(
                    Condition.NOT_ALLOWED, "max-items-exceeded", count + " items for a node that keeps " + most);
        }
    }

    private ContactWrites contacts() {
        return new ContactWrites(session, nodes.pubsub());
    }

    private static void checkSize(XmlElement payload, NodeConfig config) throws PepError {
        long limit = ConfigField.limit(config, ConfigField.MAX_PAYLOAD).orElse((long) ConfigField.PAYLOAD);
        int size = payload.toOctets().length();
        if (size > Math.min(limit, ConfigField.PAYLOAD)) {
            throw PepError.of(
                    Condition.NOT_ACCEPTABLE,
                    "payload-too-big",
                    "payload of " + size + " octets, more than " + Math.min(limit, ConfigField.PAYLOAD));
        }
    }

    private Result stored(String node, NodeConfig config, List<ItemWrite> writes) throws PepError, StoreException {
        List<ItemWrite> all = new ArrayList<>(writes);
        List<String> pushedOut = pushedOut(node, config, writes);
        pushedOut.forEach(id -> all.add(ItemWrite.retract(id)));
        List<String> ids = write(node, all);
        pushedOut.forEach(id -> broadcast.quiet(node, id));
        for (String id : ContactsXml.isContactsNode(node) ? ids : List.<String>of()) {
            Optional<PubsubItem> item = nodes.pubsub().item(node, id);
            item.ifPresent(there -> session.shown(node, id, there.versions()));
        }
        return Result.of(published(node, ids));
    }

    private List<String> write(String node, List<ItemWrite> writes) throws PepError, StoreException {
        try {
            return ContactsXml.isContactsNode(node)
                    ? contacts().carryOut(node, writes)
                    : nodes.pubsub().write(node, writes);
        } catch (IllegalArgumentException e) {
            throw PepError.of(Condition.NOT_ACCEPTABLE, "payload-too-big", String.valueOf(e.getMessage()));
        }
    }

    /** What this pushes out of a node that keeps only so many, oldest first. */
    private List<String> pushedOut(String node, NodeConfig config, List<ItemWrite> writes) throws StoreException {
        Optional<Long> limit = ConfigField.limit(config, NodeConfig.MAX_ITEMS);
        if (limit.isEmpty()) {
            return List.of();
        }
        Set<String> published = new HashSet<>();
        writes.forEach(write -> write.id().ifPresent(published::add));
        List<String> others = nodes.pubsub().listing(node).stream()
                .map(Listed::id)
                .filter(id -> !published.contains(id))
                .toList();
        long room = Math.max(0, limit.get() - writes.size());
        return others.subList(0, (int) Math.max(0, others.size() - room));
    }

    /** On a node that stores nothing items are told and that is all; who is not connected here misses them. */
    private Result passedOn(String node, NodeConfig config, List<ItemWrite> writes) {
        List<XmlElement> messages = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (ItemWrite write : writes) {
            String id = write.id().orElseGet(broadcast::freshId);
            ids.add(id);
            messages.addAll(broadcast.passing(node, config, id, write.payload()));
        }
        return Result.of(published(node, ids)).with(messages);
    }

    private static XmlElement published(String node, List<String> ids) {
        XmlElement.Builder publish = XmlElement.builder(Names.PUBSUB, "publish").attribute("node", node);
        ids.forEach(id -> publish.child(
                XmlElement.builder(Names.PUBSUB, "item").attribute("id", id).build()));
        return XmlElement.builder(Names.PUBSUB, "pubsub").child(publish.build()).build();
    }

    Result retract(XmlElement request) throws PepError, StoreException {
        Nodes.checkOwner(session.asker());
        String node = Requests.node(request);
        if (!nodes.exists(node)) {
            throw Nodes.notFound(node);
        }
        nodes.checkPersistent(node);
        List<XmlElement> items = request.elements(Names.PUBSUB, "item");
        if (items.isEmpty()) {
            throw PepError.of(Condition.BAD_REQUEST, "item-required", "retract what?");
        }
        List<ItemWrite> writes = new ArrayList<>();
        for (XmlElement each : items) {
            String id = Requests.id(each);
            if (!nodes.shows(node, id, session.asker())) {
                throw PepError.of(Condition.ITEM_NOT_FOUND, "no item " + id + " on " + node);
            }
            if (nodes.isGenerated(node, id)) {
                throw PepError.of(Condition.NOT_ALLOWED, "the devices' certificates are always there");
            }
            writes.add(ContactsXml.isContactsNode(node) ? contacts().retraction(node, id) : ItemWrite.retract(id));
        }
        write(node, writes);
        boolean told = Requests.isTrue(request, "notify");
        for (ItemWrite write : writes) {
            String id = write.id().orElseThrow();
            session.forget(node, id);
            if (told) {
                broadcast.loud(node, id);
            }
        }
        return Result.empty();
    }
}
