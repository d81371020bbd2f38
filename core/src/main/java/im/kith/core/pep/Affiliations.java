package im.kith.core.pep;

import im.kith.core.pep.Answer.Result;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Subscriptions and affiliations (XEP-0060 §5.6, §5.7, §6.1 to §6.2, §8.8, §8.9) of a service that has one user: he owns every node, and
 * his resources subscribe, each for itself, as long as it is connected.
 */
final class Affiliations {

    private final Nodes nodes;
    private final Session session;
    private final EventMessages messages;
    private final String account;

    Affiliations(Nodes nodes, Session session, EventMessages messages, String account) {
        this.nodes = nodes;
        this.session = session;
        this.messages = messages;
        this.account = account;
    }

    Result subscribe(XmlElement request) throws PepError, StoreException {
        String node = Requests.node(request);
        checkOwnJid(request);
        nodes.checkReadable(node, session.asker());
        if (!session.asker().owner()) {
            throw PepError.unsupported("subscribe");
        }
        session.subscribe(node);
        Result result = Result.of(XmlElement.builder(Names.PUBSUB, "pubsub")
                .child(subscription(Names.PUBSUB, node))
                .build());
        NodeConfig config = nodes.configuration(node);
        return ConfigField.value(config, ConfigField.SEND_LAST).equals("never")
                ? result
                : result.with(last(node, config));
    }

    Result unsubscribe(XmlElement request) throws PepError, StoreException {
        String node = Requests.node(request);
        nodes.checkReadable(node, session.asker());
        if (!isOwn(request)) {
            throw PepError.of(Condition.FORBIDDEN, "one unsubscribes oneself only");
        }
        if (!session.unsubscribe(node)) {
            throw PepError.of(Condition.UNEXPECTED_REQUEST, "not-subscribed", "not subscribed to " + node);
        }
        return Result.of(XmlElement.builder(Names.PUBSUB, "pubsub")
                .child(subscription(Names.PUBSUB, node, "none"))
                .build());
    }

    private void checkOwnJid(XmlElement request) throws PepError {
        if (!isOwn(request)) {
            throw PepError.of(Condition.BAD_REQUEST, "invalid-jid", "one subscribes oneself only");
        }
    }

    private boolean isOwn(XmlElement request) {
        String jid = request.attribute("jid").orElse("");
        String own = session.asker().jid();
        return jid.equals(own) || jid.equals(Requests.bare(own));
    }

    private XmlElement subscription(String namespace, String node) {
        return subscription(namespace, node, "subscribed");
    }

    private XmlElement subscription(String namespace, String node, String state) {
        return XmlElement.builder(namespace, "subscription")
                .attribute("node", node)
                .attribute("jid", session.asker().jid())
                .attribute("subscription", state)
                .build();
    }

    /** The last item of {@code node}, as it is sent to one that comes. */
    List<XmlElement> last(String node, NodeConfig config) throws StoreException {
        List<String> ids = nodes.listing(node, session.asker());
        for (int i = ids.size() - 1; i >= 0; i--) {
            for (PubsubItem item : nodes.items(node, List.of(ids.get(i)))) {
                Optional<XmlElement> payload = ContactsView.payload(item, session.asker(), nodes.pubsub());
                if (payload.isPresent()) {
                    session.shown(node, item.id(), item.versions());
                    return List.of(messages.last(session.asker(), config, item, payload.get()));
                }
            }
        }
        return List.of();
    }

    Result subscriptions(XmlElement request) {
        Optional<String> only = request.attribute("node");
        XmlElement.Builder list = XmlElement.builder(Names.PUBSUB, "subscriptions");
        only.ifPresent(node -> list.attribute("node", node));
        session.subscribed().stream()
                .sorted()
                .filter(node -> only.isEmpty() || only.get().equals(node))
                .forEach(node -> list.child(subscription(Names.PUBSUB, node)));
        return Result.of(
                XmlElement.builder(Names.PUBSUB, "pubsub").child(list.build()).build());
    }

    Result affiliations(XmlElement request) throws PepError, StoreException {
        Nodes.checkOwner(session.asker());
        Optional<String> only = request.attribute("node");
        XmlElement.Builder list = XmlElement.builder(Names.PUBSUB, "affiliations");
        only.ifPresent(node -> list.attribute("node", node));
        for (String node : nodes.visible(session.asker())) {
            if (only.isEmpty() || only.get().equals(node)) {
                list.child(XmlElement.builder(Names.PUBSUB, "affiliation")
                        .attribute("node", node)
                        .attribute("affiliation", "owner")
                        .build());
            }
        }
        return Result.of(
                XmlElement.builder(Names.PUBSUB, "pubsub").child(list.build()).build());
    }

    /** Who has what affiliation with a node: the account is its owner, and there is nobody else. */
    Result ofNode(XmlElement request) throws PepError, StoreException {
        String node = Requests.node(request);
        nodes.checkReadable(node, session.asker());
        return NodeOwner.owner(XmlElement.builder(Names.OWNER, "affiliations")
                .attribute("node", node)
                .child(XmlElement.builder(Names.OWNER, "affiliation")
                        .attribute("jid", account)
                        .attribute("affiliation", "owner")
                        .build())
                .build());
    }

    /** Who subscribes to a node. */
    Result subscribersOf(XmlElement request, Sessions sessions) throws PepError, StoreException {
        String node = Requests.node(request);
        nodes.checkReadable(node, session.asker());
        List<XmlElement> all = new ArrayList<>();
        sessions.listeningTo(node).stream()
                .filter(each -> each.subscribed().contains(node))
                .forEach(each -> all.add(XmlElement.builder(Names.OWNER, "subscription")
                        .attribute("jid", each.asker().jid())
                        .attribute("subscription", "subscribed")
                        .build()));
        return NodeOwner.owner(XmlElement.builder(Names.OWNER, "subscriptions")
                .attribute("node", node)
                .children(all)
                .build());
    }
}
