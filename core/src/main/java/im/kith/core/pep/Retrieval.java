package im.kith.core.pep;

import im.kith.core.pep.Answer.Result;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Items on request: all, the newest, some by id, or a page of them (XEP-0060 §6.5, XEP-0059). Only what is asked for is read; unknown ids
 * are left out, as deployed services do.
 */
final class Retrieval {

    /** Most items in one answer; more come by pages. */
    private static final int MOST_IDS = 10_000;

    private final Nodes nodes;
    private final Session session;

    Retrieval(Nodes nodes, Session session) {
        this.nodes = nodes;
        this.session = session;
    }

    Result items(XmlElement pubsub, XmlElement request) throws PepError, StoreException {
        String node = Requests.node(request);
        Asker asker = session.asker();
        nodes.checkReadable(node, asker);
        nodes.checkPersistent(node);
        List<XmlElement> wanted = request.elements(Names.PUBSUB, "item");
        Optional<XmlElement> set = pubsub.first(Names.RSM, "set");
        Optional<Integer> newest = newest(request);
        if (!wanted.isEmpty()) {
            return answer(node, nodes.items(node, ids(wanted)), Optional.empty());
        }
        if (set.isPresent()) {
            Page page = Page.of(nodes.listing(node, asker), set.get());
            return answer(node, nodes.items(node, page.shown()), Optional.of(page.toXml()));
        }
        if (newest.isPresent()) {
            List<String> all = nodes.listing(node, asker);
            List<String> ids = all.subList(Math.max(0, all.size() - newest.get()), all.size());
            return answer(node, nodes.items(node, ids), Optional.empty());
        }
        return answer(node, nodes.items(node), Optional.empty());
    }

    private static Optional<Integer> newest(XmlElement request) throws PepError {
        Optional<String> text = request.attribute("max_items");
        if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
            throw PepError.of(Condition.BAD_REQUEST, "max_items is a number, not '" + text.get() + "'");
        }
        return text.map(Integer::valueOf);
    }

    private static List<String> ids(List<XmlElement> wanted) throws PepError {
        if (wanted.size() > MOST_IDS) {
            throw PepError.of(Condition.NOT_ACCEPTABLE, wanted.size() + " ids, more than " + MOST_IDS);
        }
        List<String> ids = new ArrayList<>();
        for (XmlElement each : wanted) {
            ids.add(Requests.id(each));
        }
        return ids;
    }

    private Result answer(String node, List<PubsubItem> items, Optional<XmlElement> page) throws StoreException {
        XmlElement.Builder list = XmlElement.builder(Names.PUBSUB, "items").attribute("node", node);
        for (PubsubItem item : items) {
            Optional<XmlElement> payload = ContactsView.payload(item, session.asker(), nodes.pubsub());
            if (payload.isPresent()) {
                session.shown(node, item.id(), item.versions());
                list.child(XmlElement.builder(Names.PUBSUB, "item")
                        .attribute("id", item.id())
                        .child(payload.get())
                        .build());
            }
        }
        XmlElement.Builder pubsub = XmlElement.builder(Names.PUBSUB, "pubsub").child(list.build());
        page.ifPresent(pubsub::child);
        return Result.of(pubsub.build());
    }
}
