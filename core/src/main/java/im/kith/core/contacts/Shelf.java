package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import im.kith.core.replica.VersionStore;
import java.io.IOException;
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
        take(all -> all.meant(ref));
    }

    /** Reads the contacts that have all of {@code words}. */
    void takeMatching(List<Search.Word> words) {
        take(all -> all.matching(words));
    }

    /** Reads the contacts that have one of these items or identities. */
    void takeTouching(Collection<String> items, Collection<FieldKey> identities) {
        take(all -> all.touching(items, identities));
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

    /** Reads the groups, and what the catalogue does not know, if it has not yet. */
    void open() {
        if (empty || catalogue != null) {
            return;
        }
        Optional<VersionStore.Summary> summary = unread.summary();
        if (summary.isEmpty()) {
            doWithout();
            return;
        }
        try {
            open(new Catalogue(summary.get().parts()), summary.get().changed());
        } catch (IOException e) {
            // such as of another release: it is made anew of all items
            doWithout();
        }
    }

    private void open(Catalogue fresh, Set<ItemKey> changed) throws IOException {
        Set<ItemKey> first = new HashSet<>();
        fresh.groupItems().forEach(id -> first.add(new ItemKey(ContactsXml.GROUPS_NODE, id)));
        changed.stream().filter(item -> ContactsXml.isContactsNode(item.node())).forEach(first::add);
        List<ItemReading> readings = new ArrayList<>(unread.read(first));
        List<String> items = new ArrayList<>();
        List<FieldKey> identities = new ArrayList<>();
        for (ItemReading reading : readings) {
            if (Subject.on(reading.key().node()) == Subject.CONTACT) {
                items.add(reading.key().id());
                reading.item().ifPresent(item -> ContactIndex.identities(item).forEach(identities::add));
            }
        }
        BitSet touched = fresh.touching(items, identities);
        Set<ItemKey> others = items(fresh, touched);
        others.removeAll(first);
        readings.addAll(unread.read(others));
        done.or(touched);
        catalogue = fresh;
        give(readings);
    }

    private interface Look {
        BitSet in(Catalogue all) throws IOException;
    }

    private void take(Look look) {
        open();
        Catalogue all = catalogue;
        if (all == null) {
            return;
        }
        try {
            BitSet wanted = look.in(all);
            wanted.andNot(done);
            if (wanted.cardinality() > all.size() / MANY) {
                takeAll();
            } else if (!wanted.isEmpty()) {
                Set<ItemKey> items = items(all, wanted);
                items.removeAll(taken);
                done.or(wanted);
                give(unread.read(items));
            }
        } catch (IOException e) {
            // damaged, or dropped since it was opened
            doWithout();
        }
    }

    private void doWithout() {
        unread.missSummary();
        takeAll();
    }

    private static Set<ItemKey> items(Catalogue all, BitSet contacts) throws IOException {
        Set<ItemKey> items = new HashSet<>();
        for (int number = contacts.nextSetBit(0); number >= 0; number = contacts.nextSetBit(number + 1)) {
            all.items(number).forEach(id -> items.add(new ItemKey(ContactsXml.CONTACTS_NODE, id)));
        }
        return items;
    }

    private void give(List<ItemReading> readings) {
        readings.forEach(reading -> taken.add(reading.key()));
        book.accept(readings);
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
