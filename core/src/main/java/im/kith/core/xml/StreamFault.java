package im.kith.core.xml;

/** A stream of XML cannot be read on. */
public final class StreamFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** What of it is wrong, by the stream errors that RFC 6120 §4.9.3 has for it. */
    public enum Kind {
        /** Not XML at all, or a prefix that was not declared. */
        NOT_WELL_FORMED,
        /** XML that has no place in XMPP: comments, instructions, document types, entities (§11.1). */
        RESTRICTED_XML,
        /** Text between stanzas. */
        BAD_FORMAT,
        /** Another encoding than UTF-8 (§11.6). */
        UNSUPPORTED_ENCODING,
        /** More octets, levels or attributes than are taken. */
        TOO_MUCH
    }

    private final Kind kind;

    StreamFault(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
