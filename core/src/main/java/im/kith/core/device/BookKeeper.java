package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.BookEvent;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.ItemReading;
import im.kith.core.contacts.ItemUpdate;
import im.kith.core.contacts.Sibling;
import im.kith.core.contacts.SummaryDraft;
import im.kith.core.contacts.Unread;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Replica;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.UncheckedStoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Keeps the address book what the live versions say: reads for it what it asks for, and again what has changed. */
final class BookKeeper implements Unread {

    /** Items that changed since the summary was made, each of which is read when the book is opened; with more, all are. */
    private static final int MOST_CHANGED = 512;

    private final Replica replica;
    private final VersionStore store;
    private final Payloads payloads;
    private final AddressBook book = new AddressBook(this);
    private final FormerItems former;
    private final Pending pending;
    private final Set<ItemKey> unreadable = new HashSet<>();
    private boolean missed;

    BookKeeper(Replica replica, VersionStore store, Payloads payloads, Pending pending) {
        this.replica = replica;
        this.store = store;
        this.payloads = payloads;
        this.former = new FormerItems(store, payloads, book);
        this.pending = pending;
    }

    @Override
    public Optional<VersionStore.Summary> summary() {
        try {
            return store.summary(MOST_CHANGED);
        } catch (StoreException e) {
            throw new UncheckedStoreException(e);
        }
    }

    @Override
    public void missSummary() {
        missed = true;
    }

    @Override
    public List<ItemReading> read(Collection<ItemKey> items) {
        try {
            return updates(items).stream().map(ItemReading::of).toList();
        } catch (StoreException e) {
            throw new UncheckedStoreException(e);
        }
    }

    /**
     * Reads the whole store once, for the replica's index and the address book; versions are deciphered on all processors, since
     * this is most of what a command costs. Items with several live versions, which are few, are read once more together.
     */
    @Override
    public List<ItemReading> readAll(Predicate<ItemKey> known) {
        try {
            ReadAhead ahead = new ReadAhead(payloads);
            store.forEachLive(version -> {
                replica.index(version);
                if (ContactsXml.isContactsNode(version.item().node()) && !known.test(version.item())) {
                    ahead.add(version);
                }
            });
            replica.indexed();
            List<ItemReading> readings = new ArrayList<>();
            Set<ItemKey> several = new LinkedHashSet<>();
            for (ItemReading reading : ahead.all()) {
                if (replica.live(reading.key()).size() > 1) {
                    several.add(reading.key());
                } else {
                    readings.add(reading);
                    if (!reading.readable()) {
                        unreadable.add(reading.key());
                    }
                }
            }
            readings.addAll(read(several));
            return readings;
        } catch (StoreException e) {
            throw new UncheckedStoreException(e);
        }
    }

    /** Where everything is, for the next time the store is opened, if all was read now, and much of what is kept has changed. */
    Optional<SummaryDraft> draftSummary(Instant now) throws StoreException {
        pending.commit(now);
        boolean worth = book.isComplete() && (missed || !store.hasSummary(MOST_CHANGED / 4));
        missed = false;
        return worth ? Optional.of(new SummaryDraft(book, store)) : Optional.empty();
    }

    private static void add(
            Version version,
            Optional<Payloads.Opened> opened,
            Map<ItemKey, List<Sibling>> siblings,
            Map<ItemKey, Integer> broken) {
        List<Sibling> of = siblings.computeIfAbsent(version.item(), item -> new ArrayList<>(1));
        if (opened.isPresent()) {
            of.add(opened.get().sibling());
        } else {
            broken.merge(version.item(), 1, Integer::sum);
        }
    }

    private List<ItemUpdate> updates(Map<ItemKey, List<Sibling>> siblings, Map<ItemKey, Integer> broken) {
        List<ItemUpdate> updates = new ArrayList<>(siblings.size());
        siblings.forEach((item, of) -> {
            int unread = broken.getOrDefault(item, 0);
            if (unread > 0) {
                unreadable.add(item);
            } else {
                unreadable.remove(item);
            }
            updates.add(new ItemUpdate(item, of, unread));
        });
        return updates;
    }

    AddressBook book() {
        return book;
    }

    FormerItems former() {
        return former;
    }

    /** Takes in {@code items}, which changed by what {@code author} wrote. */
    void update(Collection<ItemKey> items, DeviceId author) throws StoreException {
        List<ItemKey> contacts = items.stream()
                .filter(item -> ContactsXml.isContactsNode(item.node()))
                .toList();
        former.heed(contacts);
        List<BookEvent> events = apply(contacts);
        if (!events.isEmpty()) {
            pending.event(new DeviceEvent.BookChanged(events, author));
        }
        pending.event(new DeviceEvent.ItemsChanged(Set.copyOf(items), author));
    }

    /** After new secrets came: what could not be read before may be readable now. */
    void retryUnreadable(DeviceId me) throws StoreException {
        former.forget();
        book.complete();
        List<BookEvent> events = apply(List.copyOf(unreadable));
        if (!events.isEmpty()) {
            pending.event(new DeviceEvent.BookChanged(events, me));
        }
    }

    private List<BookEvent> apply(Collection<ItemKey> items) throws StoreException {
        return book.apply(updates(items));
    }

    private List<ItemUpdate> updates(Collection<ItemKey> items) throws StoreException {
        List<Version> versions = new ArrayList<>(items.size());
        for (ItemKey item : items) {
            versions.addAll(live(item));
        }
        List<Optional<Payloads.Opened>> opened = payloads.openAll(versions);
        Map<ItemKey, List<Sibling>> siblings = new HashMap<>();
        Map<ItemKey, Integer> broken = new HashMap<>();
        items.forEach(item -> siblings.put(item, new ArrayList<>(1)));
        for (int i = 0; i < versions.size(); i++) {
            add(versions.get(i), opened.get(i), siblings, broken);
        }
        return updates(siblings, broken);
    }

    /** The live versions of {@code item}, those that wait for their commit too. */
    private List<Version> live(ItemKey item) throws StoreException {
        List<Version> versions = new ArrayList<>(1);
        List<VersionId> stored = new ArrayList<>();
        for (VersionId id : replica.live(item)) {
            Optional<Version> fresh = pending.inserted(id);
            fresh.ifPresent(versions::add);
            if (fresh.isEmpty()) {
                stored.add(id);
            }
        }
        if (!stored.isEmpty()) {
            versions.addAll(store.read(stored));
        }
        return versions;
    }
}
