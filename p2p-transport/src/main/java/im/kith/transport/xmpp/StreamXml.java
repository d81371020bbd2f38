package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;

/** A stream's XML as it is written: with the prefix {@code stream} for what is the stream's own (RFC 6120 §4.8.5). */
public final class StreamXml {

    public static final String CLOSING = "</stream:stream>";

    private StreamXml() {}

    /** The declaration and the opening tag with the attributes of {@code header}. */
    public static String opening(XmlElement header) {
        String attributes = header.toXmlWithin(Names.STREAM);
        // <stream a='…'/>
        String inside = attributes.substring("<stream".length(), attributes.length() - "/>".length());
        return "<?xml version='1.0'?><stream:stream xmlns='" + Names.CLIENT + "' xmlns:stream='" + Names.STREAM + "'"
                + inside + ">";
    }

    /** An element of the stream. */
    public static String element(XmlElement element) {
        if (!element.namespace().equals(Names.STREAM)) {
            return element.toXmlWithin(Names.CLIENT);
        }
        StringBuilder out =
                new StringBuilder("<stream:").append(element.local()).append('>');
        element.elements().forEach(child -> out.append(child.toXmlWithin(Names.CLIENT)));
        return out.append("</stream:").append(element.local()).append('>').toString();
    }
}
