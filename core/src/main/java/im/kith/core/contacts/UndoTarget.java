package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the items of a change will say after its undo, and which of those that are shown as one says what is shown.
 *
 * <p>A field that is set back with a new stamp would hide what another item of the same contact says of it. So only what is shown
 * is stamped anew; what another item's field hid gets back the stamp that it had.
 */
final class UndoTarget {

    private final AddressBook book;
    private final Set<ItemKey> undone = new HashSet<>();
    private final Map<ItemKey, Fields> targets = new HashMap<>();
    private final Map<ItemKey, Map<FieldKey, Field>> byKey = new HashMap<>();
    private final Map<ItemKey, Set<FieldKey>> setBack = new HashMap<>();
    private final Map<FieldKey, List<ItemKey>> having = new HashMap<>();
    private final Map<ItemKey, Together> found = new HashMap<>();

    /** Items shown as one: their fields, and what is set back in any of them. */
    private record Together(Map<FieldKey, Field> shown, Set<FieldKey> setBack) {}

    UndoTarget(AddressBook book) {
        this.book = book;
    }

    /** An item of the change; it will not be there unless more is said of it. */
    void take(ItemKey item) {
        undone.add(item);
    }

    /**
     * What an item of the change will say, with the stamps from before the change.
     *
     * @param keys those that are set back in it
     */
    void put(ItemKey item, Fields target, Collection<FieldKey> keys) {
        targets.put(item, target);
        byKey.put(item, target.asMap());
        setBack.put(item, new HashSet<>(keys));
        marks(target)
                .forEach(mark ->
                        having.computeIfAbsent(mark, m -> new ArrayList<>()).add(item));
    }

    /** What all items of a contact, or of a group, are found by. */
    private static Stream<FieldKey> marks(Fields fields) {
        return fields.subject() == Subject.GROUP
                ? fields.present(FieldKey.ID).stream().map(id -> FieldKey.group(id.text()))
                : fields.present(FieldKey.Kind.IDENTITY).stream().map(Field::key);
    }

    /** Whether what {@code item} will say of {@code key}, be it nothing, is what is shown. */
    boolean isShown(ItemKey item, FieldKey key) {
        return Objects.equals(
                together(item).shown().get(key),
                byKey.getOrDefault(item, Map.of()).get(key));
    }

    /** The fields of {@code item} that are shown instead of one that is set back in another item. */
    List<Field> prevailing(ItemKey item) {
        Together together = together(item);
        return byKey.getOrDefault(item, Map.of()).values().stream()
                .filter(field -> together.setBack().contains(field.key()))
                .filter(field -> field.equals(together.shown().get(field.key())))
                .toList();
    }

    private Together together(ItemKey start) {
        Together known = found.get(start);
        if (known != null) {
            return known;
        }
        Set<ItemKey> items = new LinkedHashSet<>(Set.of(start));
        Deque<ItemKey> open = new ArrayDeque<>(items);
        List<Fields> all = new ArrayList<>();
        Set<FieldKey> keys = new HashSet<>();
        while (!open.isEmpty()) {
            ItemKey item = open.pop();
            Fields fields = fields(item);
            all.add(fields);
            keys.addAll(setBack.getOrDefault(item, Set.of()));
            marks(fields).flatMap(this::having).filter(items::add).forEach(open::push);
        }
        Together together = new Together(Fields.merged(all).asMap(), keys);
        items.forEach(item -> found.put(item, together));
        return together;
    }

    private Fields fields(ItemKey item) {
        Fields target = targets.get(item);
        return target != null
                ? target
                : Objects.requireNonNull(
                        book.items(item.node()).get(item.id()).orElseThrow().fields());
    }

    private Stream<ItemKey> having(FieldKey mark) {
        Stream<Item> others = mark.kind() == FieldKey.Kind.GROUP
                ? book.groupIndex().byId(mark.first()).stream().flatMap(entry -> entry.items().stream())
                : book.contactIndex().byIdentity(mark).stream().flatMap(entry -> entry.items().stream());
        return Stream.concat(
                having.getOrDefault(mark, List.of()).stream(),
                others.filter(item -> !undone.contains(item.key()))
                        .filter(item ->
                                item.fields() != null && marks(item.fields()).anyMatch(mark::equals))
                        .map(Item::key));
    }
}
