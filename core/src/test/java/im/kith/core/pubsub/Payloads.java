package im.kith.core.pubsub;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.xml.XmlElement;

/** Payloads as other software publishes them. */
final class Payloads {

    private Payloads() {}

    static XmlElement note(String text) {
        return XmlElement.builder("urn:example:note", "note").text(text).build();
    }

    static XmlElement contact(String name, String jid, String... groups) {
        XmlElement identity = XmlElement.builder(ContactsXml.NS, "identity")
                .attribute("type", "jid")
                .text(jid)
                .build();
        XmlElement.Builder contact = XmlElement.builder(ContactsXml.NS, "contact")
                .attribute("name", name)
                .child(identity);
        for (String group : groups) {
            contact.child(XmlElement.builder(ContactsXml.NS, "group")
                    .attribute("id", group)
                    .build());
        }
        return contact.build();
    }
}
