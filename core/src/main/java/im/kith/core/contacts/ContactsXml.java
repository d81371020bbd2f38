package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;

/** The names of XEP-0510 and of kith's own element. */
public final class ContactsXml {

    /** The node of contacts (XEP-0510 §4.1). */
    public static final String CONTACTS_NODE = "urn:xmpp:contacts";

    /** The node of groups (XEP-0510 §4.2). */
    public static final String GROUPS_NODE = "urn:xmpp:contacts-groups";

    /** The namespace of contact, group and reserved, and the feature in service discovery. */
    public static final String NS = "urn:xmpp:contacts:0";

    /** The namespace of the edits element. */
    public static final String EDITS = "urn:kith:edits:0";

    /** The namespace of rosters (RFC 6121), whose items are kept for their subscription. */
    public static final String ROSTER = "jabber:iq:roster";

    /** The type of identity that XEP-0510 defines. */
    public static final String JID = "jid";

    private ContactsXml() {}

    /** Whether {@code node} is one of the two that this package understands. */
    public static boolean isContactsNode(String node) {
        return node.equals(CONTACTS_NODE) || node.equals(GROUPS_NODE);
    }

    /** {@code payload} as XEP-0510 has it, without what kith keeps in it of its own. */
    public static XmlElement withoutEdits(XmlElement payload) {
        return new XmlElement(
                payload.name(),
                payload.attributes(),
                payload.children().stream()
                        .filter(child -> !(child instanceof XmlElement element
                                && element.namespace().equals(EDITS)))
                        .toList());
    }
}
