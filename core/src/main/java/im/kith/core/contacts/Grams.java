package im.kith.core.contacts;

import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One, two and three characters in a row of folded texts, by which contacts are found; each row is a number of its own. */
final class Grams {

    /** How many characters at most are looked up in one. */
    private static final int LONGEST = 3;

    /** Odd, so that each row keeps a number of its own; spreads those of one alphabet over a table. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Grams() {}

    /** All rows in a contact's {@code text}, as often as they come. */
    static void forEach(String text, LongConsumer consumer) {
        for (int i = 0; i < text.length(); i++) {
            for (int length = 1; length <= LONGEST && i + length <= text.length(); length++) {
                if (text.charAt(i + length - 1) == ContactEntry.BETWEEN) {
                    break;
                }
                consumer.accept(gram(text, i, length));
            }
        }
    }

    /** The rows that a text with {@code word} in it has: those of three characters, or the whole of a shorter one. */
    static LongStream of(String word) {
        int length = Math.min(LONGEST, word.length());
        return length == 0
                ? LongStream.empty()
                : IntStream.rangeClosed(0, word.length() - length)
                        .filter(i -> word.substring(i, i + length).indexOf(ContactEntry.BETWEEN) < 0)
                        .mapToLong(i -> gram(word, i, length));
    }

    /** The characters as one number; none of a text is 0, so that rows of different lengths differ. */
    private static long gram(String text, int at, int length) {
        long gram = 0;
        for (int i = at; i < at + length; i++) {
            gram = gram << Character.SIZE | text.charAt(i);
        }
        return gram * SPREAD;
    }
}
