package im.kith.core.device;

import im.kith.core.clock.Hlc;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.contacts.ItemIds;
import im.kith.core.contacts.Limits;
import im.kith.core.contacts.Merges;
import im.kith.core.contacts.Padding;
import im.kith.core.contacts.PlannedWrite;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Sibling;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.pubsub.AccountKeys;
import im.kith.core.pubsub.Encrypted;
import im.kith.core.pubsub.ItemChange;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Replica;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import im.kith.core.xml.XmlCharacters;
import im.kith.core.xml.XmlElement;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pubsub store over a device's replica: items are read from the store and deciphered when they are asked for. */
final class DevicePubsub implements Pubsub {

    /** What the names of kith's own nodes start with. */
    private static final String OWN_NODES = "urn:kith:";

    private final Device device;
    private final Replica replica;
    private final VersionStore store;
    private final Payloads payloads;
    private final NodeMemory memory;
    private final ItemReader reader;
    private final SecureRandom random;

    private final AccountKeys keys;

    DevicePubsub(
            Device device, Replica replica, Payloads payloads, NodeMemory memory, DeviceSetup setup, AccountKeys keys) {
        this.device = device;
        this.replica = replica;
        this.store = setup.store();
        this.payloads = payloads;
        this.memory = memory;
        this.reader = new ItemReader(device, replica, setup.store(), payloads, memory);
        this.random = setup.random();
        this.keys = keys;
    }

    @Override
    public AccountKeys keys() {
        return keys;
    }

    @Override
    public List<String> nodes() throws StoreException {
        Set<String> nodes = new TreeSet<>(Set.of(ContactsXml.CONTACTS_NODE, ContactsXml.GROUPS_NODE));
        items(NodeMemory.CONFIGURATIONS).forEach(item -> nodes.add(item.id()));
        for (String node : replica.nodes()) {
            if (!node.startsWith(OWN_NODES) && exists(node)) {
                nodes.add(node);
            }
        }
        return List.copyOf(nodes);
    }

    @Override
    public boolean exists(String node) throws StoreException {
        if (ContactsXml.isContactsNode(node) || configured(node).isPresent()) {
            return true;
        }
        for (ItemKey item : node.startsWith(OWN_NODES) ? List.<ItemKey>of() : replica.items(node)) {
            if (reader.item(item).isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<Listed> listing(String node) throws StoreException {
        if (!ContactsXml.isContactsNode(node)) {
            return memory.listing(node, replica.items(node), reader);
        }
        List<Listed> listing = new ArrayList<>();
        device.book().forEachItem(node, (id, at, reserved) -> listing.add(new Listed(id, at, reserved)));
        return listing;
    }

    @Override
    public NodeConfig configuration(String node) throws StoreException {
        return NodeConfig.DEFAULT.with(configured(node).orElse(Map.of()));
    }

    private Optional<Map<String, String>> configured(String node) throws StoreException {
        return memory.configuration(
                node,
                name -> item(NodeMemory.CONFIGURATIONS, name)
                        .map(item -> NodeConfig.fromForm(item.payload()).fields()));
    }

    @Override
    public void configure(String node, Map<String, String> fields) throws StoreException {
        publish(
                NodeMemory.CONFIGURATIONS,
                Optional.of(node),
                configuration(node).with(fields).toForm());
    }

    @Override
    public List<PubsubItem> items(String node) throws StoreException {
        return reader.items(replica.items(node)).stream()
                .sorted(ItemReader.BY_AGE)
                .map(ItemReader.Shown::item)
                .toList();
    }

    @Override
    public List<PubsubItem> items(String node, List<String> ids) throws StoreException {
        List<ItemKey> keys = ids.stream()
                .filter(id -> trouble(node, id).isEmpty())
                .map(id -> payloads.key(node, id))
                .toList();
        return reader.items(keys).stream().map(ItemReader.Shown::item).toList();
    }

    @Override
    public Optional<PubsubItem> item(String node, String id) throws StoreException {
        return items(node, List.of(id)).stream().findFirst();
    }

    @Override
    public List<StoredItem> stored(String node) throws StoreException {
        return reader.live(replica.items(node)).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(DevicePubsub::stamp))
                .map(version -> new StoredItem(
                        node,
                        version.item().id(),
                        replica.author(version.dot().replica()),
                        version.header().hlc().instant(),
                        version.payload()))
                .toList();
    }

    private static Stamp stamp(Version version) {
        return new Stamp(version.header().hlc(), version.dot().replica());
    }

    @Override
    public String publish(String node, Optional<String> id, XmlElement payload) throws StoreException {
        return write(node, List.of(ItemWrite.publish(id, payload))).get(0);
    }

    @Override
    public List<String> write(String node, List<ItemWrite> writes) throws StoreException {
        List<String> published = new ArrayList<>();
        device.write(planned(node, writes, published));
        return published;
    }

    @Override
    public List<String> writeAsUser(String node, List<ItemWrite> writes) throws StoreException {
        List<String> published = new ArrayList<>();
        List<PlannedWrite> plan = planned(node, writes, published);
        try {
            device.write(new Planner(device.book(), device.privacy(), random).publish(plan));
        } catch (InvalidInputException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return published;
    }

    private List<PlannedWrite> planned(String node, List<ItemWrite> writes, List<String> published)
            throws StoreException {
        if (ContactsXml.isContactsNode(node)) {
            device.commitQuietly();
        }
        List<PlannedWrite> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ItemWrite write : writes) {
            String id = write.id().orElseGet(() -> ItemIds.fresh(random));
            trouble(node, id).ifPresent(trouble -> {
                throw new IllegalArgumentException(trouble);
            });
            if (!ids.add(id)) {
                throw new IllegalArgumentException("an item id twice in one transaction");
            }
            ItemKey key = payloads.key(node, id);
            List<Version> live = reader.live(key);
            if (write.payload().isPresent()) {
                all.add(publication(node, id, write, reader.siblings(live)));
                published.add(id);
            } else if (reader.shown(live).isPresent()) {
                all.add(new PlannedWrite(
                        key, replaced(node, write, reader.siblings(live)), Hlc.ZERO, Optional.empty()));
            }
        }
        return all;
    }

    private PlannedWrite publication(String node, String id, ItemWrite write, List<Sibling> live)
            throws StoreException {
        List<Sibling> shown = write.seen().isPresent()
                ? reader.siblings(store.read(write.seen().get()))
                : live;
        Function<Stamp, XmlElement> content =
                Merges.restamped(node, shown, write.payload().orElseThrow());
        return new PlannedWrite(
                payloads.key(node, id),
                replaced(node, write, live),
                Hlc.ZERO,
                Optional.of(stamp -> padded(payloads.plaintext(node, id, content.apply(stamp)))));
    }

    private static Set<VersionId> replaced(String node, ItemWrite write, List<Sibling> live) {
        return write.seen().orElseGet(() -> merged(node, live));
    }

    @Override
    public boolean delete(String node) throws StoreException {
        if (!exists(node)) {
            return false;
        }
        write(
                node,
                listing(node).stream().map(item -> ItemWrite.retract(item.id())).toList());
        retract(NodeMemory.CONFIGURATIONS, node);
        return true;
    }

    @Override
    public Optional<ItemChange> change(ItemKey key) throws StoreException {
        if (key.node().startsWith(OWN_NODES)) {
            return Optional.empty();
        }
        Optional<ItemReader.Shown> shown = reader.item(key);
        if (shown.isPresent()) {
            PubsubItem item = shown.get().item();
            boolean reserve = item.payload().is(ContactsXml.NS, "reserved")
                    && reader.live(key).stream()
                            .allMatch(version -> version.header().context().isEmpty());
            return Optional.of(new ItemChange.Published(item, reserve));
        }
        if (ContactsXml.isContactsNode(key.node())) {
            return Optional.of(new ItemChange.Retracted(key.node(), key.id(), !wasShown(key)));
        }
        return retractedId(key).map(id -> new ItemChange.Retracted(key.node(), id, false));
    }

    /** Whether anything but a reserved item was ever there, as far as this device holds it. */
    private boolean wasShown(ItemKey key) throws StoreException {
        return store.all(key).stream()
                .flatMap(stored -> payloads.open(stored.version()).stream())
                .flatMap(opened -> opened.sibling().payload().stream())
                .anyMatch(payload -> !payload.is(ContactsXml.NS, "reserved"));
    }

    @Override
    public Encrypted encrypted(PubsubItem item) throws StoreException {
        ItemKey key = payloads.key(item.node(), item.id());
        List<Version> published = store.read(item.versions()).stream()
                .filter(version -> version.payload().isPresent())
                .toList();
        if (published.size() == 1 && ContactsXml.isContactsNode(item.node())) {
            Version only = published.get(0);
            return new Encrypted(
                    only.header().keyId().orElseThrow(), only.payload().orElseThrow());
        }
        return payloads.sealRepeatably(key.node(), item.payload(), published, device.secretFor(key.node()));
    }

    @Override
    public XmlElement decrypted(String node, Encrypted payload) throws DecryptionException {
        return payloads.opened(node, payload);
    }

    /** The id of an item that is no more: on most nodes only its earlier versions say it. */
    private Optional<String> retractedId(ItemKey key) throws StoreException {
        return store.all(key).stream()
                .flatMap(stored -> payloads.open(stored.version()).stream())
                .flatMap(opened -> opened.id().stream())
                .findFirst();
    }

    private static Bytes padded(Bytes plaintext) {
        Bytes padded = Padding.pad(plaintext.toUtf8());
        if (padded.length() > Limits.PLAINTEXT) {
            throw new IllegalArgumentException("item of " + padded.length() + " octets, more than " + Limits.PLAINTEXT);
        }
        return padded;
    }

    /** Why no item can have this node and id, if so. */
    private static Optional<String> trouble(String node, String id) {
        if (!XmlCharacters.legal(node) || !XmlCharacters.legal(id)) {
            return Optional.of("node or item id with a character that XML cannot hold");
        }
        try {
            ItemKey unused = new ItemKey(node, id);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public boolean retract(String node, String id) throws StoreException {
        if (item(node, id).isEmpty()) {
            return false;
        }
        write(node, List.of(ItemWrite.retract(id)));
        return true;
    }

    /**
     * What a write replaces. What is no contact stays beside one, as it was not merged into it; where there is nothing else it
     * is what was shown, and is replaced.
     */
    private static Set<VersionId> merged(String node, List<Sibling> siblings) {
        Set<VersionId> merged = Merges.merged(node, siblings);
        boolean nothingElse = siblings.stream().noneMatch(s -> s.payload().isPresent() && merged.contains(s.id()));
        return nothingElse ? siblings.stream().map(Sibling::id).collect(Collectors.toUnmodifiableSet()) : merged;
    }
}
