package im.kith.core.pep;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.contacts.PublishedCheck;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a resource publishes and retracts on a contacts node: over what it was last shown of the item, and, if it sees contacts in the
 * clear, as the user's own commands would.
 */
final class ContactWrites {

    private final Session session;
    private final Pubsub pubsub;

    ContactWrites(Session session, Pubsub pubsub) {
        this.session = session;
        this.pubsub = pubsub;
    }

    ItemWrite publication(String node, Optional<String> id, XmlElement published) throws PepError, StoreException {
        XmlElement payload = ContactsView.stored(node, published, session.asker(), pubsub);
        Optional<PubsubItem> present = id.isPresent() ? pubsub.item(node, id.get()) : Optional.empty();
        if (session.asker().clear()) {
            if (isReserved(payload)) {
                return removal(node, id, present);
            }
            try {
                if (id.isPresent() && present.isEmpty()) {
                    PublishedCheck.checkId(id.get(), payload);
                }
                PublishedCheck.check(node, payload, present.map(PubsubItem::payload));
            } catch (InvalidInputException e) {
                throw PepError.of(Condition.BAD_REQUEST, "invalid-payload", String.valueOf(e.getMessage()));
            }
        }
        ItemWrite write = ItemWrite.publish(id, payload);
        return id.isPresent() ? write.having(session.seen(node, id.get())) : write;
    }

    private static boolean isReserved(XmlElement payload) {
        return payload.is(ContactsXml.NS, "reserved");
    }

    /** To publish {@code <reserved/>} over a contact is to remove it; how many there are beside is kith's affair. */
    private ItemWrite removal(String node, Optional<String> id, Optional<PubsubItem> present) throws PepError {
        if (id.isEmpty() || present.filter(item -> !isReserved(item.payload())).isEmpty()) {
            throw PepError.of(Condition.BAD_REQUEST, "invalid-payload", "kith makes reserved items itself");
        }
        return retraction(node, id.get());
    }

    ItemWrite retraction(String node, String id) {
        ItemWrite write = ItemWrite.retract(id);
        Set<VersionId> seen = session.seen(node, id);
        return seen.isEmpty() ? write : write.having(seen);
    }

    List<String> carryOut(String node, List<ItemWrite> writes) throws StoreException {
        return session.asker().clear() ? pubsub.writeAsUser(node, writes) : pubsub.write(node, writes);
    }
}
