package im.kith.transport.xmpp;

import java.time.Duration;

/** What the endpoint takes (design §10); all of it can be read in {@code docs/pep.md}. */
final class XmppLimits {

    /** Octets of a stanza: an item's payload of 256 KiB, and what is around it. */
    static final int STANZA = (256 + 16) << 10;

    /** Octets of a stanza from which on the stream is ended. */
    static final int LONGEST = 1 << 20;

    /** Octets of an element before the login (RFC 6120 §13.12 asks for 10,000 at least). */
    static final int BEFORE_LOGIN = 10_000;

    static final int CONNECTIONS = 128;
    static final int WITHOUT_LOGIN = 16;

    /** Sessions without a connection that wait to be resumed. */
    static final int AWAY = 16;

    static final Duration LOGIN = Duration.ofSeconds(10);

    /** Octets that wait for a slow client before nothing more is read from it. */
    static final int SLOW = 256 << 10;

    /** Octets that wait for a slow client before it is cut off. */
    static final int STALLED = 64 << 20;

    private XmppLimits() {}
}
