package im.kith.core.contacts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which items are one group: those with one group id. */
final class GroupIndex {

    /** What an update replaced, by the groups' ids. */
    record Replaced(Map<String, GroupEntry> before, Map<String, GroupEntry> after) {}

    private final NavigableMap<String, GroupEntry> byId = new TreeMap<>();
    private final Map<String, Set<String>> itemsOf = new HashMap<>();
    private @Nullable Map<String, GroupRef> references;

    Replaced update(Collection<Item> before, Collection<Item> after, Function<String, Optional<Item>> now) {
        references = null;
        Set<String> touched = new TreeSet<>();
        for (Item item : before) {
            id(item).ifPresent(id -> {
                touched.add(id);
                itemsOf.computeIfPresent(id, (key, items) -> {
                    items.remove(item.id());
                    return items.isEmpty() ? null : items;
                });
            });
        }
        for (Item item : after) {
            id(item).ifPresent(id -> {
                touched.add(id);
                itemsOf.computeIfAbsent(id, key -> new TreeSet<>()).add(item.id());
            });
        }
        Map<String, GroupEntry> old = new TreeMap<>();
        Map<String, GroupEntry> fresh = new TreeMap<>();
        for (String id : touched) {
            Optional.ofNullable(byId.remove(id)).ifPresent(entry -> old.put(id, entry));
            entry(id, now).ifPresent(entry -> {
                byId.put(id, entry);
                fresh.put(id, entry);
            });
        }
        return new Replaced(old, fresh);
    }

    /** The id of the group that {@code item} is; empty if it has none. */
    static Optional<String> id(Item item) {
        return item.fields() == null
                ? Optional.empty()
                : item.fields().present(FieldKey.ID).map(Field::text).filter(id -> !id.isEmpty());
    }

    private Optional<GroupEntry> entry(String id, Function<String, Optional<Item>> now) {
        List<Item> items = new ArrayList<>();
        itemsOf.getOrDefault(id, Set.of()).forEach(item -> now.apply(item).ifPresent(items::add));
        if (items.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = Entries.merged(items);
        return Group.of(fields).map(group -> GroupEntry.of(List.copyOf(items), fields, group));
    }

    Optional<GroupEntry> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** References to all groups as they are now, by id; what was given stays as it was. */
    Map<String, GroupRef> references() {
        if (references == null) {
            Map<String, GroupRef> fresh = new HashMap<>();
            byId.forEach((id, entry) ->
                    fresh.put(id, new GroupRef(id, Optional.of(entry.group().name()))));
            references = fresh;
        }
        return references;
    }

    /** The groups whose id starts so. */
    List<GroupEntry> byPrefix(String prefix) {
        return byId.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The groups of this very name, sorted by id. */
    List<GroupEntry> byName(String name) {
        return byId.values().stream()
                .filter(entry -> entry.group().name().equals(name))
                .toList();
    }

    /** All groups, sorted by id. */
    Collection<GroupEntry> all() {
        return byId.values();
    }

    /** The groups' ids by name, for adding: of several groups of one name the smallest id. */
    Map<String, String> idsByName() {
        return byId.values().stream()
                .collect(Collectors.toMap(
                        entry -> entry.group().name(), GroupEntry::id, (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }
}
