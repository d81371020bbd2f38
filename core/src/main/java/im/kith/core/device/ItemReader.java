package im.kith.core.device;

import im.kith.core.contacts.Merges;
import im.kith.core.contacts.Sibling;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Replica;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the items of nodes: their live versions from the store, deciphered and merged. */
final class ItemReader {

    /** Of items, the one that was published last at the end. */
    static final Comparator<Shown> BY_AGE = Comparator.comparing(Shown::latest)
            .thenComparing(shown -> shown.item().id());

    /** How many items are read from the store at once: what they were deciphered from is not held longer. */
    private static final int AT_ONCE = 512;

    private final Device device;
    private final Replica replica;
    private final VersionStore store;
    private final Payloads payloads;
    private final NodeMemory memory;

    ItemReader(Device device, Replica replica, VersionStore store, Payloads payloads, NodeMemory memory) {
        this.device = device;
        this.replica = replica;
        this.store = store;
        this.payloads = payloads;
        this.memory = memory;
    }

    /**
     * An item.
     *
     * @param latest the stamp of its latest publication, by which items are ordered: an instant is not fine enough
     * @param size octets of its plaintexts
     */
    record Shown(PubsubItem item, Stamp latest, int size) {}

    /** What is shown of {@code key}, if anything. */
    Optional<Shown> item(ItemKey key) throws StoreException {
        return items(List.of(key)).stream().findFirst();
    }

    /** What is shown of {@code keys}, in their order; those of which nothing is are left out. */
    List<Shown> items(Collection<ItemKey> keys) throws StoreException {
        List<ItemKey> all = List.copyOf(keys);
        List<Shown> shown = new ArrayList<>(all.size());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            addItems(all.subList(from, Math.min(from + AT_ONCE, all.size())), shown);
        }
        return shown;
    }

    private void addItems(List<ItemKey> keys, List<Shown> shown) throws StoreException {
        Map<ItemKey, Shown> known = new HashMap<>();
        Set<ItemKey> unread = new LinkedHashSet<>();
        for (ItemKey key : keys) {
            Optional<Shown> kept = memory.item(key);
            kept.ifPresent(item -> known.put(key, item));
            if (kept.isEmpty()) {
                unread.add(key);
            }
        }
        read(List.copyOf(unread), known);
        keys.stream().map(known::get).filter(Objects::nonNull).forEach(shown::add);
    }

    private void read(List<ItemKey> keys, Map<ItemKey, Shown> known) throws StoreException {
        List<List<Version>> groups = live(keys);
        List<Optional<Payloads.Opened>> opened =
                payloads.openAll(groups.stream().flatMap(List::stream).toList());
        int from = 0;
        for (int i = 0; i < groups.size(); i++) {
            List<Version> group = groups.get(i);
            ItemKey key = keys.get(i);
            shown(group, opened.subList(from, from + group.size())).ifPresent(item -> {
                memory.keep(key, item);
                known.put(key, item);
            });
            from += group.size();
        }
    }

    /** What {@code versions}, all that is live of one item, are together. */
    Optional<Shown> shown(List<Version> versions) {
        return shown(versions, payloads.openAll(versions));
    }

    private Optional<Shown> shown(List<Version> versions, List<Optional<Payloads.Opened>> read) {
        List<Payloads.Opened> opened = read.stream().flatMap(Optional::stream).toList();
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
                .map(item -> new Shown(
                        item,
                        latest.get(),
                        siblings.stream().mapToInt(Sibling::size).sum()));
    }

    /** Where {@code item} is stored. */
    ItemKey key(PubsubItem item) {
        return payloads.key(item.node(), item.id());
    }

    /** Those of {@code versions} that can be read. */
    List<Sibling> siblings(List<Version> versions) {
        return payloads.openAll(versions).stream()
                .flatMap(Optional::stream)
                .map(Payloads.Opened::sibling)
                .toList();
    }

    /** What of {@code item} is live. */
    List<Version> live(ItemKey item) throws StoreException {
        return live(List.of(item)).get(0);
    }

    /** What of each of {@code items} is live. Only if not all of it is in the store yet is it committed, so that many writes share one commit. */
    List<List<Version>> live(Collection<ItemKey> items) throws StoreException {
        List<List<VersionId>> live = items.stream().map(replica::live).toList();
        List<VersionId> all = live.stream().flatMap(List::stream).toList();
        List<Version> stored = store.read(all);
        if (stored.size() < all.size()) {
            device.commitQuietly();
            stored = store.read(all);
        }
        Map<VersionId, Version> byId = new HashMap<>();
        stored.forEach(version -> byId.put(version.id(), version));
        return live.stream()
                .map(ids -> ids.stream().map(byId::get).filter(Objects::nonNull).toList())
                .toList();
    }
}
