package im.kith.core.xml;

/** What an XMPP stream consists of, as {@link XmlFeed} reads it (RFC 6120 §4). */
public sealed interface StreamPiece {

    /**
     * The opening tag of the stream, with its attributes.
     *
     * @param content the default namespace that it declares; empty if none
     */
    record Opened(XmlElement root, String content) implements StreamPiece {}

    /** A child of the root, complete: mostly a stanza. */
    record Whole(XmlElement element) implements StreamPiece {}

    /** A child of the root that was larger than is taken: its name and attributes only. */
    record TooLarge(XmlElement head) implements StreamPiece {}

    /** The closing tag of the stream. */
    record Closed() implements StreamPiece {}
}
