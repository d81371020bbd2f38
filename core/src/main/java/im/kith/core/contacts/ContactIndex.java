package im.kith.core.contacts;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which items are one contact: those that share an identity, transitively.
 *
 * <p>An update costs the items of the contacts it touches, not the book.
 */
final class ContactIndex {

    /** What an update replaced, by the contacts' ids. */
    record Replaced(Map<String, ContactEntry> before, Map<String, ContactEntry> after) {}

    private final Map<FieldKey, Set<String>> byIdentity = new HashMap<>();
    private final NavigableMap<String, Place> byItem = new TreeMap<>();
    private final Map<String, Set<Place>> byGroup = new HashMap<>();
    private final NameOrder order = new NameOrder();
    private final Map<String, Integer> types = new HashMap<>();
    private @Nullable SearchIndex search;
    private int valid;

    /**
     * Takes in items that changed.
     *
     * @param before those that were contacts, as they were
     * @param now looks an item up as it is now
     */
    Replaced update(Collection<Item> before, Collection<Item> after, Function<String, Optional<Item>> now) {
        Map<String, ContactEntry> old = new TreeMap<>();
        Set<String> pool = new TreeSet<>();
        for (Item item : before) {
            takeOut(item.id(), old, pool);
            identities(item).forEach(key -> unindex(key, item.id()));
        }
        for (Item item : after) {
            pool.add(item.id());
            identities(item).forEach(key -> index(key, item.id()));
        }
        for (Item item : after) {
            identities(item).flatMap(key -> List.copyOf(having(key)).stream()).forEach(id -> takeOut(id, old, pool));
        }
        Map<String, ContactEntry> fresh = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (String id : pool) {
            if (now.apply(id).filter(item -> item.kind() == Item.Kind.SUBJECT).isPresent() && seen.add(id)) {
                ContactEntry entry = ContactEntry.of(together(id, seen, now));
                put(entry);
                fresh.put(entry.id(), entry);
            }
        }
        return new Replaced(old, fresh);
    }

    /** Takes in contacts of one item each, which share identities with one another perhaps, but with none that is here. */
    void load(Collection<ContactEntry> all, Function<String, Optional<Item>> now) {
        Set<String> shared = new HashSet<>();
        for (ContactEntry entry : all) {
            identities(entry.items().get(0)).forEach(key -> index(key, entry.id(), shared));
        }
        Set<String> seen = new HashSet<>();
        for (ContactEntry entry : all) {
            if (!shared.contains(entry.id())) {
                put(entry);
            } else if (seen.add(entry.id())) {
                put(ContactEntry.of(together(entry.id(), seen, now)));
            }
        }
    }

    private void index(FieldKey identity, String id, Set<String> shared) {
        Set<String> before = byIdentity.putIfAbsent(identity, Set.of(id));
        if (before != null && !before.contains(id)) {
            shared.addAll(before);
            shared.add(id);
            index(identity, id);
        }
    }

    static Stream<FieldKey> identities(Item item) {
        return item.fields() == null
                ? Stream.empty()
                : item.fields().present(FieldKey.Kind.IDENTITY).stream().map(Field::key);
    }

    private void index(FieldKey identity, String id) {
        byIdentity.merge(identity, Set.of(id), (a, b) -> {
            Set<String> more = new TreeSet<>(a);
            more.addAll(b);
            return more;
        });
    }

    private void unindex(FieldKey identity, String id) {
        byIdentity.computeIfPresent(identity, (key, ids) -> {
            Set<String> fewer = new TreeSet<>(ids);
            fewer.remove(id);
            return fewer.isEmpty() ? null : fewer;
        });
    }

    private Set<String> having(FieldKey identity) {
        return byIdentity.getOrDefault(identity, Set.of());
    }

    /** Takes the contact that item {@code id} is part of out of the index, its items into the pool. */
    private void takeOut(String id, Map<String, ContactEntry> old, Set<String> pool) {
        Place place = byItem.get(id);
        if (place == null) {
            return;
        }
        ContactEntry entry = place.entry();
        old.put(entry.id(), entry);
        count(entry, -1);
        for (Item item : entry.items()) {
            byItem.remove(item.id());
            pool.add(item.id());
        }
        if (!entry.valid()) {
            return;
        }
        order.remove(place);
        if (search != null) {
            search.remove(place);
        }
        for (String group : entry.contact().groupIds()) {
            byGroup.computeIfPresent(group, (key, places) -> {
                places.remove(place);
                return places.isEmpty() ? null : places;
            });
        }
    }

    private void put(ContactEntry entry) {
        Place place = new Place(entry);
        entry.items().forEach(item -> byItem.put(item.id(), place));
        count(entry, 1);
        if (!entry.valid()) {
            return;
        }
        order.add(place);
        if (search != null) {
            search.put(place);
        }
        for (String group : entry.contact().groupIds()) {
            byGroup.computeIfAbsent(group, g -> new HashSet<>()).add(place);
        }
    }

    private void count(ContactEntry entry, int by) {
        valid += entry.valid() ? by : 0;
        for (Identity identity : entry.contact().identities()) {
            types.merge(identity.type(), by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** How many contacts are valid. */
    int validCount() {
        return valid;
    }

    /**
     * What searches need.
     *
     * <p>The first time without lists: a command that opens the store for itself looks once, and making them takes longer than that.
     */
    SearchIndex search() {
        if (search == null) {
            search = new SearchIndex(
                    places().filter(place -> place.entry().valid()).toList());
        } else {
            prepare();
        }
        return search;
    }

    /** Makes what finding and sorting need, unless it is there. */
    void prepare() {
        if (search == null || !search.hasLists()) {
            search = SearchIndex.withLists(order.all());
        }
    }

    /** The valid contacts of exactly this name. */
    Stream<ContactEntry> named(String name) {
        SearchIndex index = search();
        return Arrays.stream(index.maybe(List.of(FoldedText.of(name))))
                .mapToObj(number -> index.place(number).entry())
                .filter(entry -> entry.contact().name().equals(Optional.of(name)));
    }

    /** {@code some} valid contacts, by name. */
    List<Place> sort(Collection<Place> some) {
        return order.sort(some);
    }

    /** The valid contacts, by name. */
    List<Place> byName() {
        return order.all();
    }

    /** The valid contacts that have an identity of any type with this very value. */
    List<ContactEntry> byValue(String value) {
        return types.keySet().stream()
                .map(type -> FieldKey.identity(new Identity(type, value)))
                .flatMap(key -> byIdentity(key).stream())
                .filter(entry -> entry.contact().identities().stream()
                        .anyMatch(identity -> identity.value().equals(value)))
                .distinct()
                .sorted(Comparator.comparing(ContactEntry::id))
                .toList();
    }

    /** All items connected with {@code start}, sorted by id. */
    private List<Item> together(String start, Set<String> seen, Function<String, Optional<Item>> now) {
        Map<String, Item> items = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            Item item = now.apply(open.pop()).orElseThrow();
            items.put(item.id(), item);
            identities(item)
                    .flatMap(key -> having(key).stream())
                    .filter(seen::add)
                    .forEach(open::push);
        }
        return List.copyOf(items.values());
    }

    /** The contact that has item {@code id}, valid or not. */
    Optional<ContactEntry> byItem(String id) {
        return Optional.ofNullable(byItem.get(id)).map(Place::entry);
    }

    /** The contacts with an item whose id starts so. */
    List<ContactEntry> byPrefix(String prefix) {
        return byItem.tailMap(prefix, true).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getValue().entry())
                .distinct()
                .toList();
    }

    Optional<ContactEntry> byIdentity(FieldKey identity) {
        return having(identity).stream().findFirst().flatMap(this::byItem).filter(ContactEntry::valid);
    }

    /** The valid contacts that refer to a group. */
    Set<Place> placesIn(String groupId) {
        return Collections.unmodifiableSet(byGroup.getOrDefault(groupId, Set.of()));
    }

    /** The ids of the valid contacts that refer to a group. */
    Set<String> inGroup(String groupId) {
        return placesIn(groupId).stream().map(place -> place.entry().id()).collect(Collectors.toUnmodifiableSet());
    }

    /** Every contact once, valid or not, sorted by id. */
    List<ContactEntry> all() {
        return places().map(Place::entry).toList();
    }

    private Stream<Place> places() {
        return byItem.entrySet().stream()
                .filter(item -> item.getValue().entry().id().equals(item.getKey()))
                .map(Map.Entry::getValue);
    }
}
