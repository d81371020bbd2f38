package im.kith.core.xml;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.StreamFault.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/**
 * Reads an XMPP stream as its octets come: the root's opening tag, then each of its children whole, with {@link XmlReader}'s limits.
 *
 * <p>Octets are given with {@link #feed} in whatever portions the network has; {@link #next} hands out one piece at a time, so that
 * after any of them the stream can begin anew with {@link #restart}, as SASL wants it. A child larger than the soft limit is skipped and
 * told; beyond the hard one there is nothing to be done. Memory is bounded by the hard limit, also that for names: the parser keeps every
 * name it has seen, so it is exchanged now and then.
 */
public final class XmlFeed {

    private static final InputFactoryImpl FACTORY = newFactory();

    /** Octets after which the parser is exchanged. */
    private static final long RENEWAL = 1 << 20;

    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final Pieces pieces = new Pieces();
    private AsyncXMLStreamReader<AsyncByteArrayFeeder> parser = newParser();
    private byte[] chunk = new byte[0];
    /** Where in what this parser was given the chunk begins, and the last piece ended. */
    private long chunkStart;

    private long pieceEnd;
    /** Nothing of the document was read yet but white space, which may come between two streams. */
    private boolean fresh = true;

    private boolean ended;
    private int soft;
    private int hard;

    /**
     * @param soft octets of a child above which it is skipped
     * @param hard octets of a child, or of the opening tag, above which the stream cannot go on
     */
    public XmlFeed(int soft, int hard) {
        limit(soft, hard);
    }

    private static InputFactoryImpl newFactory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }

    /** None is ever closed, which would hand its names on to those that come after it. */
    private static AsyncXMLStreamReader<AsyncByteArrayFeeder> newParser() {
        return FACTORY.createAsyncForByteArray();
    }

    /** Sets the limits anew. */
    public void limit(int softLimit, int hardLimit) {
        soft = softLimit;
        hard = hardLimit;
    }

    /** Takes more octets; the array is this object's from now on. */
    public void feed(byte[] octets) {
        if (octets.length > 0) {
            waiting.add(octets);
        }
    }

    /** Whether there are octets that {@link #next} has not looked at, beyond the last piece. */
    public boolean hasMore() {
        return fresh
                ? waiting.stream().anyMatch(octets -> blanks(octets) < octets.length)
                : !waiting.isEmpty() || pieceEnd < chunkStart + chunk.length;
    }

    private static int blanks(byte[] octets) {
        int count = 0;
        while (count < octets.length && (octets[count] == ' ' || (octets[count] >= '\t' && octets[count] <= '\r'))) {
            count++;
        }
        return count;
    }

    /** The next piece; empty until more octets come. */
    public Optional<StreamPiece> next() throws StreamFault {
        try {
            while (!ended) {
                int event = parser.next();
                if (event == AsyncXMLStreamReader.EVENT_INCOMPLETE) {
                    if (!feedParser()) {
                        return Optional.empty();
                    }
                } else {
                    Optional<StreamPiece> piece = taken(event);
                    if (piece.isPresent()) {
                        return piece;
                    }
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            throw new StreamFault(Kind.NOT_WELL_FORMED, XmlReader.firstLine(e));
        } catch (MalformedException e) {
            throw new StreamFault(Kind.TOO_MUCH, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new StreamFault(Kind.NOT_WELL_FORMED, "a name that XMPP does not have");
        } catch (RuntimeException e) {
            throw new StreamFault(Kind.NOT_WELL_FORMED, "the parser cannot cope: " + e);
        }
    }

    private boolean feedParser() throws XMLStreamException, StreamFault {
        checkSize(chunkStart + chunk.length);
        chunkStart += chunk.length;
        chunk = new byte[0];
        byte @Nullable [] next = waiting.poll();
        while (next != null && fresh) {
            int blanks = blanks(next);
            fresh = blanks == next.length;
            next = fresh ? waiting.poll() : Arrays.copyOfRange(next, blanks, next.length);
        }
        if (next == null) {
            return false;
        }
        chunk = next;
        parser.getInputFeeder().feedInput(chunk, 0, chunk.length);
        return true;
    }

    private void checkSize(long end) throws StreamFault {
        if (end - pieceEnd > hard) {
            throw new StreamFault(Kind.TOO_MUCH, "more than " + hard + " octets in one stanza");
        }
        if (end - pieceEnd > soft) {
            pieces.skip();
        }
    }

    private Optional<StreamPiece> taken(int event) throws XMLStreamException, StreamFault, MalformedException {
        switch (event) {
            case XMLStreamConstants.START_DOCUMENT -> checkEncoding();
            case XMLStreamConstants.START_ELEMENT -> {
                Optional<StreamPiece> opened = pieces.start(parser);
                if (opened.isPresent()) {
                    pieceEnd = position();
                }
                return opened;
            }
            case XMLStreamConstants.END_ELEMENT -> {
                if (pieces.depth() <= 2) {
                    checkSize(position());
                    pieceEnd = position();
                }
                Optional<StreamPiece> piece = pieces.end();
                ended = piece.isPresent() && piece.get() instanceof StreamPiece.Closed;
                if (piece.isPresent() && !ended && pieceEnd > RENEWAL) {
                    renew(pieces.opening());
                }
                return piece;
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                pieces.text(parser.getText());
                if (pieces.depth() == 1) {
                    pieceEnd = position();
                }
            }
            case XMLStreamConstants.END_DOCUMENT -> ended = true;
            default -> throw new StreamFault(Kind.RESTRICTED_XML, "no comments, instructions, types or entities");
        }
        return Optional.empty();
    }

    private void checkEncoding() throws StreamFault {
        String declared = parser.getCharacterEncodingScheme();
        if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
            throw new StreamFault(Kind.UNSUPPORTED_ENCODING, "only UTF-8 is read");
        }
    }

    private long position() throws XMLStreamException {
        return parser.getLocationInfo().getEndingByteOffset();
    }

    /** What follows the last piece is a new document: the stream begins anew (RFC 6120 §4.3.3). */
    public void restart() throws StreamFault {
        ended = false;
        fresh = true;
        pieces.clear();
        renew(new byte[0]);
    }

    private void renew(byte[] opening) throws StreamFault {
        byte[] rest = Arrays.copyOfRange(chunk, (int) (pieceEnd - chunkStart), chunk.length);
        parser = newParser();
        chunk = new byte[0];
        chunkStart = 0;
        pieceEnd = 0;
        if (opening.length > 0) {
            reopen(opening);
        }
        if (rest.length > 0) {
            waiting.addFirst(rest);
        }
    }

    /** Shows a fresh parser the tag that the last one had read. */
    private void reopen(byte[] opening) throws StreamFault {
        try {
            parser.getInputFeeder().feedInput(opening, 0, opening.length);
            int event = parser.next();
            while (event != XMLStreamConstants.START_ELEMENT) {
                event = parser.next();
            }
            chunkStart = opening.length;
            pieceEnd = opening.length;
        } catch (XMLStreamException e) {
            throw new StreamFault(Kind.NOT_WELL_FORMED, XmlReader.firstLine(e));
        }
    }

    /** The name of {@code parser}'s present element with its prefix, and what namespaces it declares, as an opening tag. */
    static byte[] opening(AsyncXMLStreamReader<?> parser) {
        StringBuilder tag = new StringBuilder("<");
        String prefix = parser.getPrefix();
        if (prefix != null && !prefix.isEmpty()) {
            tag.append(prefix).append(':');
        }
        tag.append(parser.getLocalName());
        for (int i = 0; i < parser.getNamespaceCount(); i++) {
            String declared = parser.getNamespacePrefix(i);
            tag.append(" xmlns");
            if (declared != null && !declared.isEmpty()) {
                tag.append(':').append(declared);
            }
            tag.append("='")
                    .append(XmlWriter.escape(String.valueOf(parser.getNamespaceURI(i))))
                    .append('\'');
        }
        return tag.append('>').toString().getBytes(StandardCharsets.UTF_8);
    }
}
