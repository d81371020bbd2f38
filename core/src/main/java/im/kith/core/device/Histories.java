package im.kith.core.device;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ChangeWords;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Resolved;
import im.kith.core.contacts.Sibling;
import im.kith.core.device.FormerItems.Former;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Replica;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who changed what of a contact or group, and when: read from the versions that are stored (R13). */
public final class Histories {

    private final Replica replica;
    private final VersionStore store;
    private final Payloads payloads;
    private final AddressBook book;
    private final FormerItems former;

    Histories(Replica replica, VersionStore store, Payloads payloads, AddressBook book, FormerItems former) {
        this.replica = replica;
        this.store = store;
        this.payloads = payloads;
        this.book = book;
        this.former = former;
    }

    /** The contact or group that a user means by {@code ref}, also one that was deleted. */
    public Resolved<Past> find(String ref) throws StoreException {
        if (book.contact(ref) instanceof Resolved.Found<ContactView> found) {
            return new Resolved.Found<>(past(found.value()));
        } else if (book.contact(ref) instanceof Resolved.Ambiguous<ContactView> several) {
            return Resolved.of(several.candidates().stream()
                    .map(view -> past(view, List.of()))
                    .toList());
        }
        if (book.group(ref) instanceof Resolved.Found<GroupView> found) {
            return new Resolved.Found<>(past(found.value()));
        } else if (book.group(ref) instanceof Resolved.Ambiguous<GroupView> several) {
            return Resolved.of(
                    several.candidates().stream().map(Histories::past).toList());
        }
        return former(ref);
    }

    private Past past(ContactView view) throws StoreException {
        Set<Identity> identities = new LinkedHashSet<>();
        for (String id : view.itemIds()) {
            ItemKey item = new ItemKey(ContactsXml.CONTACTS_NODE, id);
            Trail trail = trail(item);
            trail.latestPublished()
                    .ifPresent(sibling -> identities.addAll(ChangeWords.identities(item.node(), List.of(sibling))));
        }
        return past(view, former.sharing(identities));
    }

    private static Past past(ContactView view, List<ItemKey> former) {
        Set<ItemKey> items = new LinkedHashSet<>();
        view.itemIds().forEach(id -> items.add(new ItemKey(ContactsXml.CONTACTS_NODE, id)));
        items.addAll(former);
        return new Past(view.id(), view.contact().label(), false, true, List.copyOf(items));
    }

    private static Past past(GroupView view) {
        List<ItemKey> items = view.itemIds().stream()
                .map(id -> new ItemKey(ContactsXml.GROUPS_NODE, id))
                .toList();
        return new Past(view.id(), view.name(), true, true, items);
    }

    private Resolved<Past> former(String ref) throws StoreException {
        List<Past> found = new ArrayList<>();
        for (Former each : former.meant(ref)) {
            if (found.stream().noneMatch(past -> past.items().contains(each.item()))) {
                boolean group = each.item().node().equals(ContactsXml.GROUPS_NODE);
                List<ItemKey> items = group ? List.of(each.item()) : former.sharing(each.identities());
                found.add(new Past(each.item().id(), each.label(), group, false, items));
            }
        }
        return Resolved.of(found);
    }

    Trail trail(ItemKey item) throws StoreException {
        return Trail.of(item, store, payloads);
    }

    List<Trail> trails(List<ItemKey> items) throws StoreException {
        List<Trail> trails = new ArrayList<>(items.size());
        for (ItemKey item : items) {
            trails.add(trail(item));
        }
        return trails;
    }

    /** What happened to {@code past}, newest first. */
    public List<Revision> of(Past past) throws StoreException {
        List<Revision> revisions = new ArrayList<>();
        List<Version> order = new ArrayList<>();
        List<Trail> trails = trails(past.items());
        for (Trail trail : trails) {
            for (Version version : trail.versions()) {
                List<String> words = words(trail, version, trails);
                if (!words.isEmpty()) {
                    order.add(version);
                    revisions.add(new Revision(
                            trail.item(),
                            version.dot(),
                            replica.author(version.dot().replica()),
                            version.header().hlc().instant(),
                            words));
                }
            }
        }
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            positions.add(i);
        }
        positions.sort(Comparator.<Integer, Version>comparing(order::get, Trail.OLDEST_FIRST)
                .reversed());
        return positions.stream().map(revisions::get).toList();
    }

    private List<String> words(Trail trail, Version version, List<Trail> all) {
        Optional<Sibling> after = trail.open(version);
        if (after.isEmpty()) {
            return List.of("cannot be read: its secret is not here");
        }
        List<Sibling> before = trail.before(version);
        List<String> words = ChangeWords.of(trail.item().node(), before, after.get(), this::groupName);
        if (words.equals(List.of("removed"))) {
            return mergedInto(trail, version, all)
                    .map(into -> List.of("merged into " + into))
                    .orElse(words);
        }
        return words;
    }

    private String groupName(String id) {
        return book.group(id) instanceof Resolved.Found<GroupView> found
                ? found.value().name()
                : id;
    }

    /** The item whose version of the same transaction took this one over. */
    private static Optional<String> mergedInto(Trail trail, Version version, List<Trail> all) {
        for (Trail other : all) {
            if (!other.item().equals(trail.item())) {
                for (Version candidate : other.versions()) {
                    boolean publishes = other.open(candidate)
                            .filter(sibling -> !ChangeWords.label(other.item().node(), List.of(sibling))
                                    .isEmpty())
                            .isPresent();
                    if (publishes && candidate.dot().compareTo(version.dot()) < 0 && together(candidate, version)) {
                        return Optional.of(other.item().id());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether both look like one transaction of one replica: their clock readings follow each other as their dots do. */
    static boolean together(Version a, Version b) {
        return a.dot().replica().equals(b.dot().replica())
                && a.header().hlc().packed() - b.header().hlc().packed()
                        == a.dot().sequence() - b.dot().sequence();
    }
}
