package im.kith.cli.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into vCards, from {@code BEGIN:VCARD} to its {@code END:VCARD}, each with the line it begins on.
 *
 * <p>So that one broken card costs that card only, and no card more memory than its limit. A folded line begins with a
 * space, so neither mark can occur inside a value; vCard 2.1 nests cards, which is counted.
 */
final class CardSplitter {

    /** A card with a photo in it; twice what a phone writes. */
    private static final int LONGEST_CARD = 16 << 20;

    private final InputStream in;
    private int line;

    CardSplitter(InputStream in) {
        this.in = in;
    }

    /** A card's text, or why there is none. */
    record Card(int line, @Nullable String text, String problem) {}

    /** The next card; null at the end. */
    @Nullable
    Card next() throws IOException {
        StringBuilder octets = new StringBuilder();
        int begin = 0;
        int depth = 0;
        int strayLine = 0;
        boolean tooLong = false;
        for (String next = readLine(); next != null; next = readLine()) {
            String mark = next.strip().toUpperCase(Locale.ROOT);
            if (begin == 0 && !mark.equals("BEGIN:VCARD")) {
                strayLine = strayLine == 0 && !mark.isEmpty() ? line : strayLine;
                continue;
            }
            if (strayLine > 0) {
                pushBack(next);
                return new Card(strayLine, null, "text outside of a vCard");
            }
            begin = begin == 0 ? line : begin;
            depth += mark.equals("BEGIN:VCARD") ? 1 : mark.equals("END:VCARD") ? -1 : 0;
            tooLong |= octets.length() + next.length() > LONGEST_CARD;
            if (!tooLong) {
                octets.append(next).append("\r\n");
            }
            if (depth == 0) {
                return tooLong ? new Card(begin, null, "longer than " + LONGEST_CARD + " octets") : card(begin, octets);
            }
        }
        if (begin > 0) {
            return new Card(begin, null, "the vCard does not end");
        }
        return strayLine > 0 ? new Card(strayLine, null, "text outside of a vCard") : null;
    }

    private static Card card(int begin, CharSequence octets) {
        byte[] bytes = octets.toString().getBytes(StandardCharsets.ISO_8859_1);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Card(begin, text, "");
        } catch (CharacterCodingException e) {
            return new Card(begin, null, "not UTF-8");
        }
    }

    private @Nullable String pushedBack;

    private void pushBack(String read) {
        pushedBack = read;
        line--;
    }

    /** A line's octets as ISO 8859-1 characters, without its end; the rest of one that is too long comes as another. */
    private @Nullable String readLine() throws IOException {
        String again = pushedBack;
        if (again != null) {
            pushedBack = null;
            line++;
            return again;
        }
        StringBuilder octets = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            octets.append((char) next);
            if (octets.length() >= LONGEST_CARD) {
                return octets.toString();
            }
        }
        line++;
        int end = octets.length();
        if (end > 0 && octets.charAt(end - 1) == '\r') {
            octets.setLength(end - 1);
        }
        return line == 1 && octets.indexOf("\u00EF\u00BB\u00BF") == 0 ? octets.substring(3) : octets.toString();
    }
}
