package im.kith.core.xml;

/**
 * Writes an element in the one form that every reader met so far understands.
 *
 * <p>ASCII with character references beyond it (names excepted, where XML has none), apostrophes around attributes, no
 * declaration, no line breaks, the default namespace declared where it changes. One other implementation reads XML out of
 * the Python form of the octets, so quotes, backslashes and control characters are character references too.
 */
final class XmlWriter {

    private final StringBuilder out = new StringBuilder(512);

    private XmlWriter() {}

    /** @param inherited the default namespace where it is going to stand */
    static String write(XmlElement root, String inherited) {
        XmlWriter writer = new XmlWriter();
        writer.element(root, inherited);
        return writer.out.toString();
    }

    static String escape(String text) {
        XmlWriter writer = new XmlWriter();
        writer.escaped(text);
        return writer.out.toString();
    }

    private void element(XmlElement element, String inherited) {
        boolean xml = element.namespace().equals(XmlName.XML);
        String namespace = xml ? inherited : element.namespace();
        String tag = xml ? "xml:" + element.local() : element.local();
        out.append('<').append(tag);
        if (!namespace.equals(inherited)) {
            attribute("xmlns", namespace);
        }
        attributes(element);
        if (element.children().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (XmlNode child : element.children()) {
            if (child instanceof XmlElement inner) {
                element(inner, namespace);
            } else if (child instanceof XmlText text) {
                escaped(text.text());
            }
        }
        out.append("</").append(tag).append('>');
    }

    /** Attributes are sorted by namespace first, so each prefix is needed for one run of them. */
    private void attributes(XmlElement element) {
        String declared = "";
        int prefixes = 0;
        for (XmlAttribute attribute : element.attributes()) {
            XmlName name = attribute.name();
            if (name.namespace().isEmpty()) {
                attribute(name.local(), attribute.value());
            } else if (name.namespace().equals(XmlName.XML)) {
                attribute("xml:" + name.local(), attribute.value());
            } else {
                if (!name.namespace().equals(declared)) {
                    declared = name.namespace();
                    prefixes++;
                    attribute("xmlns:n" + prefixes, declared);
                }
                attribute("n" + prefixes + ":" + name.local(), attribute.value());
            }
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("='");
        escaped(value);
        out.append('\'');
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                case '\\' -> out.append("&#92;");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append(c);
                    } else {
                        int point = text.codePointAt(i);
                        reference(point);
                        i += Character.charCount(point) - 1;
                    }
                }
            }
        }
    }

    private void reference(int point) {
        if (!XmlCharacters.legal(point)) {
            throw new IllegalArgumentException(String.format("U+%04X cannot stand in XML", point));
        }
        out.append("&#").append(point).append(';');
    }
}
