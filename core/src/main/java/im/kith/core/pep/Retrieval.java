package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.pep.Answer.Result;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Items on request: all, the newest, some by id, or a page of them (XEP-0060 §6.5, XEP-0059). */
final class Retrieval {

    /** Most items in one answer; more come by pages. */
    private static final int MOST_IDS = 10_000;

    private final Nodes nodes;
    private final Session session;

    Retrieval(Nodes nodes, Session session) {
        this.nodes = nodes;
        this.session = session;
    }

    /** An item with what this asker sees of it. */
    private record Shown(PubsubItem item, XmlElement payload) {
        String id() {
            return item.id();
        }
    }

    Result items(XmlElement pubsub, XmlElement request) throws PepError, StoreException {
        String node = Requests.node(request);
        Asker asker = session.asker();
        nodes.checkReadable(node, asker);
        nodes.checkPersistent(node);
        List<XmlElement> wanted = request.elements(Names.PUBSUB, "item");
        Optional<XmlElement> set = pubsub.first(Names.RSM, "set");
        if (!wanted.isEmpty()) {
            return answer(node, byId(node, wanted), Optional.empty());
        }
        if (set.isPresent() && ContactsXml.isContactsNode(node)) {
            return page(node, set.get());
        }
        List<Shown> all = shown(nodes.items(node));
        if (set.isPresent()) {
            Page<Shown> page = Page.of(all, set.get(), Shown::id);
            return answer(node, page.shown(), Optional.of(page.toXml(Shown::id)));
        }
        int most = newest(request).orElse(all.size());
        return answer(node, all.subList(Math.max(0, all.size() - most), all.size()), Optional.empty());
    }

    /** A page of a contacts node: only what is on it is read, since software asks for pages of one item (each would cost all). */
    private Result page(String node, XmlElement set) throws PepError, StoreException {
        List<String> ids = nodes.pubsub().listing(node).entrySet().stream()
                .filter(item -> !(item.getValue() && session.asker().clear()))
                .map(Map.Entry::getKey)
                .toList();
        Page<String> page = Page.of(ids, set, id -> id);
        List<PubsubItem> found = new ArrayList<>();
        for (String id : page.shown()) {
            nodes.pubsub().item(node, id).ifPresent(found::add);
        }
        return answer(node, shown(found), Optional.of(page.toXml(id -> id)));
    }

    private static Optional<Integer> newest(XmlElement request) throws PepError {
        Optional<String> text = request.attribute("max_items");
        if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
            throw PepError.of(Condition.BAD_REQUEST, "max_items is a number, not '" + text.get() + "'");
        }
        return text.map(Integer::valueOf);
    }

    /** Unknown ids are left out, as deployed services do. */
    private List<Shown> byId(String node, List<XmlElement> wanted) throws PepError, StoreException {
        if (wanted.size() > MOST_IDS) {
            throw PepError.of(Condition.NOT_ACCEPTABLE, wanted.size() + " ids, more than " + MOST_IDS);
        }
        List<PubsubItem> found = new ArrayList<>();
        for (XmlElement each : wanted) {
            nodes.pubsub().item(node, Requests.id(each)).ifPresent(found::add);
        }
        return shown(nodes.unexpired(node, found));
    }

    private List<Shown> shown(List<PubsubItem> items) throws StoreException {
        List<Shown> shown = new ArrayList<>();
        for (PubsubItem item : items) {
            ContactsView.payload(item, session.asker(), nodes.pubsub())
                    .ifPresent(payload -> shown.add(new Shown(item, payload)));
        }
        return shown;
    }

    private Result answer(String node, List<Shown> items, Optional<XmlElement> page) {
        XmlElement.Builder list = XmlElement.builder(Names.PUBSUB, "items").attribute("node", node);
        for (Shown shown : items) {
            session.shown(node, shown.id(), shown.item().versions());
            list.child(XmlElement.builder(Names.PUBSUB, "item")
                    .attribute("id", shown.id())
                    .child(shown.payload())
                    .build());
        }
        XmlElement.Builder pubsub = XmlElement.builder(Names.PUBSUB, "pubsub").child(list.build());
        page.ifPresent(pubsub::child);
        return Result.of(pubsub.build());
    }
}
