package im.kith.cli.render;

import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlAttribute;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.util.ArrayList;
import java.util.List;

/** Extensions that kith does not know, for people: names and texts, indented as they are nested, without the brackets. */
final class ExtensionText {

    private ExtensionText() {}

    /** Lines for the element {@code xml}; it as it is, if it cannot be read. */
    static List<String> lines(String xml) {
        List<String> lines = new ArrayList<>();
        try {
            add(lines, XmlReader.read(xml), "", "");
        } catch (MalformedException unreadable) {
            lines.add(xml);
        }
        return lines;
    }

    private static void add(List<String> lines, XmlElement element, String indent, String namespaceAround) {
        StringBuilder line = new StringBuilder(indent).append(element.local());
        if (!element.namespace().equals(namespaceAround)) {
            line.append(" (").append(element.namespace()).append(')');
        }
        for (XmlAttribute attribute : element.attributes()) {
            line.append(' ').append(attribute.name().local()).append('=').append(attribute.value());
        }
        String text = element.text().strip();
        if (!text.isEmpty()) {
            line.append(": ").append(text);
        }
        lines.add(line.toString());
        for (XmlElement child : element.elements()) {
            add(lines, child, indent + "  ", element.namespace());
        }
    }
}
