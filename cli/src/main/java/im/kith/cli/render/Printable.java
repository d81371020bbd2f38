package im.kith.cli.render;

/**
 * Text from outside made safe to show: control and formatting characters become visible instead of acting.
 *
 * <p>Names come from imported files and other devices; an escape sequence in one must not move the cursor, and a
 * direction override must not disguise an address.
 */
public final class Printable {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Printable() {}

    public static String of(String text) {
        if (text.codePoints().noneMatch(Printable::acts)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t') {
                shown.append(' ');
            } else if (acts(point)) {
                shown.append(REPLACEMENT);
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean acts(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (type == Character.FORMAT && point != ZERO_WIDTH_JOINER && !isEmojiTag(point));
    }

    private static boolean isEmojiTag(int point) {
        return point >= 0xE0020 && point <= 0xE007F;
    }
}
