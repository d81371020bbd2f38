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
        decomposed.codePoints().filter(FoldedText::kept).forEach(bare::appendCodePoint);
        return bare.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean kept(int point) {
        return Character.getType(point) != Character.NON_SPACING_MARK;
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
