package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what software publishes on a contacts node in the clear is what a user could have put in: the same limits as for a command.
 *
 * <p>What was there before and is published again is not measured: it may be a merge, or another program's.
 */
public final class PublishedCheck {

    /** Characters of the shortest name that an id is searched for: shorter ones are in random ids too. */
    private static final int TELLING = 4;

    private PublishedCheck() {}

    /**
     * Checks {@code published}, which replaces {@code present} on {@code node}.
     *
     * @throws InvalidInputException if it is no contact or group, or one that cannot be, in words
     */
    public static void check(String node, XmlElement published, Optional<XmlElement> present)
            throws InvalidInputException {
        Subject subject = Subject.on(node);
        if (!published.is(ContactsXml.NS, subject.element())) {
            throw new InvalidInputException("this node takes <" + subject.element() + " xmlns='" + ContactsXml.NS
                    + "'/>, not <" + published.local() + "/>");
        }
        Fields after = Fields.read(subject, published, Payload.NO_STAMP);
        Fields before = present.filter(payload -> payload.is(ContactsXml.NS, subject.element()))
                .map(payload -> Fields.read(subject, payload, Payload.NO_STAMP))
                .orElseGet(() -> Fields.none(subject));
        if (subject == Subject.GROUP) {
            checkGroup(after, before);
        } else {
            checkContact(after, before);
        }
    }

    /**
     * Checks the id of a new item, which whoever sees the store sees: it must not tell who it is.
     *
     * @throws InvalidInputException if an identity or name of {@code published} is in it, or it looks like an address
     */
    public static void checkId(String id, XmlElement published) throws InvalidInputException {
        String folded = FoldedText.of(id);
        List<String> telling = new ArrayList<>(List.of("@"));
        published.attribute("name").ifPresent(telling::add);
        published.elements(ContactsXml.NS, "identity").forEach(identity -> telling.add(identity.text()));
        for (String text : telling) {
            String part = FoldedText.of(text.strip());
            if (part.length() >= (text.equals("@") ? 1 : TELLING) && folded.contains(part)) {
                throw new InvalidInputException(
                        "an item's id is not encrypted and must not tell who it is; without one kith makes one");
            }
        }
    }

    private static void checkContact(Fields after, Fields before) throws InvalidInputException {
        name("contact name", after, before);
        if (after.present(FieldKey.Kind.IDENTITY).isEmpty()) {
            throw new InvalidInputException("a contact needs at least one identity; to delete it, retract it");
        }
        for (Field identity : after.present(FieldKey.Kind.IDENTITY)) {
            if (before.present(identity.key()).isEmpty()) {
                Identity.of(identity.key().first(), identity.text());
            }
        }
        grown("identities", FieldKey.Kind.IDENTITY, Limits.IDENTITIES, after, before);
        grown("groups", FieldKey.Kind.GROUP, Limits.GROUPS, after, before);
    }

    private static void checkGroup(Fields after, Fields before) throws InvalidInputException {
        if (Group.of(after).isEmpty()) {
            throw new InvalidInputException("a group needs an id and a name");
        }
        name("group name", after, before);
        for (Field description : after.present(FieldKey.Kind.DESCRIPTION)) {
            if (before.present(description.key()).isEmpty()) {
                Limits.checked("group description", description.text(), Limits.DESCRIPTION);
            }
        }
    }

    private static void name(String what, Fields after, Fields before) throws InvalidInputException {
        Optional<String> name = after.present(FieldKey.NAME).map(Field::text);
        if (name.isPresent() && !name.equals(before.present(FieldKey.NAME).map(Field::text))) {
            Limits.checked(what, name.get(), Limits.NAME);
        }
    }

    private static void grown(String what, FieldKey.Kind kind, int most, Fields after, Fields before)
            throws InvalidInputException {
        int count = after.present(kind).size();
        if (count > before.present(kind).size()) {
            Limits.count(what, count, most);
        }
    }
}
