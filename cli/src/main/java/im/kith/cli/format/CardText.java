package im.kith.cli.format;

import com.github.mangstadt.vinnie.io.VObjectPropertyValues;

/** Text as a value of a vCard property (RFC 6350 §3.4), and back. */
final class CardText {

    private CardText() {}

    static String escape(String text) {
        return VObjectPropertyValues.escape(text)
                .replace("\r\n", "\\n")
                .replace("\n", "\\n")
                .replace("\r", "\\n");
    }

    static String unescape(String value) {
        return VObjectPropertyValues.unescape(value);
    }
}
