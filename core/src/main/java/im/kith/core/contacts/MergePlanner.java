package im.kith.core.contacts;

import im.kith.core.xml.XmlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Plans making contacts or groups one: the smallest item keeps it, all stamps and removals carried over, the others become
 * reserved.
 */
final class MergePlanner {

    private final AddressBook book;
    private final PlanBuilder plan;

    MergePlanner(AddressBook book, PlanBuilder plan) {
        this.book = book;
        this.plan = plan;
    }

    Outcome contacts(List<String> ids) throws InvalidInputException {
        List<Item> items = new ArrayList<>();
        for (String id : new TreeSet<>(ids)) {
            Optional<ContactEntry> entry = book.contactIndex().byItem(id);
            if (entry.isEmpty()) {
                return new Outcome.Missing(id);
            }
            entry.get().items().stream().filter(item -> !items.contains(item)).forEach(items::add);
        }
        return new Outcome.Plan(write(items), List.of(keeper(items)));
    }

    /** All contacts and groups that lie over several items. */
    Outcome.Plan certain() throws InvalidInputException {
        List<String> ids = new ArrayList<>();
        for (ContactEntry entry : book.contactIndex().all()) {
            if (entry.valid() && entry.items().size() > 1) {
                add(entry.items());
                ids.add(entry.id());
            }
        }
        for (GroupEntry group : book.groupIndex().all()) {
            if (group.items().size() > 1) {
                add(group.items());
            }
        }
        return new Outcome.Plan(plan.build(), ids);
    }

    private List<PlannedWrite> write(List<Item> items) throws InvalidInputException {
        if (items.size() > 1) {
            add(items);
        }
        return plan.build();
    }

    private static String keeper(List<Item> items) {
        return items.stream().map(Item::id).min(Comparator.naturalOrder()).orElseThrow();
    }

    private void add(List<Item> items) throws InvalidInputException {
        List<Item> sorted =
                items.stream().sorted(Comparator.comparing(Item::id)).toList();
        Fields merged = Entries.merged(sorted);
        if (merged.subject() == Subject.CONTACT) {
            Limits.count("identities", merged.present(FieldKey.Kind.IDENTITY).size(), Limits.IDENTITIES);
            Limits.count("groups", merged.present(FieldKey.Kind.GROUP).size(), Limits.GROUPS);
        }
        plan.rewrite(sorted, merged, Map.of());
    }

    /** Groups of several ids become the one with the smallest; contacts refer to it instead. */
    Outcome groups(List<String> ids) throws InvalidInputException {
        List<GroupEntry> groups = new ArrayList<>();
        for (String id : new TreeSet<>(ids)) {
            Optional<GroupEntry> group = book.groupIndex().byId(id);
            if (group.isEmpty()) {
                return new Outcome.Missing(id);
            }
            groups.add(group.get());
        }
        GroupEntry kept = groups.get(0);
        List<Item> items = new ArrayList<>(kept.items());
        Map<FieldKey, @Nullable XmlNode> changes = new HashMap<>();
        Set<String> members = new TreeSet<>();
        for (GroupEntry other : groups.subList(1, groups.size())) {
            members.addAll(book.contactIndex().inGroup(other.id()));
            other.group().descriptions().stream()
                    .filter(description -> kept.fields()
                            .present(FieldKey.description(description.lang()))
                            .isEmpty())
                    .forEach(description ->
                            changes.putIfAbsent(FieldKey.description(description.lang()), Group.element(description)));
            other.group().extensions().stream()
                    .filter(extension ->
                            kept.fields().present(FieldKey.child(extension, 0)).isEmpty())
                    .forEach(extension -> changes.putIfAbsent(FieldKey.child(extension, 0), extension));
        }
        for (String id : members) {
            move(id, kept.id(), groups.subList(1, groups.size()));
        }
        if (items.size() > 1 || !changes.isEmpty()) {
            plan.rewrite(items, kept.fields(), changes);
        }
        groups.subList(1, groups.size()).forEach(other -> other.items().forEach(plan::vacate));
        return new Outcome.Plan(plan.build(), List.of(kept.id()));
    }

    private void move(String contactId, String to, List<GroupEntry> from) throws InvalidInputException {
        Optional<ContactEntry> entry = book.contactIndex().byItem(contactId);
        if (entry.isPresent()) {
            PendingContact contact = PendingContact.of(entry.get());
            contact.addIfMissing(FieldKey.group(to), Contact.reference(to));
            from.forEach(group -> contact.clear(FieldKey.group(group.id())));
            contact.emit(plan);
        }
    }
}
