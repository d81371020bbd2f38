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

    /** Where configurations are kept: an item for each node, its id the node's name. */
    private static final String CONFIGURATIONS = "urn:kith:nodes";

    /** What the names of kith's own nodes start with. */
    private static final String OWN_NODES = "urn:kith:";

    private final Device device;
    private final Replica replica;
    private final VersionStore store;
    private final Payloads payloads;
    private final SecureRandom random;

    private final AccountKeys keys;

    DevicePubsub(Device device, Replica replica, Payloads payloads, DeviceSetup setup, AccountKeys keys) {
        this.device = device;
        this.replica = replica;
        this.store = setup.store();
        this.payloads = payloads;
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
        items(CONFIGURATIONS).forEach(item -> nodes.add(item.id()));
        for (String node : replica.nodes()) {
            if (!node.startsWith(OWN_NODES) && exists(node)) {
                nodes.add(node);
            }
        }
        return List.copyOf(nodes);
    }

    @Override
    public boolean exists(String node) throws StoreException {
        if (ContactsXml.isContactsNode(node) || item(CONFIGURATIONS, node).isPresent()) {
            return true;
        }
        for (ItemKey item : node.startsWith(OWN_NODES) ? Set.<ItemKey>of() : Set.copyOf(replica.items(node))) {
            if (item(live(item)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Map<String, Boolean> listing(String node) {
        return device.book().listing(node);
    }

    @Override
    public NodeConfig configuration(String node) throws StoreException {
        Map<String, String> set = item(CONFIGURATIONS, node)
                .map(item -> NodeConfig.fromForm(item.payload()).fields())
                .orElse(Map.of());
        return NodeConfig.DEFAULT.with(set);
    }

    @Override
    public void configure(String node, Map<String, String> fields) throws StoreException {
        publish(
                CONFIGURATIONS,
                Optional.of(node),
                configuration(node).with(fields).toForm());
    }

    @Override
    public List<PubsubItem> items(String node) throws StoreException {
        List<Shown> items = new ArrayList<>();
        for (List<Version> siblings : live(node)) {
            item(siblings).ifPresent(items::add);
        }
        return items.stream()
                .sorted(Comparator.comparing(Shown::latest))
                .map(Shown::item)
                .toList();
    }

    @Override
    public Optional<PubsubItem> item(String node, String id) throws StoreException {
        Optional<String> trouble = trouble(node, id);
        return trouble.isPresent()
                ? Optional.empty()
                : item(live(payloads.key(node, id))).map(Shown::item);
    }

    /** An item and the stamp of its latest publication, by which items are ordered: an instant is not fine enough. */
    private record Shown(PubsubItem item, Stamp latest) {}

    private Optional<Shown> item(List<Version> versions) {
        List<Payloads.Opened> opened = versions.stream()
                .flatMap(version -> payloads.open(version).stream())
                .toList();
        List<Sibling> siblings = opened.stream().map(Payloads.Opened::sibling).toList();
        Optional<String> id =
                opened.stream().flatMap(content -> content.id().stream()).findFirst();
        Optional<Stamp> latest = siblings.stream()
                .filter(sibling -> sibling.payload().isPresent())
                .map(Sibling::stamp)
                .max(Comparator.naturalOrder());
        if (id.isEmpty() || latest.isEmpty()) {
            return Optional.empty();
        }
        String node = versions.get(0).item().node();
        return Merges.payload(node, siblings)
                .map(payload -> new PubsubItem(
                        node,
                        id.get(),
                        replica.author(latest.get().replica()),
                        latest.get().hlc().instant(),
                        payload,
                        siblings.stream().map(Sibling::id).collect(Collectors.toUnmodifiableSet())))
                .map(item -> new Shown(item, latest.get()));
    }

    @Override
    public List<StoredItem> stored(String node) throws StoreException {
        return live(node).stream()
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
            List<Version> live = live(key);
            if (write.payload().isPresent()) {
                all.add(publication(node, id, write, siblings(live)));
                published.add(id);
            } else if (item(live).isPresent()) {
                all.add(new PlannedWrite(key, replaced(node, write, siblings(live)), Hlc.ZERO, Optional.empty()));
            }
        }
        return all;
    }

    private PlannedWrite publication(String node, String id, ItemWrite write, List<Sibling> live)
            throws StoreException {
        List<Sibling> shown =
                write.seen().isPresent() ? siblings(store.read(write.seen().get())) : live;
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
        if (!nodes().contains(node)) {
            return false;
        }
        write(
                node,
                items(node).stream().map(item -> ItemWrite.retract(item.id())).toList());
        retract(CONFIGURATIONS, node);
        return true;
    }

    @Override
    public Optional<ItemChange> change(ItemKey key) throws StoreException {
        if (key.node().startsWith(OWN_NODES)) {
            return Optional.empty();
        }
        List<Version> live = live(key);
        Optional<Shown> shown = item(live);
        if (shown.isPresent()) {
            PubsubItem item = shown.get().item();
            boolean first =
                    live.stream().allMatch(version -> version.header().context().isEmpty());
            boolean reserve = first && item.payload().is(ContactsXml.NS, "reserved");
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

    private List<Sibling> siblings(List<Version> versions) {
        return versions.stream()
                .flatMap(version -> payloads.open(version).stream())
                .map(Payloads.Opened::sibling)
                .toList();
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

    private List<List<Version>> live(String node) throws StoreException {
        List<List<Version>> all = new ArrayList<>();
        for (ItemKey item : List.copyOf(replica.items(node))) {
            all.add(live(item));
        }
        return all;
    }

    /** What of {@code item} is live. Only if not all of it is in the store yet is it committed, so that many writes share one commit. */
    private List<Version> live(ItemKey item) throws StoreException {
        List<VersionId> live = List.copyOf(replica.live(item));
        List<Version> stored = store.read(live);
        if (stored.size() == live.size()) {
            return stored;
        }
        device.commitQuietly();
        return store.read(replica.live(item));
    }
}
