package im.kith.cli.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A reader that hands out at most one line at a time, and so knows on which line its user is.
 *
 * <p>Gson reads ahead as far as its buffer is filled, and tells the line in its messages only.
 */
final class LineReader extends Reader {

    /** A contact of every limit filled is a tenth of it. */
    private static final int LONGEST_ELEMENT = 16 << 20;

    private final BufferedReader in;
    private int sinceElement;
    private int line = 1;
    private boolean atEndOfLine;
    private boolean first = true;

    LineReader(Reader in) {
        this.in = new BufferedReader(in, 1 << 15);
    }

    /** The line, from 1, of the last character handed out. */
    int line() {
        return line;
    }

    /** Whatever is read from here belongs to another element. */
    void beginElement() {
        sinceElement = 0;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int count = 0;
        if (sinceElement > LONGEST_ELEMENT) {
            throw new IOException("line " + line + ": more than " + LONGEST_ELEMENT + " characters in one element");
        }
        while (count < length) {
            int next = in.read();
            if (next < 0) {
                return count == 0 ? -1 : count;
            }
            if (atEndOfLine) {
                line++;
                atEndOfLine = false;
            }
            boolean mark = first && next == '\uFEFF';
            first = false;
            if (mark) {
                continue;
            }
            into[offset + count++] = (char) next;
            if (next == '\n') {
                atEndOfLine = true;
                break;
            }
        }
        sinceElement += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
