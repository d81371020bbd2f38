package im.kith.core.device;

import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is remembered of nodes between requests, so that one costs what it asks for and not what its node holds: how a node is
 * configured, in which order its items stand, and the items themselves. Of what was asked for last only.
 */
final class NodeMemory {

    /** Where configurations are kept: an item for each node, its id the node's name. */
    static final String CONFIGURATIONS = "urn:kith:nodes";

    private static final int NODES = 256;

    /** Octets of plaintexts of the items that are kept; in memory it is some four times as much. */
    private static final int ITEMS = 8 << 20;

    /** Reads the fields that are set for a node; empty if it is not configured. */
    @FunctionalInterface
    interface Configurations {
        Optional<Map<String, String>> of(String node) throws StoreException;
    }

    private final Map<String, Optional<Map<String, String>>> configured = latest();
    private final Map<String, Order> orders = latest();
    private final Map<ItemKey, ItemReader.Shown> items = new LinkedHashMap<>(16, 0.75f, true);
    private long kept;

    /** The fields that are set for {@code node}. */
    Optional<Map<String, String>> configuration(String node, Configurations configurations) throws StoreException {
        Optional<Map<String, String>> known = configured.get(node);
        if (known == null) {
            known = configurations.of(node);
            configured.put(node, known);
        }
        return known;
    }

    /** The items of {@code node}, which are those of {@code keys} that are shown, least recently published first. */
    List<Listed> listing(String node, Collection<ItemKey> keys, ItemReader reader) throws StoreException {
        Order order = orders.get(node);
        if (order == null) {
            order = new Order(keys);
            orders.put(node, order);
        }
        return order.listed(reader);
    }

    /** What was shown of {@code item} when it was read, unless it changed or that is long ago. */
    Optional<ItemReader.Shown> item(ItemKey item) {
        return Optional.ofNullable(items.get(item));
    }

    void keep(ItemKey item, ItemReader.Shown shown) {
        drop(item);
        items.put(item, shown);
        kept += shown.size();
        Iterator<ItemReader.Shown> oldest = items.values().iterator();
        while (kept > ITEMS && oldest.hasNext()) {
            kept -= oldest.next().size();
            oldest.remove();
        }
    }

    private void drop(ItemKey item) {
        ItemReader.Shown gone = items.remove(item);
        if (gone != null) {
            kept -= gone.size();
        }
    }

    /** After {@code changed} changed. */
    void heed(Collection<ItemKey> changed) {
        for (ItemKey item : changed) {
            drop(item);
            if (item.node().equals(CONFIGURATIONS)) {
                configured.clear();
            }
            Order order = orders.get(item.node());
            if (order != null) {
                order.stale.add(item);
            }
        }
    }

    /** After statements came: what could not be read may be readable now, and its author known. */
    void forget() {
        configured.clear();
        orders.clear();
        items.clear();
        kept = 0;
    }

    private record Position(Stamp latest, String id) {
        static final Comparator<Position> ORDER =
                Comparator.comparing(Position::latest).thenComparing(Position::id);
    }

    /** The items of one node; what changed is read again when it is asked for. */
    private static final class Order {
        private final Set<ItemKey> stale;
        private final Map<ItemKey, Position> positions = new HashMap<>();
        private final NavigableMap<Position, Listed> listed = new TreeMap<>(Position.ORDER);

        private Order(Collection<ItemKey> all) {
            this.stale = new HashSet<>(all);
        }

        private List<Listed> listed(ItemReader reader) throws StoreException {
            for (ItemKey item : stale) {
                Position gone = positions.remove(item);
                if (gone != null) {
                    listed.remove(gone);
                }
            }
            for (ItemReader.Shown shown : reader.items(stale)) {
                PubsubItem item = shown.item();
                Position position = new Position(shown.latest(), item.id());
                positions.put(reader.key(item), position);
                listed.put(position, new Listed(item.id(), item.at(), false));
            }
            stale.clear();
            return List.copyOf(listed.values());
        }
    }

    private static <V> Map<String, V> latest() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > NODES;
            }
        };
    }
}
