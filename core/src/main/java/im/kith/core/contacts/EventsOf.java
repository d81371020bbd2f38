package im.kith.core.contacts;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** Tells what differs between two states of some entries. */
final class EventsOf {

    private EventsOf() {}

    static <T> void differences(
            Map<String, T> before,
            Map<String, T> after,
            BiPredicate<T, T> same,
            BiConsumer<BookEvent.Kind, T> consumer) {
        before.forEach((id, entry) -> {
            if (!after.containsKey(id)) {
                consumer.accept(BookEvent.Kind.REMOVED, entry);
            }
        });
        after.forEach((id, entry) -> {
            T old = before.get(id);
            if (old == null) {
                consumer.accept(BookEvent.Kind.ADDED, entry);
            } else if (!same.test(old, entry)) {
                consumer.accept(BookEvent.Kind.CHANGED, entry);
            }
        });
    }

    /** Only the contacts that are shown. */
    static Map<String, ContactEntry> valid(Map<String, ContactEntry> entries) {
        Map<String, ContactEntry> valid = new TreeMap<>(entries);
        valid.values().removeIf(entry -> !entry.valid());
        return valid;
    }
}
