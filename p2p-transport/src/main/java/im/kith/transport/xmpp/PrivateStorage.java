package im.kith.transport.xmpp;

import im.kith.core.pep.Answer;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Private XML storage (XEP-0049), which older clients keep notes in: each element is an item, by its name, of a node of kith's own, so that
 * it is encrypted and replicated as any other. The rooms in it are those of {@link Bookmarks}.
 */
final class PrivateStorage {

    private static final String NODE = "urn:kith:private";

    private PrivateStorage() {}

    /** Does what {@code iq} of type get or set asks for. */
    static Answer answer(XmlElement iq, Account account, Session session, Pubsub pubsub) throws StoreException {
        XmlElement query = iq.elements().get(0);
        List<XmlElement> elements = query.elements();
        boolean named = !elements.isEmpty()
                && elements.stream()
                        .noneMatch(element -> element.namespace().isEmpty()
                                || element.namespace().equals(Names.PRIVATE));
        XmlElement reply;
        if (!named) {
            reply = StanzaError.BAD_REQUEST.answer(iq, account.jid(), "elements of namespaces of their own are stored");
        } else if (Stanzas.type(iq).equals("set")) {
            reply = store(iq, elements, account, session, pubsub);
        } else {
            XmlElement.Builder result = XmlElement.builder(Names.PRIVATE, "query");
            for (XmlElement element : elements) {
                Optional<XmlElement> stored =
                        pubsub.item(NODE, element.name().toString()).map(PubsubItem::payload);
                result.child(
                        Bookmarks.are(element) ? Bookmarks.shown(stored, session, pubsub) : stored.orElse(element));
            }
            reply = Stanzas.result(iq, account.jid(), Optional.of(result.build()));
        }
        return new Answer(reply, List.of());
    }

    private static XmlElement store(
            XmlElement iq, List<XmlElement> elements, Account account, Session session, Pubsub pubsub)
            throws StoreException {
        try {
            List<ItemWrite> writes = new ArrayList<>();
            for (XmlElement element : elements) {
                XmlElement payload = Bookmarks.are(element) ? Bookmarks.taken(element, session, pubsub) : element;
                writes.add(ItemWrite.publish(Optional.of(element.name().toString()), payload));
            }
            var unused = pubsub.write(NODE, writes);
            return Stanzas.result(iq, account.jid(), Optional.empty());
        } catch (IllegalArgumentException e) {
            return StanzaError.POLICY_VIOLATION.answer(iq, account.jid(), "too large, or one element twice");
        }
    }
}
