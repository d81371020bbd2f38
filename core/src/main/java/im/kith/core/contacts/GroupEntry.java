package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import java.time.Instant;
import java.util.List;

/**
 * A group in the book.
 *
 * @param items that it lies over, sorted by id
 */
record GroupEntry(List<Item> items, Fields fields, Group group, String text) {

    static GroupEntry of(List<Item> items, Fields fields, Group group) {
        return new GroupEntry(items, fields, group, FoldedText.of(group.name()));
    }

    String id() {
        return group.id();
    }

    GroupView view(int contacts) {
        Stamp changed = Entries.changed(fields);
        return new GroupView(
                group,
                items.stream().map(Item::id).toList(),
                contacts,
                Instant.ofEpochMilli(fields.added()),
                changed.hlc().instant(),
                changed.replica(),
                Entries.conflicts(items));
    }
}
