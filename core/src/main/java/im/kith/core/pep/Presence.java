package im.kith.core.pep;

import im.kith.core.pubsub.NodeConfig;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose presence says that it wants events of which nodes (XEP-0163 §4.2, XEP-0115): a resource is asked for its features whenever its
 * capabilities change, and is sent the last item of each node that it begins to listen to.
 */
final class Presence {

    private static final String CAPS = "http://jabber.org/protocol/caps";
    private static final String NOTIFY = "+notify";
    private static final String QUERY_ID = "kith-caps-";

    private final Nodes nodes;
    private final Session session;
    private final EventMessages messages;
    private final String account;

    Presence(Nodes nodes, Session session, EventMessages messages, String account) {
        this.nodes = nodes;
        this.session = session;
        this.messages = messages;
        this.account = account;
    }

    /** What {@code presence} leads to: a question for the resource's features. */
    List<XmlElement> received(XmlElement presence) {
        Optional<String> type = presence.attribute("type");
        if (type.isPresent()) {
            if (type.get().equals("unavailable")) {
                session.available(false);
            }
            return List.of();
        }
        boolean came = !session.isAvailable();
        session.available(true);
        Optional<XmlElement> caps = presence.first(CAPS, "c");
        Optional<String> version = caps.flatMap(c -> c.attribute("ver"));
        boolean changed = session.announces(version);
        if (version.isEmpty() || !(came || changed)) {
            return List.of();
        }
        String of = caps.flatMap(c -> c.attribute("node")).orElse("") + "#" + version.get();
        return List.of(XmlElement.builder(Names.CLIENT, "iq")
                .attribute("type", "get")
                .attribute("id", QUERY_ID + Integer.toHexString(of.hashCode()))
                .attribute("from", account)
                .attribute("to", session.asker().jid())
                .child(XmlElement.builder(Names.DISCO_INFO, "query")
                        .attribute("node", of)
                        .build())
                .build());
    }

    /** Whether {@code iq} answers the question. */
    static boolean isFeatures(XmlElement iq) {
        return iq.attribute("type").equals(Optional.of("result"))
                && iq.attribute("id").orElse("").startsWith(QUERY_ID)
                && iq.first(Names.DISCO_INFO, "query").isPresent();
    }

    /** Takes the resource's features; the last items of the nodes that it begins to listen to. */
    List<XmlElement> features(XmlElement iq) throws StoreException {
        Set<String> before = session.notified();
        Set<String> after = new HashSet<>();
        iq.first(Names.DISCO_INFO, "query").stream()
                .flatMap(query -> query.elements(Names.DISCO_INFO, "feature").stream())
                .flatMap(feature -> feature.attribute("var").stream())
                .filter(var -> var.endsWith(NOTIFY) && var.length() > NOTIFY.length())
                .forEach(var -> after.add(var.substring(0, var.length() - NOTIFY.length())));
        session.notified(after);
        List<XmlElement> all = new ArrayList<>();
        for (String node : nodes.visible(session.asker())) {
            if (after.contains(node) && !before.contains(node)) {
                NodeConfig config = nodes.configuration(node);
                if (ConfigField.value(config, ConfigField.SEND_LAST).equals("on_sub_and_presence")) {
                    all.addAll(new Affiliations(nodes, session, messages, account).last(node, config));
                }
            }
        }
        return all;
    }
}
