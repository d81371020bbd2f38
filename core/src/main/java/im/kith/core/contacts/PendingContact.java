package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A contact as it will be after a plan: none, one or several that there are, and changes to them. */
final class PendingContact {

    private final List<ContactEntry> bases = new ArrayList<>();
    private Fields fields = Fields.none(Subject.CONTACT);
    private final Map<FieldKey, @Nullable XmlNode> changes = new LinkedHashMap<>();

    /** A new contact. */
    static PendingContact fresh() {
        return new PendingContact();
    }

    static PendingContact of(ContactEntry entry) {
        PendingContact pending = new PendingContact();
        pending.bases.add(entry);
        pending.fields = entry.fields();
        return pending;
    }

    boolean has(FieldKey key) {
        return changes.containsKey(key)
                ? changes.get(key) != null
                : fields.present(key).isPresent();
    }

    /** Sets what is not there; gives whether it was not. */
    boolean addIfMissing(FieldKey key, XmlNode value) {
        if (has(key)) {
            return false;
        }
        set(key, value);
        return true;
    }

    /** Sets what a roster says of its JID in place of what others said of it; gives whether that was something else. */
    boolean replaceRosterItems(RosterItem item) {
        boolean said = false;
        boolean changed = false;
        for (FieldKey key : keys(FieldKey.Kind.CHILD)) {
            Optional<RosterItem> other =
                    RosterItem.of(value(key)).filter(each -> each.jid().equals(item.jid()));
            if (other.isPresent() && !said && other.get().saysTheSameAs(item)) {
                said = true;
            } else if (other.isPresent()) {
                clear(key);
                changed = true;
            }
        }
        return (!said && addIfMissing(FieldKey.child(item.xml(), 0), item.xml())) || changed;
    }

    /** The unknown children that will be present. */
    List<XmlElement> children() {
        List<XmlElement> children = new ArrayList<>();
        for (FieldKey key : keys(FieldKey.Kind.CHILD)) {
            if (value(key) instanceof XmlElement child) {
                children.add(child);
            }
        }
        return children;
    }

    private @Nullable XmlNode value(FieldKey key) {
        return changes.containsKey(key)
                ? changes.get(key)
                : fields.present(key).map(Field::value).orElse(null);
    }

    void set(FieldKey key, XmlNode value) {
        boolean asItWas =
                fields.present(key).filter(field -> value.equals(field.value())).isPresent();
        if (asItWas) {
            changes.remove(key);
        } else {
            changes.put(key, value);
        }
    }

    void clear(FieldKey key) {
        if (fields.present(key).isPresent()) {
            changes.put(key, null);
        } else {
            changes.remove(key);
        }
    }

    void name(String name) {
        if (name.isEmpty()) {
            clear(FieldKey.NAME);
        } else {
            set(FieldKey.NAME, new XmlText(name));
        }
    }

    /** The keys of the fields of this kind that will be present. */
    Set<FieldKey> keys(FieldKey.Kind kind) {
        Set<FieldKey> keys = new LinkedHashSet<>();
        fields.present(kind).forEach(field -> keys.add(field.key()));
        changes.forEach((key, value) -> {
            if (key.kind() == kind && value != null) {
                keys.add(key);
            } else {
                keys.remove(key);
            }
        });
        return keys;
    }

    /** Takes {@code other} over: both are one contact. */
    void join(PendingContact other) {
        bases.addAll(other.bases);
        fields = fields.merge(other.fields);
        other.changes.forEach((key, value) -> {
            if (value != null && !has(key)) {
                changes.put(key, value);
            }
        });
    }

    /** Whether there is no such contact yet. */
    boolean isNew() {
        return bases.isEmpty();
    }

    boolean changed() {
        return !changes.isEmpty() || bases.size() > 1;
    }

    /** Refuses a contact without an identity, or with more identities or groups than before and than the limit. */
    void check() throws InvalidInputException {
        int identities = keys(FieldKey.Kind.IDENTITY).size();
        if (identities == 0) {
            throw new InvalidInputException("a contact needs at least one identity; to delete it, remove it");
        }
        grown("identities", FieldKey.Kind.IDENTITY, identities, Limits.IDENTITIES);
        grown("groups", FieldKey.Kind.GROUP, keys(FieldKey.Kind.GROUP).size(), Limits.GROUPS);
    }

    private void grown(String what, FieldKey.Kind kind, int count, int most) throws InvalidInputException {
        if (count > fields.present(kind).size()) {
            Limits.count(what, count, most);
        }
    }

    /** Adds the writes; gives the contact's id afterwards. */
    String emit(PlanBuilder plan) throws InvalidInputException {
        if (bases.isEmpty()) {
            String id = plan.freshId();
            plan.create(Subject.CONTACT, id, changes);
            return id;
        }
        List<Item> items = bases.stream()
                .flatMap(base -> base.items().stream())
                .sorted(Comparator.comparing(Item::id))
                .toList();
        if (changed()) {
            plan.rewrite(items, fields, changes);
        }
        return items.get(0).id();
    }
}
