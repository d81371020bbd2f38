package im.kith.core.pep;

import im.kith.core.openpgp.DecryptionException;
import im.kith.core.pubsub.AccountKeys;
import im.kith.core.pubsub.AccountKeys.Certificate;
import im.kith.core.pubsub.Encrypted;
import im.kith.core.pubsub.ItemChange;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The store with the nodes of XEP-0373 §4 in it: the member devices' certificates, which are not stored, beside what software publishes there.
 *
 * <p>What software publishes is shown to others and believed by nobody here: who is a member is the ledger's affair.
 */
final class OpenPgpNodes implements Pubsub {

    /** Of these nodes until somebody configures them: anybody may read (§4.1). */
    private static final NodeConfig OPEN = ConfigField.ofNewNode().with(Map.of(NodeConfig.ACCESS_MODEL, "open"));

    private static final String CURRENT = "current";

    private final Pubsub stored;

    OpenPgpNodes(Pubsub stored) {
        this.stored = stored;
    }

    static boolean isKeyNode(String node) {
        return node.equals(OpenPgpXml.LIST_NODE) || node.startsWith(OpenPgpXml.KEY_NODES);
    }

    /** Whether {@code node} holds the certificate of a member device, or lists them: such a node is always there. */
    boolean isGenerated(String node) {
        return node.equals(OpenPgpXml.LIST_NODE) || member(node).isPresent();
    }

    private Optional<Certificate> member(String node) {
        return node.startsWith(OpenPgpXml.KEY_NODES)
                ? keys().members().stream()
                        .filter(each -> node.equals(OpenPgpXml.KEY_NODES + each.fingerprint()))
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public List<String> nodes() throws StoreException {
        Set<String> nodes = new TreeSet<>(stored.nodes());
        nodes.add(OpenPgpXml.LIST_NODE);
        keys().members().forEach(each -> nodes.add(OpenPgpXml.KEY_NODES + each.fingerprint()));
        return List.copyOf(nodes);
    }

    @Override
    public boolean exists(String node) throws StoreException {
        return isGenerated(node) || stored.exists(node);
    }

    @Override
    public List<Listed> listing(String node) throws StoreException {
        return isGenerated(node)
                ? items(node).stream()
                        .map(item -> new Listed(item.id(), item.at(), false))
                        .toList()
                : stored.listing(node);
    }

    @Override
    public NodeConfig configuration(String node) throws StoreException {
        NodeConfig config = stored.configuration(node);
        return isKeyNode(node) && config.equals(NodeConfig.DEFAULT) ? OPEN : config;
    }

    @Override
    public void configure(String node, Map<String, String> fields) throws StoreException {
        stored.configure(
                node, isKeyNode(node) ? configuration(node).with(fields).fields() : fields);
    }

    @Override
    public List<PubsubItem> items(String node) throws StoreException {
        if (node.equals(OpenPgpXml.LIST_NODE)) {
            return List.of(list(stored.items(node)));
        }
        Optional<Certificate> member = member(node);
        return member.isPresent() ? List.of(item(node, member.get())) : stored.items(node);
    }

    @Override
    public Optional<PubsubItem> item(String node, String id) throws StoreException {
        return isGenerated(node)
                ? items(node).stream().filter(item -> item.id().equals(id)).findFirst()
                : stored.item(node, id);
    }

    @Override
    public List<PubsubItem> items(String node, List<String> ids) throws StoreException {
        return isGenerated(node)
                ? items(node).stream().filter(item -> ids.contains(item.id())).toList()
                : stored.items(node, ids);
    }

    private static PubsubItem item(String node, Certificate member) {
        return new PubsubItem(
                node,
                OpenPgpXml.time(member.since()),
                Optional.empty(),
                member.since(),
                OpenPgpXml.key(member.encoded()),
                Set.of());
    }

    /** The newest list that software published, less the devices that are no members any more, and more those that are. */
    private PubsubItem list(List<PubsubItem> published) {
        Optional<PubsubItem> last =
                published.isEmpty() ? Optional.empty() : Optional.of(published.get(published.size() - 1));
        List<Certificate> members = keys().members();
        List<XmlElement> others = last.map(item -> OpenPgpXml.entries(item.payload())).orElse(List.of()).stream()
                .filter(entry ->
                        !OpenPgpXml.fingerprint(entry).map(keys()::isFormer).orElse(true))
                .toList();
        Instant newest = members.stream().map(Certificate::since).reduce(Instant.EPOCH, (a, b) -> a.isAfter(b) ? a : b);
        Instant at =
                last.map(PubsubItem::at).filter(when -> when.isAfter(newest)).orElse(newest);
        return new PubsubItem(
                OpenPgpXml.LIST_NODE,
                last.map(PubsubItem::id).orElse(CURRENT),
                last.flatMap(PubsubItem::publisher),
                at,
                OpenPgpXml.list(others, members),
                last.map(PubsubItem::versions).orElse(Set.of()));
    }

    @Override
    public Optional<ItemChange> change(ItemKey key) throws StoreException {
        Optional<ItemChange> change = stored.change(key);
        if (change.isEmpty() || !isGenerated(key.node())) {
            return change;
        }
        return Optional.of(new ItemChange.Published(items(key.node()).get(0), false));
    }

    @Override
    public List<StoredItem> stored(String node) throws StoreException {
        return stored.stored(node);
    }

    @Override
    public String publish(String node, Optional<String> id, XmlElement payload) throws StoreException {
        return stored.publish(node, id, payload);
    }

    @Override
    public List<String> write(String node, List<ItemWrite> writes) throws StoreException {
        return stored.write(node, writes);
    }

    @Override
    public List<String> writeAsUser(String node, List<ItemWrite> writes) throws StoreException {
        return stored.writeAsUser(node, writes);
    }

    @Override
    public boolean delete(String node) throws StoreException {
        return stored.delete(node);
    }

    @Override
    public Encrypted encrypted(PubsubItem item) throws StoreException {
        return stored.encrypted(item);
    }

    @Override
    public XmlElement decrypted(String node, Encrypted payload) throws DecryptionException {
        return stored.decrypted(node, payload);
    }

    @Override
    public AccountKeys keys() {
        return stored.keys();
    }

    @Override
    public boolean retract(String node, String id) throws StoreException {
        return stored.retract(node, id);
    }
}
