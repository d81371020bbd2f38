package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an update says of its item. Finding that out is most of the work of taking an item in, and may be done beforehand, on any
 * thread.
 */
public final class ItemReading {

    private final ItemKey key;
    private final boolean readable;
    private final Optional<Item> item;
    private final @Nullable ContactEntry alone;

    private ItemReading(ItemUpdate update) {
        this.key = update.item();
        this.readable = update.unreadable() == 0;
        this.item = Item.of(update);
        this.alone = item.filter(it -> it.kind() == Item.Kind.SUBJECT && Subject.on(key.node()) == Subject.CONTACT)
                .map(ContactEntry::of)
                .orElse(null);
    }

    public static ItemReading of(ItemUpdate update) {
        return new ItemReading(update);
    }

    public ItemKey key() {
        return key;
    }

    /** Whether all its live versions could be read. */
    public boolean readable() {
        return readable;
    }

    Optional<Item> item() {
        return item;
    }

    /** The contact that the item is as long as no other has one of its identities; null if it is none. */
    @Nullable
    ContactEntry alone() {
        return alone;
    }
}
