package im.kith.core.xml;

import im.kith.core.octets.MalformedException;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Goes through a document of any length, tag by tag, with {@link XmlReader}'s limits and bounded memory.
 *
 * <p>Text between tags is passed over; what is of interest is taken whole with {@link #rest}. The encoding is the one the
 * document says or shows.
 */
public final class XmlStream implements Closeable {

    /** Octets between two tags, and of one element taken whole. */
    public static final int LONGEST = 16 << 20;

    private final LimitedStream in;
    private final XMLStreamReader stream;
    private int depth;

    /** Where a document has been read to. */
    public enum Tag {
        OPENED,
        CLOSED,
        END
    }

    /**
     * Begins to read; nothing but the declaration, if there is one.
     *
     * @throws MalformedException if not even that is readable
     */
    public XmlStream(InputStream document) throws MalformedException, IOException {
        in = new LimitedStream(document);
        try {
            stream = XmlReader.factory().createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }

    /** Goes to the next tag. */
    public Tag next() throws MalformedException, IOException {
        in.begin();
        try {
            while (stream.hasNext()) {
                switch (stream.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++depth > XmlReader.MAX_DEPTH) {
                            throw malformed("elements more than " + XmlReader.MAX_DEPTH + " deep");
                        }
                        return Tag.OPENED;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return Tag.CLOSED;
                    }
                    case XMLStreamConstants.DTD -> throw malformed("document type declaration");
                    case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed("undeclared entity");
                    default -> {}
                }
            }
            return Tag.END;
        } catch (XMLStreamException e) {
            throw failure(e);
        } catch (RuntimeException e) {
            throw new MalformedException("XML: the parser cannot cope: " + e, e);
        }
    }

    /** How many elements are open, the one just opened included, the one just closed not. */
    public int depth() {
        return depth;
    }

    /** The line, from 1, of the tag just read. */
    public int line() {
        return stream.getLocation().getLineNumber();
    }

    /** The element just opened, with its attributes and nothing inside. */
    public XmlElement opened() throws MalformedException {
        return XmlReader.start(stream).build();
    }

    /** The element just opened, whole; it is closed afterwards. */
    public XmlElement rest() throws MalformedException, IOException {
        in.begin();
        try {
            XmlElement element = XmlReader.rest(stream, XmlReader.MAX_DEPTH - depth + 1);
            depth--;
            return element;
        } catch (XMLStreamException e) {
            throw failure(e);
        } catch (RuntimeException e) {
            throw new MalformedException("XML: the parser cannot cope: " + e, e);
        }
    }

    private MalformedException malformed(String what) {
        return new MalformedException("XML: " + what);
    }

    /** What lies beneath the parser's complaint: trouble with the file, or with what is in it. */
    private static MalformedException failure(XMLStreamException e) throws IOException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLong tooLong) {
                return new MalformedException("XML: " + tooLong.getMessage(), e);
            }
            if (cause instanceof IOException io && !(cause instanceof java.io.CharConversionException)) {
                throw io;
            }
        }
        return new MalformedException("XML: " + XmlReader.firstLine(e), e);
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            in.close();
        }
    }

    private static final class TooLong extends IOException {
        TooLong() {
            super("more than " + LONGEST + " octets between two tags or in one entry");
        }
    }

    /** Hands out no more than the limit until told that something else begins. */
    private static final class LimitedStream extends FilterInputStream {

        private int left = LONGEST;

        LimitedStream(InputStream in) {
            super(in);
        }

        void begin() {
            left = LONGEST;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            spent(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            spent(Math.max(0, count));
            return count;
        }

        private void spent(int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new TooLong();
            }
        }
    }
}
