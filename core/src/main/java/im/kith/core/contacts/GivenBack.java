package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which fields of items that come back must be stamped anew when a merge is undone.
 *
 * <p>The item that kept the contact sets back what it had taken over, with a new stamp. Where both are shown as one because they
 * still share an identity, that would hide the field of the item that comes back. So the field that had won among these items is
 * written later than the one set back, if it had won against that one too.
 */
final class GivenBack {

    private final Map<FieldKey, ItemKey> keeperOf = new HashMap<>();
    private final Map<ItemKey, Transition> keepers = new HashMap<>();
    private final Map<ItemKey, Map<FieldKey, Won>> won = new HashMap<>();
    private final Map<ItemKey, Fields> back = new LinkedHashMap<>();
    private final Map<ItemKey, List<Field>> restamped = new HashMap<>();

    private record Won(ItemKey item, Field field) {}

    /** Takes in what was done to an item. */
    void take(ItemKey item, Transition done) {
        Fields before = done.before();
        Fields after = done.after();
        if (before != null && after != null) {
            keepers.put(item, done);
            marks(after).forEach(mark -> keeperOf.put(mark, item));
        } else if (before != null) {
            back.put(item, before);
        }
    }

    /** What an item and the one that took it over have in common. */
    private static List<FieldKey> marks(Fields fields) {
        if (fields.subject() == Subject.GROUP) {
            return fields.present(FieldKey.ID).stream()
                    .map(id -> FieldKey.group(id.text()))
                    .toList();
        }
        return fields.present(FieldKey.Kind.IDENTITY).stream().map(Field::key).toList();
    }

    /** {@code keeper} sets these fields back, or goes on without them by a removal that is newer than what others had. */
    void setBack(ItemKey keeper, Collection<FieldKey> keys) {
        Transition done = keepers.get(keeper);
        if (done == null || done.before() == null) {
            return;
        }
        Map<FieldKey, Field> own = done.before().asMap();
        Map<FieldKey, Won> winners = winners(keeper);
        for (FieldKey key : keys) {
            Won winner = winners.get(key);
            Field before = own.get(key);
            if (winner != null && (before == null || winner.field().stamp().compareTo(before.stamp()) > 0)) {
                restamped
                        .computeIfAbsent(winner.item(), item -> new ArrayList<>())
                        .add(winner.field());
            }
        }
    }

    /** Per field the winner among the items that come back from {@code keeper}. */
    private Map<FieldKey, Won> winners(ItemKey keeper) {
        if (won.isEmpty()) {
            back.forEach((item, fields) -> marks(fields).stream()
                    .flatMap(mark -> Optional.ofNullable(keeperOf.get(mark)).stream())
                    .findFirst()
                    .ifPresent(of -> fields.all()
                            .forEach(field -> won.computeIfAbsent(of, k -> new HashMap<>())
                                    .merge(
                                            field.key(),
                                            new Won(item, field),
                                            (a, b) -> Field.later(a.field(), b.field())
                                                            .equals(a.field())
                                                    ? a
                                                    : b))));
        }
        return won.getOrDefault(keeper, Map.of());
    }

    /** The fields of {@code item} to be written with its new version's stamp. */
    List<Field> to(ItemKey item) {
        return restamped.getOrDefault(item, List.of());
    }
}
