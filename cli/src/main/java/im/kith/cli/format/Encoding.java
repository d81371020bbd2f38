package im.kith.cli.format;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The encoding that a file's byte order mark shows; UTF-8 without one. Excel and other programs of Windows write UTF-16. */
enum Encoding {
    UTF_8(StandardCharsets.UTF_8),
    UTF_16LE(StandardCharsets.UTF_16LE),
    UTF_16BE(StandardCharsets.UTF_16BE);

    /** Stands for octets that are no text; no text can hold it, and no XML. */
    static final char BROKEN = '\uFFFF';

    private static final int LOOK = 4;

    private final Charset charset;

    Encoding(Charset charset) {
        this.charset = charset;
    }

    static Encoding of(BufferedInputStream in) throws IOException {
        in.mark(LOOK);
        byte[] mark = in.readNBytes(2);
        in.reset();
        if (mark.length == 2 && mark[0] == (byte) 0xff && mark[1] == (byte) 0xfe) {
            return UTF_16LE;
        }
        return mark.length == 2 && mark[0] == (byte) 0xfe && mark[1] == (byte) 0xff ? UTF_16BE : UTF_8;
    }

    Charset charset() {
        return charset;
    }

    /** The file's text, its byte order mark included, {@link #BROKEN} for what is none. */
    Reader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(BROKEN))));
    }

    /** The file's octets in UTF-8. */
    InputStream utf8(InputStream in) {
        return this == UTF_8 ? in : new Recoded(reader(in), in);
    }

    /** Text as octets of UTF-8, some thousand characters at a time. */
    private static final class Recoded extends InputStream {

        private final Reader text;
        private final InputStream source;
        private final char[] chars = new char[1 << 13];
        private byte[] octets = new byte[0];
        private int next;
        private int kept;

        Recoded(Reader text, InputStream source) {
            this.text = text;
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            return fill() ? octets[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, octets.length - next);
            System.arraycopy(octets, next, into, offset, count);
            next += count;
            return count;
        }

        private boolean fill() throws IOException {
            while (next == octets.length) {
                int count = text.read(chars, kept, chars.length - kept);
                if (count < 0) {
                    return false;
                }
                int length = kept + count;
                // the other half of the last character comes with the next part
                boolean half = Character.isHighSurrogate(chars[length - 1]);
                kept = half ? 1 : 0;
                octets = new String(chars, 0, length - kept).getBytes(StandardCharsets.UTF_8);
                next = 0;
                if (half) {
                    chars[0] = chars[length - 1];
                }
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
