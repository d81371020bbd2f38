package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The visible items of one node, and which of them are reserved. */
final class NodeItems {

    private final Map<String, Item> items = new HashMap<>();
    private final IndexedSet ids = new IndexedSet();
    private final IndexedSet reserved = new IndexedSet();
    private @Nullable List<Item> byAge;

    /** Puts the item as it is now, or takes it away; gives what was there. */
    Optional<Item> set(String id, Optional<Item> now) {
        byAge = null;
        Optional<Item> before = Optional.ofNullable(now.isPresent() ? items.put(id, now.get()) : items.remove(id));
        if (now.isPresent()) {
            ids.add(id);
        } else {
            ids.remove(id);
        }
        if (now.isPresent() && now.get().kind() == Item.Kind.RESERVED) {
            reserved.add(id);
        } else {
            reserved.remove(id);
        }
        return before;
    }

    /** Takes in all of {@code others}; those that are contacts or groups. */
    List<Item> take(NodeItems others) {
        List<Item> subjects = new ArrayList<>();
        for (Item item : others.items.values()) {
            set(item.id(), Optional.of(item));
            if (item.kind() == Item.Kind.SUBJECT) {
                subjects.add(item);
            }
        }
        return subjects;
    }

    Optional<Item> get(String id) {
        return Optional.ofNullable(items.get(id));
    }

    Collection<Item> all() {
        return Collections.unmodifiableCollection(items.values());
    }

    /** The items that can be read, the one that was changed last at the end. */
    List<Item> byAge() {
        if (byAge == null) {
            byAge = items.values().stream()
                    .filter(item -> item.kind() != Item.Kind.UNREADABLE)
                    .sorted(Comparator.comparing((Item item) -> item.latest().orElseThrow())
                            .thenComparing(Item::id))
                    .toList();
        }
        return byAge;
    }

    int count() {
        return ids.size();
    }

    int reservedCount() {
        return reserved.size();
    }

    /** The {@code n}th item, in no particular order. */
    Item at(int n) {
        return item(ids.get(n));
    }

    /** The {@code n}th reserved item, in no particular order. */
    Item reservedAt(int n) {
        return item(reserved.get(n));
    }

    private Item item(String id) {
        return get(id).orElseThrow(() -> new IllegalStateException("indexed but not there: " + id));
    }
}
