package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import java.util.ArrayList;
import java.util.List;

/** What contacts and groups in the book have in common. */
final class Entries {

    private Entries() {}

    /** The fields of items that are one contact or group; a single item's as they are. */
    static Fields merged(List<Item> items) {
        List<Fields> all = new ArrayList<>(items.size());
        for (Item item : items) {
            if (item.fields() != null) {
                all.add(item.fields());
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no contact or group in " + items.size() + " items");
        }
        return Fields.merged(all);
    }

    static Stamp changed(Fields fields) {
        return fields.latest().orElse(Payload.NO_STAMP);
    }

    static int conflicts(List<Item> items) {
        return items.stream().mapToInt(item -> item.versions() - 1).sum();
    }
}
