package im.kith.core.xml;

/** Which characters XML 1.0 can hold at all: no control characters but tab and line breaks, no lone surrogates. */
public final class XmlCharacters {

    private XmlCharacters() {}

    /** Whether every character of {@code text} can stand in XML. */
    public static boolean legal(String text) {
        return text.codePoints().allMatch(XmlCharacters::legal);
    }

    static boolean legal(int point) {
        return point >= ' '
                ? point < Character.MIN_SURROGATE || (point > Character.MAX_SURROGATE && (point & ~1) != 0xfffe)
                : point == '\t' || point == '\n' || point == '\r';
    }
}
