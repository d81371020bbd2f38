package im.kith.transport.xmpp;

/** The namespaces of the stream and of what is answered beside PEP. */
final class Names {

    static final String CLIENT = "jabber:client";
    static final String STREAM = "http://etherx.jabber.org/streams";
    static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
    static final String STANZA_ERRORS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
    static final String SESSION = "urn:ietf:params:xml:ns:xmpp-session";
    static final String SM = "urn:xmpp:sm:3";
    static final String ROSTER = "jabber:iq:roster";
    static final String PRIVATE = "jabber:iq:private";
    static final String PING = "urn:xmpp:ping";
    static final String CARBONS = "urn:xmpp:carbons:2";
    static final String VCARD = "vcard-temp";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";
    static final String PUBSUB_EVENT = "http://jabber.org/protocol/pubsub#event";
    static final String OPENPGP = "urn:xmpp:openpgp:0";
    static final String AVATAR_DATA = "urn:xmpp:avatar:data";
    static final String AVATAR_METADATA = "urn:xmpp:avatar:metadata";

    private Names() {}
}
