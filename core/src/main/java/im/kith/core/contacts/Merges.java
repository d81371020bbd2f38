package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merging an item's siblings into one payload (R9), and taking over what other software wrote.
 */
public final class Merges {

    private Merges() {}

    /**
     * What the siblings of one item on {@code node} are together.
     *
     * <p>On the contacts nodes field by field, the edits relative to the latest stamp among the siblings; elsewhere, and where
     * there is no contact or group, the payload with the greatest stamp as it is.
     *
     * @return empty if no sibling has a payload
     */
    public static Optional<XmlElement> payload(String node, List<Sibling> siblings) {
        List<Sibling> published = siblings.stream()
                .filter(sibling -> sibling.payload().isPresent())
                .toList();
        if (published.size() > 1 && ContactsXml.isContactsNode(node)) {
            Optional<Fields> fields = fields(Subject.on(node), published);
            Optional<Stamp> latest = Item.latest(published);
            if (fields.isPresent() && latest.isPresent()) {
                return Optional.of(FieldsWriter.write(fields.get(), latest.get()));
            }
        }
        return published.stream().max(Sibling.OLDEST_FIRST).flatMap(Sibling::payload);
    }

    /** Of these siblings those that {@link #payload} took in, so that a write that saw it replaces them. */
    public static Set<VersionId> merged(String node, List<Sibling> siblings) {
        boolean contacts = ContactsXml.isContactsNode(node);
        return siblings.stream()
                .filter(sibling -> !contacts || Item.understood(sibling, Subject.on(node)))
                .map(Sibling::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The contact or group that these siblings are together, in whatever order they come; empty if they are none. */
    static Optional<Fields> fields(Subject subject, List<Sibling> siblings) {
        List<Sibling> sorted = siblings.size() < 2
                ? siblings
                : siblings.stream().sorted(Sibling.OLDEST_FIRST).toList();
        List<Fields> all = new ArrayList<>(siblings.size());
        for (Sibling sibling : sorted) {
            XmlElement payload = sibling.payload().orElse(null);
            if (payload != null && payload.is(ContactsXml.NS, subject.element())) {
                all.add(Fields.read(subject, payload, sibling.stamp()));
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(Fields.merged(all));
    }

    /**
     * The payload to store for one that software wrote which does not know the edits element.
     *
     * <p>Its fields are compared with what it had been shown: what is as it was keeps its stamp, what differs, or is no
     * longer there, gets the new version's. An edits element in {@code written} is disregarded.
     *
     * @param shown the siblings whose merge that software had been shown; none if it had been shown nothing
     * @return the payload, once the new version's stamp is known
     */
    public static Function<Stamp, XmlElement> restamped(String node, List<Sibling> shown, XmlElement written) {
        Subject subject = Subject.on(node);
        if (!ContactsXml.isContactsNode(node) || !written.is(ContactsXml.NS, subject.element())) {
            return stamp -> written;
        }
        Fields before = fields(subject, shown).orElseGet(() -> Fields.none(subject));
        Fields after = Fields.read(subject, ContactsXml.withoutEdits(written), Payload.NO_STAMP);
        Map<FieldKey, @Nullable XmlNode> changes = changes(before, after);
        return stamp -> FieldsWriter.write(before.with(changes, stamp), stamp);
    }

    private static Map<FieldKey, @Nullable XmlNode> changes(Fields before, Fields after) {
        Map<FieldKey, @Nullable XmlNode> changes = new LinkedHashMap<>();
        Map<FieldKey, Field> old = before.asMap();
        Map<FieldKey, Field> now = new HashMap<>(after.asMap());
        for (Field field : before.all()) {
            Field kept = now.get(field.key());
            if (field.present() && (kept == null || !kept.present())) {
                changes.put(field.key(), null);
            }
        }
        for (Field field : after.all()) {
            Field known = old.get(field.key());
            if (field.value() != null && (known == null || !field.value().equals(known.value()))) {
                changes.put(field.key(), field.value());
            }
        }
        return changes;
    }
}
