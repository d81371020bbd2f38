package im.kith.transport.linklocal;

import im.kith.core.xml.XmlElement;
import java.net.InetAddress;

/** A connection with a stranger as its stream sees it. All of one thread. */
interface Line {

    /** Where the other end is. */
    InetAddress remote();

    /** Writes the opening tag of a stream. */
    void open(XmlElement header);

    /** Writes an element of the stream. */
    void send(XmlElement element);

    /** As long as it is true, no piece more is wanted. */
    void pause(boolean now);

    /** Writes the closing tag, and closes. */
    void end();
}
