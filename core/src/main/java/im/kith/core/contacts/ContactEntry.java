package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A contact in the book, with what listing and searching need worked out once.
 *
 * @param items that it lies over, sorted by id
 * @param sortKey its folded label
 */
record ContactEntry(List<Item> items, Fields fields, Contact contact, String sortKey) {

    /** Stands between what is searched. */
    static final char BETWEEN = '\n';

    static final Comparator<ContactEntry> BY_NAME = Comparator.comparing(ContactEntry::sortKey)
            .thenComparing(entry -> entry.contact.label())
            .thenComparing(ContactEntry::id);

    static ContactEntry of(Item item) {
        return of(List.of(item));
    }

    static ContactEntry of(List<Item> items) {
        Fields fields = Entries.merged(items);
        Contact contact = Contact.of(fields);
        return new ContactEntry(items, fields, contact, FoldedText.of(contact.label()));
    }

    /** Folded: everything that is searched but groups' names; what it is called first. */
    String text() {
        StringBuilder text = new StringBuilder(FoldedText.of(contact.name().orElse("")));
        for (Identity identity : contact.identities()) {
            text.append(BETWEEN).append(FoldedText.of(identity.value()));
        }
        return text.toString();
    }

    String id() {
        return items.get(0).id();
    }

    boolean valid() {
        return !contact.identities().isEmpty();
    }

    Stamp changed() {
        return Entries.changed(fields);
    }

    ContactView view(Function<String, GroupRef> groups) {
        Stamp changed = changed();
        return new ContactView(
                id(),
                items.stream().map(Item::id).toList(),
                contact,
                contact.groupIds().stream().map(groups).toList(),
                Instant.ofEpochMilli(fields.added()),
                changed.hlc().instant(),
                changed.replica(),
                Entries.conflicts(items));
    }
}
