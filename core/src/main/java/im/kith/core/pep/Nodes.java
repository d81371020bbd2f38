package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The nodes as software sees them: which there are, who may read them, and which of their items are shown. */
final class Nodes {

    /** What the names of kith's own nodes start with: for software they do not exist. */
    private static final String OWN = "urn:kith:";

    private final Pubsub stored;
    private final OpenPgpNodes pubsub;
    private final Instant now;

    /** @param stored without the nodes that are made up as they are asked for */
    Nodes(Pubsub stored, Instant now) {
        this.stored = stored;
        this.pubsub = new OpenPgpNodes(stored);
        this.now = now;
    }

    /** What a node has that is made over XMPP; those of public keys are open (XEP-0373 §4.1). */
    static NodeConfig ofNewNode(String node) {
        NodeConfig config = ConfigField.ofNewNode();
        return OpenPgpNodes.isKeyNode(node) ? config.with(Map.of(NodeConfig.ACCESS_MODEL, "open")) : config;
    }

    /** Whether {@code node} is always there, whatever is published. */
    boolean isGenerated(String node) {
        return pubsub.isGenerated(node);
    }

    /** Whether an item is there that nobody has published. */
    boolean isGenerated(String node, String id) throws StoreException {
        return pubsub.isGenerated(node) && stored.item(node, id).isEmpty();
    }

    /** Whether {@code asker} is shown an item of this id. */
    boolean shows(String node, String id, Asker asker) throws StoreException {
        Optional<PubsubItem> item = pubsub.item(node, id);
        return item.isPresent()
                && ContactsView.payload(item.get(), asker, pubsub).isPresent();
    }

    Pubsub pubsub() {
        return pubsub;
    }

    static boolean isHidden(String node) {
        return node.startsWith(OWN);
    }

    boolean exists(String node) throws StoreException {
        return !isHidden(node) && pubsub.exists(node);
    }

    /** The nodes that {@code asker} may see. */
    List<String> visible(Asker asker) throws StoreException {
        List<String> nodes =
                pubsub.nodes().stream().filter(node -> !isHidden(node)).toList();
        if (asker.owner()) {
            return nodes;
        }
        List<String> open = new ArrayList<>();
        for (String node : nodes) {
            if (isOpen(node)) {
                open.add(node);
            }
        }
        return open;
    }

    private boolean isOpen(String node) throws StoreException {
        return !ContactsXml.isContactsNode(node)
                && pubsub.configuration(node).field(NodeConfig.ACCESS_MODEL).equals(Optional.of("open"));
    }

    NodeConfig configuration(String node) throws StoreException {
        return pubsub.configuration(node);
    }

    /**
     * Checks that {@code asker} may read {@code node}.
     *
     * @throws PepError as XEP-0060 §6.5.9 says for the node's access model
     */
    void checkReadable(String node, Asker asker) throws PepError, StoreException {
        if (!exists(node)) {
            throw notFound(node);
        }
        if (asker.owner() || isOpen(node)) {
            return;
        }
        throw switch (ConfigField.value(configuration(node), NodeConfig.ACCESS_MODEL)) {
            case "presence" ->
                PepError.of(
                        Condition.NOT_AUTHORIZED, "presence-subscription-required", "for contacts with presence only");
            case "roster" ->
                PepError.of(Condition.NOT_AUTHORIZED, "not-in-roster-group", "for contacts of some groups only");
            case "authorize" -> PepError.of(Condition.NOT_AUTHORIZED, "not-subscribed", "for subscribers only");
            default -> PepError.of(Condition.NOT_ALLOWED, "closed-node", "for those on a list only");
        };
    }

    /** Checks that {@code node} stores items at all (§6.5.9.4, §7.2.3.5, §8.5.3.3). */
    void checkPersistent(String node) throws PepError, StoreException {
        if (!ConfigField.isTrue(configuration(node), NodeConfig.PERSIST_ITEMS)) {
            throw PepError.unsupported("persistent-items");
        }
    }

    static PepError notFound(String node) {
        return PepError.of(Condition.ITEM_NOT_FOUND, "there is no node " + node);
    }

    /** Checks that {@code asker} is the account's owner, who alone may change anything. */
    static void checkOwner(Asker asker) throws PepError {
        if (!asker.owner()) {
            throw PepError.of(Condition.FORBIDDEN, "only the owner may do this");
        }
    }

    /** The ids of all items of {@code node}, less those that only hide how many there are from somebody who sees what they are. */
    List<String> ids(String node, Asker asker) throws StoreException {
        return known(node, asker).stream().map(Listed::id).toList();
    }

    /** Those of {@link #ids} that are shown, least recently published first: not expired, and not more than the node keeps. */
    List<String> listing(String node, Asker asker) throws StoreException {
        return shown(configuration(node), known(node, asker), Listed::at).stream()
                .map(Listed::id)
                .toList();
    }

    private List<Listed> known(String node, Asker asker) throws StoreException {
        boolean hides = asker.clear() && ContactsXml.isContactsNode(node);
        return pubsub.listing(node).stream()
                .filter(item -> !(hides && item.reserved()))
                .toList();
    }

    /** All items of {@code node} that are shown, least recently published first. */
    List<PubsubItem> items(String node) throws StoreException {
        return shown(configuration(node), pubsub.items(node), PubsubItem::at);
    }

    /** Those of the items {@code ids} that are not expired. */
    List<PubsubItem> items(String node, List<String> ids) throws StoreException {
        return unexpired(configuration(node), pubsub.items(node, ids), PubsubItem::at);
    }

    private <T> List<T> shown(NodeConfig config, List<T> items, Function<T, Instant> at) {
        List<T> fresh = unexpired(config, items, at);
        long most = ConfigField.limit(config, NodeConfig.MAX_ITEMS).orElse(Long.MAX_VALUE);
        return fresh.subList((int) Math.max(0, fresh.size() - most), fresh.size());
    }

    private <T> List<T> unexpired(NodeConfig config, List<T> items, Function<T, Instant> at) {
        return ConfigField.limit(config, ConfigField.ITEM_EXPIRE)
                .map(seconds -> items.stream()
                        .filter(item -> at.apply(item).plusSeconds(seconds).isAfter(now))
                        .toList())
                .orElse(items);
    }
}
