package im.kith.core.pep;

/** The namespaces that the service speaks. */
final class Names {

    static final String CLIENT = "jabber:client";
    static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
    static final String FORM = "jabber:x:data";
    static final String PUBSUB = "http://jabber.org/protocol/pubsub";
    static final String OWNER = PUBSUB + "#owner";
    static final String EVENT = PUBSUB + "#event";
    static final String ERRORS = PUBSUB + "#errors";
    static final String NODE_CONFIG = PUBSUB + "#node_config";
    static final String PUBLISH_OPTIONS = PUBSUB + "#publish-options";
    static final String META_DATA = PUBSUB + "#meta-data";
    static final String RSM = "http://jabber.org/protocol/rsm";
    static final String DISCO_INFO = "http://jabber.org/protocol/disco#info";
    static final String DISCO_ITEMS = "http://jabber.org/protocol/disco#items";

    private Names() {}
}
