package im.kith.core.contacts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one version did to a contact or group: its fields before and after; null where there was, or is, none.
 *
 * @param before the merge of the siblings that the version replaced
 */
record Transition(
        Subject subject, @Nullable Fields before, @Nullable Fields after) {

    static Transition of(String node, List<Sibling> before, List<Sibling> after) {
        Subject subject = Subject.on(node);
        return new Transition(
                subject,
                Merges.fields(subject, before).orElse(null),
                Merges.fields(subject, after).orElse(null));
    }

    /** Whether a contact or group is concerned, not only reserved items. */
    boolean concernsSomebody() {
        return before != null || after != null;
    }

    /** What to call it: as it was, if it is no more. */
    String label() {
        return after != null ? label(after) : before != null ? label(before) : "";
    }

    static String label(Fields fields) {
        return fields.subject() == Subject.CONTACT
                ? Contact.of(fields).label()
                : Group.of(fields).map(Group::name).orElse("");
    }
}
