package im.kith.core.device;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ChangeWords;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Sibling;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStore.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Items that were contacts or groups and are none now: deleted, or merged into others.
 *
 * <p>Found by reading the store through, since nothing about them is kept in memory; one publication of each is deciphered.
 */
final class FormerItems {

    /** An item as it was last. */
    record Former(ItemKey item, String label, Set<Identity> identities) {}

    private final List<Former> all;

    private FormerItems(List<Former> all) {
        this.all = all;
    }

    static FormerItems in(VersionStore store, Payloads payloads, AddressBook book) throws StoreException {
        Map<ItemKey, Version> last = new HashMap<>();
        store.forEachStored(stored -> {
            Version version = stored.version();
            ItemKey item = version.item();
            if (stored.place() == Place.HISTORY
                    && version.payload().isPresent()
                    && ContactsXml.isContactsNode(item.node())
                    && !book.holds(item)) {
                last.merge(item, version, (a, b) -> Trail.OLDEST_FIRST.compare(a, b) >= 0 ? a : b);
            }
        });
        List<Former> all = new ArrayList<>();
        for (Map.Entry<ItemKey, Version> entry : last.entrySet()) {
            former(entry.getKey(), store, payloads, entry.getValue()).ifPresent(all::add);
        }
        all.sort((a, b) -> a.item().id().compareTo(b.item().id()));
        return new FormerItems(all);
    }

    private static Optional<Former> former(ItemKey item, VersionStore store, Payloads payloads, Version last)
            throws StoreException {
        Optional<Former> found = former(item, payloads.open(last).map(Payloads.Opened::sibling));
        if (found.isPresent()) {
            return found;
        }
        Trail trail = Trail.of(item, store, payloads);
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
    List<ItemKey> sharing(Set<Identity> identities) {
        Set<Identity> known = new LinkedHashSet<>(identities);
        Set<ItemKey> found = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Former former : all) {
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
    List<Former> meant(String ref) {
        Identity jid = new Identity("jid", new Identity("jid", ref).key());
        List<Former> exact = new ArrayList<>();
        List<Former> maybe = new ArrayList<>();
        for (Former former : all) {
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
