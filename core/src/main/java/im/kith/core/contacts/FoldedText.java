package im.kith.core.contacts;

import java.text.Normalizer;
import java.util.Locale;

/** Text with case and accents taken away, the same in every locale: for searching and sorting. */
final class FoldedText {

    private FoldedText() {}

    static String of(String text) {
        if (ascii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder bare = new StringBuilder(decomposed.length());
        decomposed.codePoints().filter(FoldedText::kept).forEach(point -> append(bare, point));
        return bare.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).replace('\u03C2', '\u03C3');
    }

    private static boolean kept(int point) {
        int type = Character.getType(point);
        return type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK && type != Character.FORMAT;
    }

    /** Letters with a stroke and ligatures that Unicode does not decompose, as people without such a keyboard type them. */
    private static void append(StringBuilder bare, int point) {
        switch (point) {
            case 0x141, 0x142 -> bare.append('l');
            case 0xD8, 0xF8 -> bare.append('o');
            case 0x110, 0x111, 0xD0, 0xF0 -> bare.append('d');
            case 0x126, 0x127 -> bare.append('h');
            case 0x166, 0x167 -> bare.append('t');
            case 0x131 -> bare.append('i');
            case 0x1E9E -> bare.append("ss");
            case 0xC6, 0xE6 -> bare.append("ae");
            case 0x152, 0x153 -> bare.append("oe");
            case 0xDE, 0xFE -> bare.append("th");
            default -> bare.appendCodePoint(point);
        }
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
