package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import im.kith.core.replica.UncheckedStoreException;
import im.kith.core.replica.VersionStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Where a book reads the items of the two nodes that it has not taken in yet. Every method may throw {@link UncheckedStoreException}. */
public interface Unread {

    /** No items. */
    Unread NOTHING = new Unread() {
        @Override
        public Optional<VersionStore.Summary> summary() {
            return Optional.empty();
        }

        @Override
        public void missSummary() {}

        @Override
        public List<ItemReading> read(Collection<ItemKey> items) {
            return List.of();
        }

        @Override
        public List<ItemReading> readAll(Predicate<ItemKey> known) {
            return List.of();
        }
    };

    /** What {@link SummaryDraft} wrote, and which have changed since. */
    Optional<VersionStore.Summary> summary();

    /** There is no summary, or one that says nothing to this release: the next is to be kept. */
    void missSummary();

    /** These items as they are now. */
    List<ItemReading> read(Collection<ItemKey> items);

    /** All items as they are now but those that are {@code known}. */
    List<ItemReading> readAll(Predicate<ItemKey> known);
}
