package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import java.util.List;

/** What contacts and groups in the book have in common. */
final class Entries {

    private Entries() {}

    /** The fields of items that are one contact or group; a single item's as they are. */
    static Fields merged(List<Item> items) {
        Fields merged = null;
        for (Item item : items) {
            if (item.fields() != null) {
                merged = merged == null ? item.fields() : merged.merge(item.fields());
            }
        }
        if (merged == null) {
            throw new IllegalArgumentException("no contact or group in " + items.size() + " items");
        }
        return merged;
    }

    static Stamp changed(Fields fields) {
        return fields.latest().orElse(Payload.NO_STAMP);
    }

    static int conflicts(List<Item> items) {
        return items.stream().mapToInt(item -> item.versions() - 1).sum();
    }
}
