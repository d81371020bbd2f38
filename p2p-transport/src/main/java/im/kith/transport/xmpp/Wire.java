package im.kith.transport.xmpp;

import im.kith.core.xml.XmlElement;

/** A client's connection as its stream sees it. All of one thread. */
interface Wire {

    /** Writes the opening tag of a stream. */
    void open(XmlElement header);

    /**
     * Writes an element of the stream.
     *
     * @return how many octets it was
     */
    int send(XmlElement element);

    /** The next octets in both directions are TLS's (RFC 6120 §5.4.3.3), after what was sent. */
    void tls();

    /** What comes next is a new document. */
    void restart();

    /** As long as it is true, no piece more is wanted. */
    void pause(boolean now);

    /** The client has shown who it is: from now on it may write more at once. */
    void authenticated();

    /** Writes the closing tag, and closes. */
    void end();
}
