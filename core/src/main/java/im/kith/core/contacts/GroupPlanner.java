package im.kith.core.contacts;

import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what a user wants of groups into writes; changes nothing itself. */
public final class GroupPlanner {

    /** Octets of a language tag (BCP 47 asks for room for 35). */
    private static final int LANGUAGE = 255;

    private final AddressBook book;
    private final Supplier<PlanBuilder> builders;

    GroupPlanner(AddressBook book, Supplier<PlanBuilder> builders) {
        this.book = book;
        this.builders = builders;
    }

    /** A new group, of a name that no other has; an empty description is none. */
    public Outcome add(String name, String description) throws InvalidInputException {
        String checked = Draft.groupName(name);
        Optional<Outcome> taken = taken(checked, "");
        if (taken.isPresent()) {
            return taken.get();
        }
        PlanBuilder plan = builders.get();
        String text = description(description);
        List<Description> descriptions = text.isEmpty() ? List.of() : List.of(new Description("", text));
        String id = new GroupNames(book, plan).make(checked, descriptions);
        return new Outcome.Plan(plan.build(), List.of(id));
    }

    private static String description(String text) throws InvalidInputException {
        return Limits.checked("group description", text, Limits.DESCRIPTION);
    }

    /** That another group than {@code id} has the name. */
    private Optional<Outcome> taken(String name, String id) {
        return book.groupIndex().byName(name).stream()
                .filter(group -> !group.id().equals(id))
                .findFirst()
                .map(group -> new Outcome.AlreadyExists(group.id(), name));
    }

    /** Another name, which no other group has. */
    public Outcome rename(String id, String name) throws InvalidInputException {
        String checked = Draft.groupName(name);
        Optional<Outcome> taken = taken(checked, id);
        return taken.isPresent() ? taken.get() : change(id, FieldKey.NAME, new XmlText(checked));
    }

    /** The description in {@code lang}, empty for none in particular; an empty text takes it away. */
    public Outcome describe(String id, String lang, String text) throws InvalidInputException {
        String language = language(lang);
        String checked = description(text);
        XmlNode value = checked.isEmpty() ? null : Group.element(new Description(language, checked));
        return change(id, FieldKey.description(language), value);
    }

    static String language(String lang) throws InvalidInputException {
        return Limits.checked("language", lang, LANGUAGE);
    }

    private Outcome change(String id, FieldKey key, @Nullable XmlNode value) throws InvalidInputException {
        Optional<GroupEntry> group = book.groupIndex().byId(id);
        if (group.isEmpty()) {
            return new Outcome.Missing(id);
        }
        PlanBuilder plan = builders.get();
        Optional<Field> field = group.get().fields().present(key);
        boolean same = value == null
                ? field.isEmpty()
                : field.filter(old -> value.equals(old.value())).isPresent();
        if (!same) {
            Map<FieldKey, @Nullable XmlNode> changes = new HashMap<>();
            changes.put(key, value);
            plan.rewrite(group.get().items(), group.get().fields(), changes);
        }
        return new Outcome.Plan(plan.build(), List.of(id));
    }

    /** Makes groups one, that with the smallest id; their contacts are all in that one. */
    public Outcome join(List<String> ids) throws InvalidInputException {
        return new MergePlanner(book, builders.get()).groups(ids);
    }

    /** Deletes a group, and the references of its contacts to it. */
    public Outcome remove(String id) throws InvalidInputException {
        Optional<GroupEntry> group = book.groupIndex().byId(id);
        if (group.isEmpty()) {
            return new Outcome.Missing(id);
        }
        PlanBuilder plan = builders.get();
        forget(id, book, plan);
        group.get().items().forEach(plan::vacate);
        return new Outcome.Plan(plan.build(), List.of(id));
    }

    /** Takes away the contacts' references to the group {@code id}. */
    static void forget(String id, AddressBook book, PlanBuilder plan) throws InvalidInputException {
        for (String contactId : new TreeSet<>(book.contactIndex().inGroup(id))) {
            Optional<ContactEntry> entry = book.contactIndex().byItem(contactId);
            if (entry.isPresent()) {
                PendingContact contact = PendingContact.of(entry.get());
                contact.clear(FieldKey.group(id));
                contact.emit(plan);
            }
        }
    }
}
