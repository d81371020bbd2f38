package im.kith.transport.linklocal;

import im.kith.core.device.Device;
import im.kith.core.device.XidKey;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** The node where an account says what its XID is (XEP-0516 §5.1), readable for everybody. */
final class XidNode {

    static final String NODE = "urn:xmpp:xid";
    static final String ITEM = "current";

    private XidNode() {}

    /** Publishes the XID that the account's address is, if it is one and the node does not say so yet. */
    static void publish(Device device) throws StoreException {
        Optional<XidKey> key = device.xid();
        if (key.isEmpty() || !device.isMember()) {
            return;
        }
        Pubsub pubsub = device.pubsub();
        XmlElement payload = payload(key.get());
        Optional<PubsubItem> there = pubsub.item(NODE, ITEM);
        if (!pubsub.nodes().contains(NODE)) {
            pubsub.configure(NODE, Map.of(NodeConfig.ACCESS_MODEL, "open"));
        }
        boolean said = there.map(PubsubItem::payload)
                .filter(xid -> xid.text().trim().equals(key.get().xid().jid()))
                .isPresent();
        if (!said) {
            String unused = pubsub.publish(NODE, Optional.of(ITEM), payload);
        }
    }

    static XmlElement payload(XidKey key) {
        return XmlElement.builder(Names.XID, "xid")
                .attribute(
                        "created", key.created().truncatedTo(ChronoUnit.SECONDS).toString())
                .text(key.xid().jid())
                .build();
    }
}
