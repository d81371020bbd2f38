package im.kith.core.pep;

import im.kith.core.contacts.ItemIds;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.xml.XmlElement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The messages that tell what happened on a node (XEP-0060 §7.1.2, §7.2.2, §8). */
final class EventMessages {

    private static final String DELAY = "urn:xmpp:delay";

    private final String account;
    private final RandomGenerator random;

    EventMessages(String account, RandomGenerator random) {
        this.account = account;
        this.random = random;
    }

    /** An item is there; {@code payload} is left out where the node delivers none. */
    XmlElement published(Asker to, NodeConfig config, String node, String id, Optional<XmlElement> payload) {
        return message(to, config, items(node, id, payload)).build();
    }

    /** The last item, sent to one that comes (XEP-0163 §4.3.4), with when it was published (XEP-0203). */
    XmlElement last(Asker to, NodeConfig config, PubsubItem item, XmlElement payload) {
        return message(to, config, items(item.node(), item.id(), Optional.of(payload)))
                .child(XmlElement.builder(DELAY, "delay")
                        .attribute("from", account)
                        .attribute("stamp", stamp(item.at()))
                        .build())
                .build();
    }

    private static String stamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private XmlElement items(String node, String id, Optional<XmlElement> payload) {
        XmlElement.Builder item =
                XmlElement.builder(Names.EVENT, "item").attribute("id", id).attribute("publisher", account);
        payload.ifPresent(item::child);
        return XmlElement.builder(Names.EVENT, "items")
                .attribute("node", node)
                .child(item.build())
                .build();
    }

    XmlElement retracted(Asker to, NodeConfig config, String node, String id) {
        XmlElement retract =
                XmlElement.builder(Names.EVENT, "retract").attribute("id", id).build();
        XmlElement items = XmlElement.builder(Names.EVENT, "items")
                .attribute("node", node)
                .child(retract)
                .build();
        return message(to, config, items).build();
    }

    /** All of a node is gone: {@code purge} its items, {@code delete} the node too. */
    XmlElement gone(Asker to, NodeConfig config, String what, String node) {
        return message(
                        to,
                        config,
                        XmlElement.builder(Names.EVENT, what)
                                .attribute("node", node)
                                .build())
                .build();
    }

    XmlElement configured(Asker to, NodeConfig config, String node) {
        XmlElement.Builder configuration =
                XmlElement.builder(Names.EVENT, "configuration").attribute("node", node);
        if (ConfigField.isTrue(config, ConfigField.DELIVER_PAYLOADS)) {
            configuration.child(ConfigField.form("result", config));
        }
        return message(to, config, configuration.build()).build();
    }

    private XmlElement.Builder message(Asker to, NodeConfig config, XmlElement event) {
        return XmlElement.builder(Names.CLIENT, "message")
                .attribute("id", ItemIds.fresh(random))
                .attribute("from", account)
                .attribute("to", to.jid())
                .attribute("type", ConfigField.value(config, ConfigField.NOTIFICATION_TYPE))
                .child(XmlElement.builder(Names.EVENT, "event").child(event).build());
    }
}
