package im.kith.core.pep;

import im.kith.core.pep.Answer.Result;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/** What the account and its nodes are and have (XEP-0030, XEP-0060 §5). */
final class Disco {

    /** What of XEP-0060 §10 the service does. */
    private static final List<String> PUBSUB_FEATURES = List.of(
            "access-open",
            "access-presence",
            "access-whitelist",
            "auto-create",
            "auto-subscribe",
            "config-node",
            "config-node-max",
            "create-and-configure",
            "create-nodes",
            "delete-items",
            "delete-nodes",
            "filtered-notifications",
            "item-ids",
            "last-published",
            "meta-data",
            "multi-items",
            "persistent-items",
            "publish",
            "publish-options",
            "pubsub-on-a-jid",
            "purge-nodes",
            "retract-items",
            "retrieve-affiliations",
            "retrieve-default",
            "retrieve-items",
            "retrieve-subscriptions",
            "rsm",
            "subscribe");

    /** That older clients find the rooms in their private storage (XEP-0402): newer ones use the node only where this is said. */
    private static final String BOOKMARKS = "urn:xmpp:bookmarks:1#compat";

    private final Nodes nodes;
    private final Asker asker;
    private final String account;

    Disco(Nodes nodes, Asker asker, String account) {
        this.nodes = nodes;
        this.asker = asker;
        this.account = account;
    }

    Result info(XmlElement query) throws PepError, StoreException {
        Optional<String> node = query.attribute("node");
        return Result.of(node.isPresent() ? ofNode(node.get()) : ofAccount());
    }

    private XmlElement ofAccount() {
        XmlElement.Builder query = XmlElement.builder(Names.DISCO_INFO, "query")
                .child(identity("account", "registered"))
                .child(identity("pubsub", "pep"))
                .child(feature(Names.DISCO_INFO))
                .child(feature(Names.DISCO_ITEMS))
                .child(feature(Names.PUBSUB));
        PUBSUB_FEATURES.forEach(name -> query.child(feature(Names.PUBSUB + "#" + name)));
        if (asker.owner()) {
            query.child(feature(BOOKMARKS));
        }
        return query.build();
    }

    private static XmlElement identity(String category, String type) {
        return XmlElement.builder(Names.DISCO_INFO, "identity")
                .attribute("category", category)
                .attribute("type", type)
                .build();
    }

    private static XmlElement feature(String name) {
        return XmlElement.builder(Names.DISCO_INFO, "feature")
                .attribute("var", name)
                .build();
    }

    private XmlElement ofNode(String node) throws PepError, StoreException {
        nodes.checkReadable(node, asker);
        NodeConfig config = nodes.configuration(node);
        DataForm.Writer meta = new DataForm.Writer("result", Names.META_DATA);
        meta.field("pubsub#owner", "jid-multi", Optional.empty(), List.of(), List.of(account));
        for (String name : List.of(
                NodeConfig.TYPE,
                ConfigField.TITLE,
                ConfigField.DESCRIPTION,
                ConfigField.LANGUAGE,
                NodeConfig.ACCESS_MODEL,
                ConfigField.PUBLISH_MODEL,
                NodeConfig.MAX_ITEMS)) {
            String value = ConfigField.value(config, name);
            if (!value.isEmpty()) {
                meta.field(name, "text-single", Optional.empty(), List.of(), List.of(value));
            }
        }
        return XmlElement.builder(Names.DISCO_INFO, "query")
                .attribute("node", node)
                .child(identity("pubsub", "leaf"))
                .child(feature(Names.PUBSUB))
                .child(meta.build())
                .build();
    }

    /** The nodes of the account, or the items of a node. */
    Result items(XmlElement query) throws PepError, StoreException {
        XmlElement.Builder answer = XmlElement.builder(Names.DISCO_ITEMS, "query");
        Optional<String> node = query.attribute("node");
        if (node.isPresent()) {
            nodes.checkReadable(node.get(), asker);
            answer.attribute("node", node.get());
            for (String id : nodes.listing(node.get(), asker)) {
                answer.child(item().attribute("name", id).build());
            }
        } else {
            for (String each : nodes.visible(asker)) {
                answer.child(item().attribute("node", each).build());
            }
        }
        return Result.of(answer.build());
    }

    private XmlElement.Builder item() {
        return XmlElement.builder(Names.DISCO_ITEMS, "item").attribute("jid", account);
    }
}
