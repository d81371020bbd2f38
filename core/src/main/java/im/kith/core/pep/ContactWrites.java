package im.kith.core.pep;

import im.kith.core.contacts.InvalidInputException;
import im.kith.core.pep.PepError.Condition;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.UserWrites;
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
        ItemWrite write = ItemWrite.publish(id, ContactsView.stored(node, published, session.asker(), pubsub));
        if (session.asker().clear()) {
            try {
                write = UserWrites.checked(pubsub, node, write);
            } catch (InvalidInputException e) {
                throw PepError.of(Condition.BAD_REQUEST, "invalid-payload", String.valueOf(e.getMessage()));
            }
        }
        if (id.isEmpty()) {
            return write;
        }
        return write.payload().isEmpty() ? retraction(node, id.get()) : write.having(session.seen(node, id.get()));
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
