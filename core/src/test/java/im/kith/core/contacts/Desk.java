package im.kith.core.contacts;

import im.kith.core.account.DeviceId;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** One device as these tests need it: writes plans as R1 says, exchanges versions as R2 says, and feeds the book. */
final class Desk {

    private record Version(ItemKey item, Sibling sibling, Set<VersionId> replaces) {}

    final AddressBook book = new AddressBook();
    final ReplicaId replica;
    final Random random;
    Privacy privacy = new Privacy(false, false);
    long now = 1_000_000;
    List<BookEvent> events = List.of();
    private long sequence;
    private final Map<VersionId, Version> versions = new LinkedHashMap<>();

    Desk(int number) {
        this.replica = replica(number);
        this.random = new Random(number);
    }

    static ReplicaId replica(int number) {
        byte[] octets = new byte[ReplicaId.LENGTH];
        octets[0] = (byte) number;
        octets[DeviceId.TAG_LENGTH] = 1;
        return new ReplicaId(Bytes.wrap(octets));
    }

    static Stamp stamp(long millis, int replica) {
        return new Stamp(Hlc.of(millis, 0), replica(replica));
    }

    static ItemKey contact(String id) {
        return new ItemKey(ContactsXml.CONTACTS_NODE, id);
    }

    static ItemKey group(String id) {
        return new ItemKey(ContactsXml.GROUPS_NODE, id);
    }

    static Draft draft(String name, String jid, String... groups) {
        return new Draft(Optional.of(name), List.of(new Identity("jid", jid)), List.of(groups), List.of());
    }

    static XmlElement xml(String xml) {
        try {
            return XmlReader.read(xml);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    Planner planner() {
        return new Planner(book, privacy, random);
    }

    /** Does the plan; gives the id of what it is about. */
    String run(Outcome outcome) {
        if (outcome instanceof Outcome.Plan plan) {
            write(plan.writes());
            return plan.ids().isEmpty() ? "" : plan.ids().get(0);
        }
        throw new AssertionError(outcome.toString());
    }

    String add(String name, String jid, String... groups) throws InvalidInputException {
        return run(planner().add(draft(name, jid, groups)));
    }

    void edit(String id, ContactEdit edit) throws InvalidInputException {
        run(planner().edit(id, edit));
    }

    /** One transaction. */
    void write(List<PlannedWrite> writes) {
        now++;
        Set<ItemKey> touched = new HashSet<>();
        for (PlannedWrite write : writes) {
            Hlc hlc = Hlc.max(Hlc.of(now, 0), write.after().next());
            Set<VersionId> replaces = new HashSet<>(write.merged());
            for (VersionId id : write.merged()) {
                Version old = Optional.ofNullable(versions.get(id)).orElseThrow();
                hlc = Hlc.max(hlc, old.sibling().stamp().hlc().next());
                replaces.addAll(old.replaces());
            }
            Stamp stamp = new Stamp(hlc, replica);
            store(write.item(), stamp, write.compose().map(compose -> compose.apply(stamp)), replaces);
            touched.add(write.item());
        }
        show(touched);
    }

    /** A version from elsewhere, beside or over what there is. */
    void put(ItemKey item, Stamp stamp, String xml, boolean over) {
        Set<VersionId> replaces = new HashSet<>();
        if (over) {
            live(item).forEach(sibling -> replaces.add(sibling.id()));
        }
        store(item, stamp, Optional.of(Padding.pad(xml)), replaces);
        show(Set.of(item));
    }

    private void store(ItemKey item, Stamp stamp, Optional<Bytes> octets, Set<VersionId> replaces) {
        VersionId id = new VersionId(new Dot(replica, ++sequence), Bytes.utf8("hash"));
        Sibling sibling = octets.map(text -> Sibling.publish(id, stamp, xml(text.toUtf8()), text.length()))
                .orElseGet(() -> Sibling.retraction(id, stamp));
        versions.put(id, new Version(item, sibling, Set.copyOf(replaces)));
    }

    List<Sibling> live(ItemKey item) {
        List<Version> all =
                versions.values().stream().filter(v -> v.item().equals(item)).toList();
        Set<VersionId> covered = new HashSet<>();
        all.forEach(version -> covered.addAll(version.replaces()));
        return all.stream()
                .map(Version::sibling)
                .filter(sibling -> !covered.contains(sibling.id()))
                .toList();
    }

    void show(Collection<ItemKey> items) {
        List<ItemUpdate> updates = new ArrayList<>();
        items.forEach(item -> updates.add(new ItemUpdate(item, live(item), 0)));
        events = book.apply(updates);
    }

    /** Both get what the other has. */
    void sync(Desk other) {
        Map<VersionId, Version> all = new HashMap<>(versions);
        all.putAll(other.versions);
        take(all);
        other.take(all);
        now = Math.max(now, other.now);
        other.now = now;
    }

    private void take(Map<VersionId, Version> all) {
        Set<ItemKey> touched = new HashSet<>();
        all.forEach((id, version) -> {
            if (versions.putIfAbsent(id, version) == null) {
                touched.add(version.item());
            }
        });
        show(touched);
    }

    /** All items there ever were. */
    Set<ItemKey> items() {
        Set<ItemKey> items = new HashSet<>();
        versions.values().forEach(version -> items.add(version.item()));
        return items;
    }

    /** The items that an observer sees, by id: whether reserved. */
    Map<String, Boolean> visible(String node) {
        Map<String, Boolean> visible = new TreeMap<>();
        for (ItemKey item : items()) {
            List<XmlElement> payloads = live(item).stream()
                    .flatMap(sibling -> sibling.payload().stream())
                    .toList();
            if (item.node().equals(node) && !payloads.isEmpty()) {
                visible.put(item.id(), payloads.stream().allMatch(Reserved.ELEMENT::equals));
            }
        }
        return visible;
    }

    ContactView only() {
        List<ContactView> all = book.list(AddressBook.Sort.NAME);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " contacts, not one");
        }
        return all.get(0);
    }
}
