package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.ItemIds;
import im.kith.core.pubsub.ItemChange;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tells those who listen what became of items, whoever wrote them: a resource here, a command, or another device.
 *
 * <p>All events come from the store's own word of what changed, so that each change is told once. What is special about a retraction
 * that was asked for here is remembered until then.
 */
final class Broadcast {

    private record Item(String node, String id) {}

    private final Sessions sessions;
    private final EventMessages messages;
    private final RandomGenerator random;
    private final Map<Item, Boolean> told = new HashMap<>();

    Broadcast(Sessions sessions, EventMessages messages, RandomGenerator random) {
        this.sessions = sessions;
        this.messages = messages;
        this.random = random;
    }

    String freshId() {
        return ItemIds.fresh(random);
    }

    /** The retraction that was just made is not told, whatever the node says. */
    void quiet(String node, String id) {
        told.put(new Item(node, id), false);
    }

    /** The retraction that was just made is told, whatever the node says (XEP-0060 §7.2.2). */
    void loud(String node, String id) {
        told.put(new Item(node, id), true);
    }

    /** The events of items that changed. */
    List<XmlElement> changed(Collection<ItemKey> keys, Nodes nodes) throws StoreException {
        List<XmlElement> all = new ArrayList<>();
        for (ItemKey key : keys) {
            Optional<ItemChange> change = isHeard(key.node()) ? nodes.pubsub().change(key) : Optional.empty();
            if (change.isPresent()) {
                all.addAll(told(change.get(), nodes));
            }
        }
        return all;
    }

    private boolean isHeard(String node) {
        if (Nodes.isHidden(node)) {
            return false;
        }
        boolean heard = !sessions.listeningTo(node).isEmpty();
        if (!heard) {
            told.keySet().removeIf(item -> item.node().equals(node));
        }
        return heard;
    }

    private List<XmlElement> told(ItemChange change, Nodes nodes) throws StoreException {
        NodeConfig config = nodes.configuration(change.node());
        Optional<Boolean> hint = Optional.ofNullable(told.remove(new Item(change.node(), change.id())));
        boolean loud = hint.isPresent()
                ? hint.get()
                : ConfigField.isTrue(config, ConfigField.NOTIFY_RETRACT) && !wasPushedOut(change, config, nodes);
        List<XmlElement> all = new ArrayList<>();
        for (Session session : sessions.listeningTo(change.node())) {
            if (change instanceof ItemChange.Published published) {
                published(published, session, config, loud, nodes).ifPresent(all::add);
            } else {
                session.forget(change.node(), change.id());
                if (loud && !(change.reserve() && session.asker().clear())) {
                    all.add(messages.retracted(session.asker(), config, change.node(), change.id()));
                }
            }
        }
        return all;
    }

    /** Whether the item made room on another device, which is told on no server: the node is full without it. */
    private static boolean wasPushedOut(ItemChange change, NodeConfig config, Nodes nodes) throws StoreException {
        Optional<Long> limit = ConfigField.limit(config, NodeConfig.MAX_ITEMS);
        return change instanceof ItemChange.Retracted
                && limit.isPresent()
                && nodes.pubsub().listing(change.node()).size() >= limit.get();
    }

    /** The event of a publication; one that a resource is not to see is a retraction to it, if there was anything before. */
    private Optional<XmlElement> published(
            ItemChange.Published published, Session session, NodeConfig config, boolean loud, Nodes nodes)
            throws StoreException {
        PubsubItem item = published.item();
        Asker to = session.asker();
        boolean payloads = ConfigField.isTrue(config, ConfigField.DELIVER_PAYLOADS);
        Optional<XmlElement> payload = ContactsView.payload(item, to, nodes.pubsub());
        if (payloads || !ContactsXml.isContactsNode(item.node())) {
            session.shown(item.node(), item.id(), item.versions());
        }
        if (payload.isPresent()) {
            return Optional.of(messages.published(to, config, item.node(), item.id(), payload.filter(p -> payloads)));
        }
        return published.reserve() || !loud
                ? Optional.empty()
                : Optional.of(messages.retracted(to, config, item.node(), item.id()));
    }

    /** The events of an item that is not stored. */
    List<XmlElement> passing(String node, NodeConfig config, String id, Optional<XmlElement> payload) {
        boolean payloads = ConfigField.isTrue(config, ConfigField.DELIVER_PAYLOADS);
        return sessions.listeningTo(node).stream()
                .map(session -> messages.published(session.asker(), config, node, id, payload.filter(p -> payloads)))
                .toList();
    }

    /** The events of a node that is emptied or deleted; of its items nothing more is told. */
    List<XmlElement> gone(String what, String node, NodeConfig config, List<String> ids) {
        ids.forEach(id -> quiet(node, id));
        boolean loud = what.equals("purge") || ConfigField.isTrue(config, ConfigField.NOTIFY_DELETE);
        return sessions.listeningTo(node).stream()
                .filter(session -> loud)
                .map(session -> messages.gone(session.asker(), config, what, node))
                .toList();
    }

    List<XmlElement> configured(String node, NodeConfig config) {
        return sessions.listeningTo(node).stream()
                .filter(session -> ConfigField.isTrue(config, ConfigField.NOTIFY_CONFIG))
                .map(session -> messages.configured(session.asker(), config, node))
                .toList();
    }
}
