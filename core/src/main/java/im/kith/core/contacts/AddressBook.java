package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The address book as shown: all items of both nodes merged (R9), in memory.
 *
 * <p>For one thread. It is fed with every item as it is after each commit and tells what changed; an update costs the items of
 * the contacts it touches, not the book. What it shows is a function of the items alone.
 */
public final class AddressBook {

    /** The shortest prefix of an id that is looked for. */
    public static final int PREFIX = 4;

    /** How many items at once are worth reading on all processors. */
    private static final int WORTH_SHARING = 256;

    /** The order of a list. */
    public enum Sort {
        NAME,
        ADDED,
        CHANGED;

        /** Those that are by name by this. */
        private List<Place> of(List<Place> byName) {
            if (this == NAME) {
                return byName;
            }
            Map<Place, Stamp> changed = new HashMap<>();
            Comparator<Place> order = this == ADDED
                    ? Comparator.comparingLong(place -> place.entry().fields().added())
                    : Comparator.comparing(place -> changed.computeIfAbsent(
                            place, fresh -> fresh.entry().changed()));
            return byName.stream().sorted(order).toList();
        }
    }

    private final NodeItems contactItems = new NodeItems();
    private final NodeItems groupItems = new NodeItems();
    private final ContactIndex contacts = new ContactIndex();
    private final GroupIndex groups = new GroupIndex();
    private final Shelf shelf;

    /** An empty book, to be told of every item. */
    public AddressBook() {
        this.shelf = Shelf.empty();
    }

    /** A book that reads what it is asked for, and all when it is asked for something that needs them all. */
    public AddressBook(Unread unread) {
        this.shelf = new Shelf(unread, this::fill);
    }

    /** Whether all items were read. */
    public boolean isComplete() {
        return shelf.isEmpty();
    }

    /** Reads what was not read yet. */
    public void complete() {
        shelf.takeAll();
    }

    /**
     * Takes in items of the two nodes as they are after one transaction.
     *
     * @return what it changed in what is shown, groups first; a merge in the store that shows the same is no change
     */
    public List<BookEvent> apply(Collection<ItemUpdate> updates) {
        List<BookEvent> events = new ArrayList<>();
        apply(updates, events::add);
        return events;
    }

    /** Takes in many items without telling what changed. */
    public void load(Collection<ItemUpdate> updates) {
        apply(updates, null);
    }

    /** Takes in items that are not in the book, with all that they share an identity with. */
    void fill(Collection<ItemReading> all) {
        List<Item> ofGroups = new ArrayList<>();
        List<ContactEntry> ofContacts = new ArrayList<>(all.size());
        for (ItemReading reading : all) {
            String node = reading.key().node();
            (Subject.on(node) == Subject.GROUP ? groupItems : contactItems)
                    .set(reading.key().id(), reading.item());
            if (reading.alone() != null) {
                ofContacts.add(reading.alone());
            } else if (Subject.on(node) == Subject.GROUP) {
                reading.item().filter(item -> item.kind() == Item.Kind.SUBJECT).ifPresent(ofGroups::add);
            }
        }
        groups.update(List.of(), ofGroups, groupItems::get);
        contacts.load(ofContacts, contactItems::get);
    }

    /** Another one that shows the same now and goes its own way. */
    AddressBook copy() {
        complete();
        AddressBook copy = new AddressBook();
        copy.groups.update(List.of(), copy.groupItems.take(groupItems), copy.groupItems::get);
        copy.contacts.load(
                copy.contactItems.take(contactItems).stream()
                        .map(ContactEntry::of)
                        .toList(),
                copy.contactItems::get);
        return copy;
    }

    private void apply(Collection<ItemUpdate> updates, @Nullable Consumer<BookEvent> events) {
        shelf.giveWay(updates);
        Map<String, ItemUpdate> ofContacts = new LinkedHashMap<>();
        Map<String, ItemUpdate> ofGroups = new LinkedHashMap<>();
        for (ItemUpdate update : updates) {
            String node = update.item().node();
            if (!ContactsXml.isContactsNode(node)) {
                throw new IllegalArgumentException("not a contacts node: " + node);
            }
            (Subject.on(node) == Subject.GROUP ? ofGroups : ofContacts)
                    .put(update.item().id(), update);
        }
        if (!ofGroups.isEmpty()) {
            applyGroups(ofGroups.values(), events);
        }
        if (!ofContacts.isEmpty()) {
            applyContacts(ofContacts.values(), events);
        }
    }

    private void applyGroups(Collection<ItemUpdate> updates, @Nullable Consumer<BookEvent> events) {
        List<Item> before = new ArrayList<>();
        List<Item> after = new ArrayList<>();
        Optional<Stamp> cause = replace(groupItems, updates, before, after);
        GroupIndex.Replaced replaced = groups.update(before, after, groupItems::get);
        if (events == null) {
            return;
        }
        EventsOf.differences(
                replaced.before(),
                replaced.after(),
                (a, b) -> a.group().equals(b.group()),
                (kind, entry) -> events.accept(new BookEvent.OfGroup(kind, view(entry), cause)));
    }

    private void applyContacts(Collection<ItemUpdate> updates, @Nullable Consumer<BookEvent> events) {
        List<Item> before = new ArrayList<>();
        List<Item> after = new ArrayList<>();
        Optional<Stamp> cause = replace(contactItems, updates, before, after);
        ContactIndex.Replaced replaced = contacts.update(before, after, contactItems::get);
        if (events == null) {
            return;
        }
        EventsOf.differences(
                EventsOf.valid(replaced.before()),
                EventsOf.valid(replaced.after()),
                (a, b) -> a.contact().equals(b.contact()),
                (kind, entry) -> events.accept(new BookEvent.OfContact(kind, view(entry), cause)));
    }

    /** Puts the items as they are now; collects those that were and are contacts or groups. */
    private static Optional<Stamp> replace(
            NodeItems items, Collection<ItemUpdate> updates, List<Item> before, List<Item> after) {
        Stamp cause = null;
        Iterator<Optional<Item>> read = read(updates).iterator();
        for (ItemUpdate update : updates) {
            Optional<Item> now = read.next();
            items.set(update.item().id(), now)
                    .filter(item -> item.kind() == Item.Kind.SUBJECT)
                    .ifPresent(before::add);
            now.filter(item -> item.kind() == Item.Kind.SUBJECT).ifPresent(after::add);
            Stamp latest = Item.latest(update.siblings()).orElse(null);
            if (latest != null && (cause == null || latest.compareTo(cause) > 0)) {
                cause = latest;
            }
        }
        return Optional.ofNullable(cause);
    }

    /** Reading an item's XML is most of the work, and the same whoever does it. */
    private static List<Optional<Item>> read(Collection<ItemUpdate> updates) {
        List<ItemUpdate> list = List.copyOf(updates);
        return (list.size() < WORTH_SHARING ? list.stream() : list.parallelStream())
                .map(Item::of)
                .toList();
    }

    ContactView view(ContactEntry entry) {
        return entry.view(this::reference);
    }

    GroupView view(GroupEntry entry) {
        return entry.view(contacts.placesIn(entry.id()).size());
    }

    private GroupRef reference(String id) {
        return new GroupRef(id, groups.byId(id).map(entry -> entry.group().name()));
    }

    /** All contacts, sorted; of {@code ADDED} and {@code CHANGED} the oldest first. */
    public List<ContactView> list(Sort sort) {
        return views(sort.of(contactIndex().byName()));
    }

    /** The contacts in no group. */
    public List<ContactView> listWithoutGroup(Sort sort) {
        return views(sort.of(contactIndex().byName().stream()
                .filter(place -> place.entry().contact().groupIds().isEmpty())
                .toList()));
    }

    /** The contacts of a group, by its id or its name, which means all groups of that name; empty if there is none such. */
    public List<ContactView> list(Sort sort, String group) {
        List<String> ids = groupIds(group);
        return listOf(sort, ids.isEmpty() ? List.of(group) : ids);
    }

    /** The contacts of the groups of these ids. */
    public List<ContactView> listOf(Sort sort, Collection<String> ids) {
        Set<Place> members = new HashSet<>();
        ids.forEach(id -> members.addAll(contactIndex().placesIn(id)));
        return views(sort.of(contacts.sort(members)));
    }

    /** The ids of the group of this id, else of all groups of this name, sorted. */
    List<String> groupIds(String idOrName) {
        return groupIndex().byId(idOrName).isPresent()
                ? List.of(idOrName)
                : groups.byName(idOrName).stream().map(GroupEntry::id).toList();
    }

    /** As they are now, worked out when they are looked at. */
    private List<ContactView> views(List<Place> places) {
        return new ContactViews(places, groups.references());
    }

    /** Makes what searches need now instead of with the second one. */
    public void prepareSearch() {
        contactIndex().prepare();
    }

    /** The contacts in whose names, identities or groups' names every word of {@code text} is, the best first. */
    public List<ContactView> search(String text) {
        Search search = Search.of(text, groupIndex().all());
        shelf.takeMatching(search.words());
        return views(search.in(contacts));
    }

    /** The contact that a user means by {@code ref}: an id, an identity, a prefix of an id, or a name. */
    public Resolved<ContactView> contact(String ref) {
        shelf.takeMeant(ref);
        Optional<ContactEntry> exact = contacts.byItem(ref)
                .filter(ContactEntry::valid)
                .or(() -> contacts.byIdentity(FieldKey.identity(new Identity(ContactsXml.JID, ref))));
        if (exact.isPresent()) {
            return new Resolved.Found<>(view(exact.get()));
        }
        List<ContactEntry> having = contacts.byValue(ref);
        if (!having.isEmpty()) {
            return Resolved.of(having.stream().map(this::view).toList());
        }
        Stream<ContactEntry> prefixed = ref.length() < PREFIX
                ? Stream.empty()
                : contacts.byPrefix(ref).stream().filter(ContactEntry::valid);
        return Resolved.of(Stream.concat(prefixed, contacts.named(ref))
                .distinct()
                .sorted(Comparator.comparing(ContactEntry::id))
                .map(this::view)
                .toList());
    }

    /** The group that a user means by {@code ref}: an id, a prefix of an id, or a name. */
    public Resolved<GroupView> group(String ref) {
        complete();
        Optional<GroupEntry> exact = groups.byId(ref);
        if (exact.isPresent()) {
            return new Resolved.Found<>(view(exact.get()));
        }
        Stream<GroupEntry> prefixed = ref.length() < PREFIX ? Stream.empty() : groups.byPrefix(ref).stream();
        return Resolved.of(Stream.concat(prefixed, groups.byName(ref).stream())
                .distinct()
                .map(this::view)
                .toList());
    }

    /** All groups, sorted by name. */
    public List<GroupView> groups() {
        complete();
        return groups.all().stream()
                .sorted(Comparator.comparing(GroupEntry::text)
                        .thenComparing(entry -> entry.group().name())
                        .thenComparing(GroupEntry::id))
                .map(this::view)
                .toList();
    }

    /** How many contacts are shown. */
    public int contactCount() {
        return contactIndex().validCount();
    }

    /** How many items a node shows to the outside, reserved ones too. */
    public int itemCount(String node) {
        return items(node).count();
    }

    /** Takes an item's id, when it was last changed, and whether it is reserved. */
    @FunctionalInterface
    public interface ItemVisitor {
        void item(String id, Instant latest, boolean reserved);
    }

    /** Hands the items that {@code node} shows to the outside to {@code visitor}, the one that was changed last at the end. */
    public void forEachItem(String node, ItemVisitor visitor) {
        items(node)
                .byAge()
                .forEach(item -> visitor.item(
                        item.id(), item.latest().orElseThrow().hlc().instant(), item.kind() == Item.Kind.RESERVED));
    }

    /** How many items of a node are reserved. */
    public int reservedCount(String node) {
        return items(node).reservedCount();
    }

    /** The items that are kept but cannot be shown, sorted by node and id. */
    public List<ProblemItem> problems() {
        complete();
        return Stream.of(contactItems, groupItems)
                .flatMap(items -> items.all().stream())
                .flatMap(item -> ProblemItem.of(item, contacts, groups).stream())
                .sorted(ProblemItem.ORDER)
                .toList();
    }

    /** Whether {@code item} is, or is part of, a contact or group. */
    public boolean holds(ItemKey item) {
        return items(item.node())
                .get(item.id())
                .filter(here -> here.kind() == Item.Kind.SUBJECT)
                .isPresent();
    }

    NodeItems items(String node) {
        if (Subject.on(node) == Subject.GROUP) {
            shelf.open();
            return groupItems;
        }
        complete();
        return contactItems;
    }

    /** The contact that item {@code id} is part of, valid or not. */
    Optional<ContactEntry> having(String id) {
        shelf.takeTouching(List.of(id), List.of());
        return contacts.byItem(id);
    }

    /** The valid contact with this identity. */
    Optional<ContactEntry> having(FieldKey identity) {
        shelf.takeTouching(List.of(), List.of(identity));
        return contacts.byIdentity(identity);
    }

    ContactIndex contactIndex() {
        complete();
        return contacts;
    }

    GroupIndex groupIndex() {
        shelf.open();
        return groups;
    }
}
