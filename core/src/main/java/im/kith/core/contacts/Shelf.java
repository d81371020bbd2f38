package im.kith.core.contacts;

import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a book has not read yet. It is read from contact to contact, as it is asked for, as long as there is a {@link Catalogue} that
 * tells where to look; else all at once.
 *
 * <p>The contacts of a catalogue share no identity with one another. Items that changed since it was made, and what these touch, are
 * read first; from then on each of the others is a contact of its own until one is changed here, which reads what that touches.
 */
final class Shelf {

    /** Of more than one contact in so many all are read: that is quicker than each by itself. */
    private static final int MANY = 8;

    private final Unread unread;
    private final Consumer<List<ItemReading>> book;
    private final Set<ItemKey> taken = new HashSet<>();
    private final BitSet done = new BitSet();
    private @Nullable Catalogue catalogue;
    private boolean empty;

    Shelf(Unread unread, Consumer<List<ItemReading>> book) {
        this.unread = unread;
        this.book = book;
    }

    /** One that there is nothing on. */
    static Shelf empty() {
        Shelf shelf = new Shelf(Unread.NOTHING, items -> {});
        shelf.takeAll();
        return shelf;
    }

    /** Whether all was read. */
    boolean isEmpty() {
        return empty;
    }

    /** Reads the contacts that a user may mean by {@code ref}. */
    void takeMeant(String ref) {
        Catalogue all = open();
        if (all != null) {
            take(all, all.meant(ref));
        }
    }

    /** Reads the contacts that have all of {@code words}. */
    void takeMatching(List<Search.Word> words) {
        Catalogue all = open();
        if (all != null) {
            take(all, all.matching(words));
        }
    }

    /** Reads the contacts that have one of these items or identities. */
    void takeTouching(Collection<String> items, Collection<FieldKey> identities) {
        Catalogue all = open();
        if (all != null) {
            take(all, all.touching(items, identities));
        }
    }

    /** The book is to be told of {@code updates}: reads what they touch, and leaves to the book what they say. */
    void giveWay(Collection<ItemUpdate> updates) {
        if (empty) {
            return;
        }
        List<String> items = new ArrayList<>();
        List<FieldKey> identities = new ArrayList<>();
        for (ItemUpdate update : updates) {
            if (Subject.on(update.item().node()) == Subject.CONTACT) {
                items.add(update.item().id());
                Item.of(update).ifPresent(item -> ContactIndex.identities(item).forEach(identities::add));
            }
        }
        takeTouching(items, identities);
        updates.forEach(update -> taken.add(update.item()));
    }

    /** Reads the groups, and what the catalogue does not know; gives the catalogue unless all was read. */
    @Nullable
    Catalogue open() {
        if (empty || catalogue != null) {
            return catalogue;
        }
        Optional<VersionStore.Summary> summary = unread.summary();
        Catalogue fresh = summary.flatMap(Shelf::catalogue).orElse(null);
        if (summary.isEmpty() || fresh == null) {
            unread.missSummary();
            takeAll();
            return null;
        }
        Set<ItemKey> first = new HashSet<>();
        fresh.groupItems().forEach(id -> first.add(new ItemKey(ContactsXml.GROUPS_NODE, id)));
        summary.get().changed().stream()
                .filter(item -> ContactsXml.isContactsNode(item.node()))
                .forEach(first::add);
        catalogue = fresh;
        List<ItemReading> readings = new ArrayList<>(read(first));
        List<String> items = new ArrayList<>();
        List<FieldKey> identities = new ArrayList<>();
        for (ItemReading reading : readings) {
            if (Subject.on(reading.key().node()) == Subject.CONTACT) {
                items.add(reading.key().id());
                reading.item().ifPresent(item -> ContactIndex.identities(item).forEach(identities::add));
            }
        }
        readings.addAll(read(items(fresh, fresh.touching(items, identities))));
        book.accept(readings);
        return catalogue;
    }

    private static Optional<Catalogue> catalogue(VersionStore.Summary summary) {
        try {
            return Optional.of(Catalogue.read(summary.parts()));
        } catch (MalformedException e) {
            // such as of another release: it is made anew of all items
            return Optional.empty();
        }
    }

    private void take(Catalogue all, BitSet wanted) {
        wanted.andNot(done);
        if (wanted.cardinality() > all.size() / MANY) {
            takeAll();
        } else if (!wanted.isEmpty()) {
            book.accept(read(items(all, wanted)));
        }
    }

    private Set<ItemKey> items(Catalogue all, BitSet contacts) {
        done.or(contacts);
        Set<ItemKey> items = new HashSet<>();
        contacts.stream()
                .forEach(number ->
                        all.items(number).forEach(id -> items.add(new ItemKey(ContactsXml.CONTACTS_NODE, id))));
        return items;
    }

    private List<ItemReading> read(Set<ItemKey> items) {
        items.removeAll(taken);
        taken.addAll(items);
        return unread.read(items);
    }

    /** Reads all that was not read yet. */
    void takeAll() {
        if (!empty) {
            List<ItemReading> rest = unread.readAll(taken::contains);
            empty = true;
            catalogue = null;
            taken.clear();
            book.accept(rest);
        }
    }
}
