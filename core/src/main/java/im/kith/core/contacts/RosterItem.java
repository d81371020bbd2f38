package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import im.kith.core.xml.XmlNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a roster said of a JID besides name and groups (RFC 6121 §2.1), kept in a contact.
 *
 * @param jid in its form for comparison
 * @param xml as the roster spelled it
 */
record RosterItem(String jid, XmlElement xml) {

    private static final String ATTRIBUTE = "jid";

    /** The roster item that {@code node} is, with a JID; of one without nothing is known. */
    static Optional<RosterItem> of(@Nullable XmlNode node) {
        return node instanceof XmlElement xml && xml.is(ContactsXml.ROSTER, "item")
                ? xml.attribute(ATTRIBUTE).map(jid -> new RosterItem(comparable(jid), xml))
                : Optional.empty();
    }

    private static String comparable(String jid) {
        return new Identity(ContactsXml.JID, jid.strip()).key();
    }

    /** Whether only the spelling of the JID differs. */
    boolean saysTheSameAs(RosterItem other) {
        return jid.equals(other.jid) && withoutJid(xml).equals(withoutJid(other.xml));
    }

    private static XmlElement withoutJid(XmlElement xml) {
        return new XmlElement(
                xml.name(),
                xml.attributes().stream()
                        .filter(each -> !each.name().equals(XmlName.local(ATTRIBUTE)))
                        .toList(),
                xml.children());
    }
}
