package im.kith.core.xml;

import com.fasterxml.aalto.AsyncXMLStreamReader;
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.StreamFault.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the pieces of a stream of the parser's events. */
final class Pieces {

    private final Deque<XmlElement.Builder> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private byte[] opening = new byte[0];
    private int depth;
    private @Nullable XmlElement head;
    private boolean skipping;

    /** How many elements are open, the root included. */
    int depth() {
        return depth;
    }

    /** The root's opening tag, as far as what follows depends on it. */
    byte[] opening() {
        return opening;
    }

    void clear() {
        open.clear();
        text.setLength(0);
        depth = 0;
        head = null;
        skipping = false;
    }

    /** Of the child that is being read only the head is kept. */
    void skip() {
        if (depth > 1 && !skipping) {
            skipping = true;
            open.clear();
            text.setLength(0);
            text.trimToSize();
        }
    }

    Optional<StreamPiece> start(AsyncXMLStreamReader<?> parser) throws StreamFault, MalformedException {
        depth++;
        if (depth > XmlReader.MAX_DEPTH) {
            throw new StreamFault(Kind.TOO_MUCH, "elements more than " + XmlReader.MAX_DEPTH + " deep");
        }
        if (depth == 1) {
            opening = XmlFeed.opening(parser);
            String content = parser.getNamespaceURI("");
            return Optional.of(new StreamPiece.Opened(XmlReader.start(parser).build(), content == null ? "" : content));
        }
        XmlElement.Builder element = XmlReader.start(parser);
        if (depth == 2) {
            head = element.build();
        }
        if (!skipping) {
            flush();
            open.push(element);
        }
        return Optional.empty();
    }

    private void flush() {
        if (text.length() > 0) {
            open.element().text(text.toString());
            text.setLength(0);
        }
    }

    void text(String more) throws StreamFault {
        if (depth < 2) {
            if (!more.isBlank()) {
                throw new StreamFault(Kind.BAD_FORMAT, "text between stanzas");
            }
        } else if (!skipping) {
            text.append(more);
        }
    }

    Optional<StreamPiece> end() {
        depth--;
        if (depth == 0) {
            return Optional.of(new StreamPiece.Closed());
        }
        if (skipping) {
            return depth == 1 ? Optional.of(tooLarge()) : Optional.empty();
        }
        flush();
        XmlElement element = open.pop().build();
        if (depth == 1) {
            return Optional.of(new StreamPiece.Whole(element));
        }
        open.element().child(element);
        return Optional.empty();
    }

    private StreamPiece tooLarge() {
        skipping = false;
        XmlElement of = head;
        if (of == null) {
            throw new IllegalStateException("a child without a head");
        }
        return new StreamPiece.TooLarge(of);
    }
}
