package im.kith.core.contacts;

import im.kith.core.xml.XmlElement;

/** An item without data, which hides how many contacts there are (XEP-0510 §4.3). */
public record Reserved() implements Payload {

    static final XmlElement ELEMENT = XmlElement.of(ContactsXml.NS, "reserved");

    @Override
    public XmlElement toXml() {
        return ELEMENT;
    }
}
