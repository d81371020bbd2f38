package im.kith.core.xml;

import java.util.random.RandomGenerator;

/** Random trees with all that is awkward to write. */
public final class RandomXml {

    private static final String[] PIECES = {
        "a", "Ω", "'", "\"", "\\", "&", "<", ">", "]]>", "\n", "\r\n", "\t", " ", "\u007f", "\u0085", "\u2028", "😀",
        "é", "%", "&amp;", "\ufffd", "0"
    };
    private static final String[] NAMESPACES = {"", "urn:a", "urn:b", "urn:xmpp:contacts:0", "q'&\"é", XmlName.XML};
    private static final String[] NAMES = {"a", "b", "contact", "é", "x-y.z", "name"};

    private RandomXml() {}

    public static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    public static XmlElement element(RandomGenerator random, int depth) {
        XmlElement.Builder element = XmlElement.builder(any(random, NAMESPACES), any(random, NAMES));
        for (int i = 0; i < 4; i++) {
            if (random.nextBoolean()) {
                element.attribute(new XmlName(NAMESPACES[i + 1], any(random, NAMES)), text(random));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            element.child(depth > 0 && random.nextBoolean() ? element(random, depth - 1) : new XmlText(text(random)));
        }
        return element.build();
    }

    private static String any(RandomGenerator random, String[] of) {
        return of[random.nextInt(of.length)];
    }
}
