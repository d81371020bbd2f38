package im.kith.transport.linklocal;

/** The namespaces that are spoken with strangers. */
final class Names {

    static final String CLIENT = "jabber:client";
    static final String STREAM = "http://etherx.jabber.org/streams";
    static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
    static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String PING = "urn:xmpp:ping";
    static final String CAPS = "http://jabber.org/protocol/caps";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String XID = "urn:xmpp:xid:0";

    private Names() {}
}
