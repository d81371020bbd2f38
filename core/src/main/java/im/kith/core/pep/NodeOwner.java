package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.pep.Answer.Result;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Listed;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the owner of nodes may do with them: create, configure, empty and delete them (XEP-0060 §8). */
final class NodeOwner {

    private final Nodes nodes;
    private final Broadcast broadcast;

    NodeOwner(Nodes nodes, Broadcast broadcast) {
        this.nodes = nodes;
        this.broadcast = broadcast;
    }

    /** Creates a node, with the configuration that comes along, if any (§8.1). */
    Result create(XmlElement pubsub, XmlElement request) throws PepError, StoreException {
        Optional<String> named = request.attribute("node").filter(text -> !text.isEmpty());
        if (named.isEmpty()) {
            throw PepError.of(Condition.NOT_ACCEPTABLE, "nodeid-required", "kith makes no names for nodes");
        }
        String node = named.get();
        if (Nodes.isHidden(node)) {
            throw PepError.of(Condition.NOT_ALLOWED, "nodes under urn:kith: are kith's own");
        }
        if (nodes.exists(node)) {
            throw PepError.of(Condition.CONFLICT, "there is a node " + node + " already");
        }
        Optional<DataForm> form = pubsub.first(Names.PUBSUB, "configure").flatMap(DataForm::in);
        configure(node, Nodes.ofNewNode(node), form);
        return Result.empty();
    }

    private NodeConfig configure(String node, NodeConfig before, Optional<DataForm> form)
            throws PepError, StoreException {
        try {
            Map<String, String> values =
                    form.isPresent() ? ConfigField.checked(form.get().values()) : Map.of();
            NodeConfig after = before.with(values);
            if (ContactsXml.isContactsNode(node)) {
                ConfigField.checkContacts(after);
            }
            nodes.pubsub().configure(node, after.fields());
            return after;
        } catch (IllegalArgumentException e) {
            throw PepError.of(Condition.NOT_ACCEPTABLE, String.valueOf(e.getMessage()));
        }
    }

    /** The configuration as a form to be filled in (§8.2.1). */
    Result configuration(XmlElement request) throws PepError, StoreException {
        String node = existing(request);
        return owner(XmlElement.builder(Names.OWNER, "configure")
                .attribute("node", node)
                .child(ConfigField.form("form", nodes.configuration(node)))
                .build());
    }

    /** Sets what the form says (§8.2.4). */
    Result configure(XmlElement request) throws PepError, StoreException {
        String node = existing(request);
        DataForm form = DataForm.in(request)
                .orElseThrow(() -> PepError.of(Condition.BAD_REQUEST, "a configuration comes as a form"));
        if (form.isCancelled()) {
            return Result.empty();
        }
        NodeConfig after = configure(node, nodes.configuration(node), Optional.of(form));
        return Result.empty().with(broadcast.configured(node, after));
    }

    /** What a new node would have (§8.3). */
    Result defaults() {
        return owner(XmlElement.builder(Names.OWNER, "default")
                .child(ConfigField.form("form", ConfigField.ofNewNode()))
                .build());
    }

    /** Removes a node (§8.4). */
    Result delete(XmlElement request) throws PepError, StoreException {
        String node = removable(request);
        if (ContactsXml.isContactsNode(node)) {
            throw PepError.of(Condition.NOT_ALLOWED, "the contacts nodes cannot be deleted, only emptied");
        }
        NodeConfig config = nodes.configuration(node);
        List<String> ids = nodes.pubsub().listing(node).stream().map(Listed::id).toList();
        nodes.pubsub().delete(node);
        return Result.empty().with(broadcast.gone("delete", node, config, ids));
    }

    /** Removes all items of a node (§8.5); of the contacts nodes what the resource sees of them. */
    Result purge(XmlElement request, Session session) throws PepError, StoreException {
        String node = removable(request);
        nodes.checkPersistent(node);
        List<String> ids = nodes.ids(node, session.asker());
        List<ItemWrite> writes = ids.stream().map(ItemWrite::retract).toList();
        if (ContactsXml.isContactsNode(node)) {
            new ContactWrites(session, nodes.pubsub()).carryOut(node, writes);
        } else {
            nodes.pubsub().write(node, writes);
        }
        return Result.empty().with(broadcast.gone("purge", node, nodes.configuration(node), ids));
    }

    private String removable(XmlElement request) throws PepError, StoreException {
        String node = existing(request);
        if (nodes.isGenerated(node)) {
            throw PepError.of(Condition.NOT_ALLOWED, "the devices' certificates are always there");
        }
        return node;
    }

    private String existing(XmlElement request) throws PepError, StoreException {
        String node = Requests.node(request);
        if (!nodes.exists(node)) {
            throw Nodes.notFound(node);
        }
        return node;
    }

    static Result owner(XmlElement child) {
        return Result.of(XmlElement.builder(Names.OWNER, "pubsub").child(child).build());
    }
}
