package im.kith.transport.xmpp;

import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What all stanzas have in common (RFC 6120 §8.1). */
final class Stanzas {

    private Stanzas() {}

    static boolean isStanza(XmlElement element) {
        return element.namespace().equals(Names.CLIENT)
                && List.of("iq", "message", "presence").contains(element.local());
    }

    static String type(XmlElement stanza) {
        return stanza.attribute("type").orElse("");
    }

    /** {@code stanza} with the attribute {@code name} as {@code value}, whatever it was. */
    static XmlElement with(XmlElement stanza, String name, String value) {
        List<XmlAttribute> attributes = new ArrayList<>(stanza.attributes());
        attributes.removeIf(each -> each.name().equals(XmlName.local(name)));
        attributes.add(new XmlAttribute(XmlName.local(name), value));
        return new XmlElement(stanza.name(), attributes, stanza.children());
    }

    /** The empty or filled result of {@code iq}. */
    static XmlElement result(XmlElement iq, String account, Optional<XmlElement> child) {
        return answer(iq, "result", account, child);
    }

    static XmlElement answer(XmlElement stanza, String type, String account, Optional<XmlElement> child) {
        XmlElement.Builder answer = XmlElement.builder(Names.CLIENT, stanza.local())
                .attribute("type", type)
                .attribute("from", stanza.attribute("to").orElse(account));
        stanza.attribute("from").ifPresent(from -> answer.attribute("to", from));
        stanza.attribute("id").ifPresent(id -> answer.attribute("id", id));
        child.ifPresent(answer::child);
        return answer.build();
    }
}
