package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import java.util.List;

/** By what a book can be opened again without reading it all (see {@link Unread#summary}), as it was at one moment. */
public final class SummaryDraft {

    private final VersionStore store;
    private final VersionStore.SummaryPoint point;
    private final List<ContactEntry> contacts;
    private final List<Item> groupItems;
    private final int items;
    private List<Bytes> parts = List.of();

    /** Of {@code book}, which shows all that is durable in {@code store}, and nothing else. */
    public SummaryDraft(AddressBook book, VersionStore store) throws StoreException {
        this.store = store;
        this.point = store.summaryPoint();
        this.contacts = book.contactIndex().all();
        this.groupItems = List.copyOf(book.items(ContactsXml.GROUPS_NODE).all());
        this.items = groupItems.size() + book.itemCount(ContactsXml.CONTACTS_NODE);
    }

    /** Takes as long as a tenth of reading the book, on any thread: the store and the book are not looked at. */
    public void write() {
        parts = CatalogueWriter.write(contacts, groupItems);
    }

    /** Keeps what was written in the store. */
    public void keep() throws StoreException {
        store.keepSummary(parts, CatalogueWriter.room(items, parts.size()), point);
    }
}
