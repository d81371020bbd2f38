package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.Stamp;
import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import im.kith.core.xml.XmlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A contact or group as its fields, present and removed, each with the stamp of its last change.
 *
 * <p>Merging keeps the greatest stamp of each field (R9), so it may be done in any order and any number of times. The order
 * of fields is the document's, of merged ones that of what is merged, and not part of equality.
 */
final class Fields {

    private final Subject subject;
    private final List<Field> fields;
    private final long added;

    Fields(Subject subject, Collection<Field> fields, long added) {
        this.subject = subject;
        this.fields = List.copyOf(fields);
        this.added = added;
    }

    /** Nothing at all, to build on. */
    static Fields none(Subject subject) {
        return new Fields(subject, List.of(), Long.MAX_VALUE);
    }

    /** The fields of {@code payload}, a contact or group element, of a version with this stamp. */
    static Fields read(Subject subject, XmlElement payload, Stamp version) {
        Edits edits = Edits.read(payload, version);
        Map<FieldKey, Field> fields = new LinkedHashMap<>();
        for (XmlAttribute attribute : payload.attributes()) {
            FieldKey key = FieldKey.attribute(attribute.name());
            boolean cleared = key.equals(FieldKey.NAME) && attribute.value().isEmpty();
            fields.put(
                    key,
                    new Field(
                            key, edits.stamp(key, version, !cleared), cleared ? null : new XmlText(attribute.value())));
        }
        for (XmlElement child : payload.elements()) {
            if (!child.namespace().equals(ContactsXml.EDITS)) {
                FieldKey key = FieldKey.of(subject, child);
                while (key.kind() == FieldKey.Kind.CHILD && fields.containsKey(key)) {
                    key = key.following();
                }
                fields.putIfAbsent(key, new Field(key, edits.stamp(key, version, true), child));
            }
        }
        if (payload.children().size() > 0 && !payload.text().isBlank()) {
            Stamp stamp = edits.stamp(FieldKey.TEXT, version, true);
            fields.put(FieldKey.TEXT, new Field(FieldKey.TEXT, stamp, new XmlText(payload.text())));
        }
        edits.gone().forEach((key, stamp) -> fields.putIfAbsent(key, new Field(key, stamp, null)));
        return new Fields(subject, fields.values(), edits.added().orElseGet(() -> oldest(fields.values(), version)));
    }

    private static long oldest(Collection<Field> fields, Stamp version) {
        Hlc oldest = version.hlc();
        for (Field field : fields) {
            oldest = field.stamp().hlc().compareTo(oldest) < 0 ? field.stamp().hlc() : oldest;
        }
        return oldest.millis();
    }

    /** Both together: of every field the later change. */
    Fields merge(Fields other) {
        if (other.fields.isEmpty() || fields.isEmpty()) {
            Fields full = fields.isEmpty() ? other : this;
            return new Fields(subject, full.fields, Math.min(added, other.added));
        }
        return merged(List.of(this, other));
    }

    /**
     * All of these, at least one, together: of every field the later change.
     *
     * <p>A field stands where the first that has it, present, has it, though another's may be what it says. So the order depends on
     * nothing that undo does not restore: neither on stamps nor on what is remembered of removals.
     */
    static Fields merged(List<Fields> all) {
        Fields first = all.get(0);
        if (all.size() == 1) {
            return first;
        }
        Map<FieldKey, Field> latest = new LinkedHashMap<>();
        Map<FieldKey, Field> ordered = new LinkedHashMap<>();
        long added = Long.MAX_VALUE;
        for (Fields each : all) {
            each.fields.forEach(field -> latest.merge(field.key(), field, Field::later));
            added = Math.min(added, each.added);
        }
        for (Fields each : all) {
            each.fields.stream()
                    .filter(Field::present)
                    .map(Field::key)
                    .forEach(key -> ordered.computeIfAbsent(key, latest::get));
        }
        latest.forEach(ordered::putIfAbsent);
        return new Fields(first.subject, ordered.values(), added);
    }

    /**
     * After a write with {@code stamp} that sets these fields; null removes, and a removal of what was never there is nothing.
     * A write that creates has itself as the instant of creation.
     */
    Fields with(Map<FieldKey, ? extends @Nullable XmlNode> changes, Stamp stamp) {
        Map<FieldKey, Field> all = new LinkedHashMap<>(asMap());
        changes.forEach((key, value) -> {
            if (value != null || all.containsKey(key)) {
                all.put(key, new Field(key, stamp, value));
            }
        });
        return new Fields(subject, all.values(), Math.min(added, stamp.hlc().millis()));
    }

    Subject subject() {
        return subject;
    }

    /** In milliseconds since 1970. */
    long added() {
        return added;
    }

    List<Field> all() {
        return fields;
    }

    Map<FieldKey, Field> asMap() {
        Map<FieldKey, Field> map = new LinkedHashMap<>();
        for (Field field : fields) {
            map.merge(field.key(), field, Field::later);
        }
        return map;
    }

    /** The present fields of this kind. */
    List<Field> present(FieldKey.Kind kind) {
        List<Field> found = new ArrayList<>(fields.size());
        for (Field field : fields) {
            if (field.present() && field.key().kind() == kind) {
                found.add(field);
            }
        }
        return found;
    }

    Optional<Field> present(FieldKey key) {
        for (Field field : fields) {
            if (field.key().equals(key)) {
                return field.present() ? Optional.of(field) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The stamp of the last change. */
    Optional<Stamp> latest() {
        Stamp latest = null;
        for (Field field : fields) {
            if (latest == null || field.stamp().compareTo(latest) > 0) {
                latest = field.stamp();
            }
        }
        return Optional.ofNullable(latest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fields that
                && subject == that.subject
                && added == that.added
                && asMap().equals(that.asMap());
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    /** How many only: what is inside is personal. */
    @Override
    public String toString() {
        return subject + "[" + fields.size() + " fields]";
    }
}
