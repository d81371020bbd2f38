package im.kith.core.device;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.ItemIds;
import im.kith.core.contacts.Limits;
import im.kith.core.contacts.Merges;
import im.kith.core.contacts.Padding;
import im.kith.core.contacts.Sibling;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.replica.Input;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Replica;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.Write;
import im.kith.core.xml.XmlCharacters;
import im.kith.core.xml.XmlElement;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
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

    /** Nodes of kith's own, which are not listed. */
    private static final String OWN = "urn:kith:";

    private final Device device;
    private final Replica replica;
    private final VersionStore store;
    private final Payloads payloads;
    private final SecureRandom random;

    DevicePubsub(Device device, Replica replica, VersionStore store, Payloads payloads, SecureRandom random) {
        this.device = device;
        this.replica = replica;
        this.store = store;
        this.payloads = payloads;
        this.random = random;
    }

    @Override
    public List<String> nodes() throws StoreException {
        Set<String> nodes = new TreeSet<>(Set.of(ContactsXml.CONTACTS_NODE, ContactsXml.GROUPS_NODE));
        items(CONFIGURATIONS).forEach(item -> nodes.add(item.id()));
        for (String node : replica.nodes()) {
            if (!node.startsWith(OWN) && !items(node).isEmpty()) {
                nodes.add(node);
            }
        }
        return List.copyOf(nodes);
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
                        payload))
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
    public String publish(String node, Optional<String> wanted, XmlElement payload) throws StoreException {
        String id = wanted.orElseGet(() -> ItemIds.fresh(random));
        trouble(node, id).ifPresent(trouble -> {
            throw new IllegalArgumentException(trouble);
        });
        ItemKey key = payloads.key(node, id);
        List<Sibling> siblings = siblings(live(key));
        Function<Stamp, XmlElement> content = Merges.restamped(node, siblings, payload);
        SharedSecret secret = device.secretFor(node);
        device.step(new Input.LocalWrite(List.of(Write.publish(
                key,
                merged(node, siblings),
                stamp -> payloads.seal(secret, padded(payloads.plaintext(node, id, content.apply(stamp))))))));
        return id;
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
        ItemKey key = payloads.key(node, id);
        List<Version> versions = live(key);
        device.step(new Input.LocalWrite(List.of(Write.retract(key, merged(node, siblings(versions))))));
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
        device.commitQuietly();
        List<List<Version>> all = new ArrayList<>();
        for (ItemKey item : replica.items(node)) {
            all.add(store.read(replica.live(item)));
        }
        return all;
    }

    private List<Version> live(ItemKey item) throws StoreException {
        device.commitQuietly();
        return store.read(replica.live(item));
    }
}
