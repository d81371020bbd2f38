package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;

/**
 * Names a field of a contact or group: what is changed, stamped and merged by itself.
 *
 * @param first and
 * @param second tell fields of one kind apart, as the kind says
 */
record FieldKey(Kind kind, String first, String second) implements Comparable<FieldKey> {

    enum Kind {
        /** An attribute of the contact or group: local name, namespace. */
        ATTRIBUTE,
        /** An identity: type, value in its form for comparison. */
        IDENTITY,
        /** A reference to a group: its id. */
        GROUP,
        /** A group's description: its xml:lang. */
        DESCRIPTION,
        /** An unknown child: hash of its XML, and how many equal ones stand before it. */
        CHILD,
        /** Text directly inside. */
        TEXT
    }

    static final FieldKey NAME = new FieldKey(Kind.ATTRIBUTE, "name", "");
    static final FieldKey ID = new FieldKey(Kind.ATTRIBUTE, "id", "");
    static final FieldKey TEXT = new FieldKey(Kind.TEXT, "", "");

    private static final int HASH_LENGTH = 16;
    private static final Comparator<FieldKey> ORDER =
            Comparator.comparing(FieldKey::kind).thenComparing(FieldKey::first).thenComparing(FieldKey::second);

    static FieldKey attribute(XmlName name) {
        return new FieldKey(Kind.ATTRIBUTE, name.local(), name.namespace());
    }

    static FieldKey identity(Identity identity) {
        return new FieldKey(Kind.IDENTITY, identity.type(), identity.key());
    }

    static FieldKey group(String id) {
        return new FieldKey(Kind.GROUP, id, "");
    }

    static FieldKey description(String lang) {
        return new FieldKey(Kind.DESCRIPTION, lang, "");
    }

    /** The {@code n}th, from 0, of equal unknown children. */
    static FieldKey child(XmlElement child, int n) {
        byte[] hash = Bytes.sha256(child.toOctets()).toArray();
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, HASH_LENGTH));
        return new FieldKey(Kind.CHILD, text, n == 0 ? "0" : Integer.toString(n));
    }

    /** What {@code child} of a contact (else of a group) is; an identity without type or reference without id is unknown. */
    static FieldKey of(Subject subject, XmlElement child) {
        boolean contact = subject == Subject.CONTACT;
        if (contact && child.is(ContactsXml.NS, "identity")) {
            return child.attribute("type")
                    .map(type -> identity(new Identity(type, child.text().strip())))
                    .orElseGet(() -> child(child, 0));
        }
        if (contact && child.is(ContactsXml.NS, "group")) {
            return child.attribute("id").map(FieldKey::group).orElseGet(() -> child(child, 0));
        }
        if (!contact && child.is(ContactsXml.NS, "description")) {
            return description(child.attribute(XmlName.LANG).orElse(""));
        }
        return child(child, 0);
    }

    /** Whether {@code child} of a contact is unknown to XEP-0510 and kith. */
    static boolean isExtension(XmlElement child) {
        return !child.namespace().equals(ContactsXml.EDITS) && of(Subject.CONTACT, child).kind == Kind.CHILD;
    }

    /** The same unknown child's place one further. */
    FieldKey following() {
        return new FieldKey(kind, first, Integer.toString(Integer.parseInt(second) + 1));
    }

    /** By hand, as {@link #hashCode}: a start compares hundreds of thousands, for which what Java generates takes long to get fast. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FieldKey that
                && kind == that.kind
                && first.equals(that.first)
                && second.equals(that.second);
    }

    @Override
    public int hashCode() {
        return first.hashCode() * 31 + second.hashCode();
    }

    @Override
    public int compareTo(FieldKey other) {
        return ORDER.compare(this, other);
    }

    /** The kind only: the rest may be personal. */
    @Override
    public String toString() {
        return kind.toString();
    }
}
