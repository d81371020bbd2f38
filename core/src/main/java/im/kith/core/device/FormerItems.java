package im.kith.core.device;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ChangeWords;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Sibling;
import im.kith.core.replica.Effect;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Items that were contacts or groups and are none now: deleted, or merged into others.
 *
 * <p>Found by reading what is superseded through, the first time they are asked for; from then on only items that changed are
 * looked at again. One publication of each is deciphered.
 */
final class FormerItems {

    /** An item as it was last. */
    record Former(ItemKey item, String label, Set<Identity> identities) {}

    private final VersionStore store;
    private final Payloads payloads;
    private final AddressBook book;
    private final Set<ItemKey> changed = new HashSet<>();
    private @Nullable NavigableMap<String, Former> byId;

    FormerItems(VersionStore store, Payloads payloads, AddressBook book) {
        this.store = store;
        this.payloads = payloads;
        this.book = book;
    }

    /** What is stored of these items may be another now. */
    void heed(Collection<ItemKey> items) {
        if (byId != null) {
            items.stream()
                    .filter(item -> ContactsXml.isContactsNode(item.node()))
                    .forEach(changed::add);
        }
    }

    /** What is trimmed, or goes into quarantine or comes out of it, is told of by no item. */
    void heed(Effect effect) {
        if (effect instanceof Effect.Persist persist) {
            StoreChange change = persist.change();
            if (!change.trim().isEmpty()
                    || !change.toQuarantine().isEmpty()
                    || !change.toLive().isEmpty()) {
                forget();
            }
        }
    }

    /** Any item may be another now, or may be readable. */
    void forget() {
        byId = null;
        changed.clear();
    }

    private Collection<Former> all() throws StoreException {
        NavigableMap<String, Former> all = byId;
        if (all == null) {
            Set<ItemKey> gone = new HashSet<>();
            store.forEachInHistory(version -> {
                ItemKey item = version.item();
                if (version.payload().isPresent() && ContactsXml.isContactsNode(item.node()) && !book.holds(item)) {
                    gone.add(item);
                }
            });
            all = new TreeMap<>();
            changed.addAll(gone);
        }
        for (ItemKey item : changed) {
            Optional<Former> former = book.holds(item) ? Optional.empty() : former(item);
            if (former.isPresent()) {
                all.put(key(item), former.get());
            } else {
                all.remove(key(item));
            }
        }
        changed.clear();
        byId = all;
        return all.values();
    }

    private static String key(ItemKey item) {
        return item.id() + ' ' + item.node();
    }

    private Optional<Former> former(ItemKey item) throws StoreException {
        Trail trail = Trail.of(item, store, payloads);
        Optional<Former> found = Optional.empty();
        for (int i = trail.versions().size() - 1; i >= 0 && found.isEmpty(); i--) {
            found = former(item, trail.open(trail.versions().get(i)));
        }
        return found;
    }

    private static Optional<Former> former(ItemKey item, Optional<Sibling> sibling) {
        List<Sibling> siblings = sibling.stream().toList();
        String label = ChangeWords.label(item.node(), siblings);
        Set<Identity> identities = ChangeWords.identities(item.node(), siblings);
        return label.isEmpty() && identities.isEmpty()
                ? Optional.empty()
                : Optional.of(new Former(item, label, identities));
    }

    /** The contacts' items that had one of these identities, and those that had one of theirs. */
    List<ItemKey> sharing(Set<Identity> identities) throws StoreException {
        Set<Identity> known = new LinkedHashSet<>(identities);
        Set<ItemKey> found = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Former former : all()) {
                if (!found.contains(former.item())
                        && former.identities().stream().anyMatch(known::contains)) {
                    found.add(former.item());
                    more |= known.addAll(former.identities());
                }
            }
        }
        return List.copyOf(found);
    }

    /** What a user may mean by {@code ref}: an id, the beginning of one, an identity or a name as they were last. */
    List<Former> meant(String ref) throws StoreException {
        Identity jid = new Identity("jid", new Identity("jid", ref).key());
        List<Former> exact = new ArrayList<>();
        List<Former> maybe = new ArrayList<>();
        for (Former former : all()) {
            boolean address = former.identities().contains(jid)
                    || former.identities().stream().anyMatch(i -> i.value().equals(ref));
            if (former.item().id().equals(ref) || address) {
                exact.add(former);
            } else if (former.label().equals(ref)
                    || (ref.length() >= AddressBook.PREFIX && former.item().id().startsWith(ref))) {
                maybe.add(former);
            }
        }
        return exact.isEmpty() ? maybe : exact;
    }
}
