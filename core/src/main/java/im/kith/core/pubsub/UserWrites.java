package im.kith.core.pubsub;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.contacts.PublishedCheck;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Items in the clear, written as the user's own commands write: on the contacts nodes within their limits and with what hides how many
 * there are, so that nobody can tell what a program has done from what a command has. On other nodes there is nothing to add.
 */
public final class UserWrites {

    private UserWrites() {}

    /**
     * Publishes and retracts items of one node in one transaction.
     *
     * @return the ids of what was published, in order; without those whose contact {@code <reserved/>} took away
     * @throws InvalidInputException if something is no contact or group that a user could have put in
     */
    public static List<String> carryOut(Pubsub pubsub, String node, List<ItemWrite> writes)
            throws StoreException, InvalidInputException {
        if (!ContactsXml.isContactsNode(node)) {
            return pubsub.write(node, writes);
        }
        List<ItemWrite> checked = new ArrayList<>();
        for (ItemWrite write : writes) {
            checked.add(checked(pubsub, node, write));
        }
        return pubsub.writeAsUser(node, checked);
    }

    /**
     * {@code write} on a contacts node, or what it means: to publish {@code <reserved/>} over a contact is to retract it.
     *
     * @throws InvalidInputException if it is none that a user could have made
     */
    public static ItemWrite checked(Pubsub pubsub, String node, ItemWrite write)
            throws StoreException, InvalidInputException {
        Optional<PubsubItem> present =
                write.id().isPresent() ? pubsub.item(node, write.id().get()) : Optional.empty();
        boolean vacant = present.filter(item -> isReserved(item.payload())).isPresent();
        Optional<XmlElement> payload = write.payload();
        if (payload.isEmpty() || isReserved(payload.get())) {
            if (vacant || payload.isPresent() && present.isEmpty()) {
                throw new InvalidInputException("kith makes reserved items itself");
            }
            return payload.isEmpty() ? write : ItemWrite.retract(write.id().orElseThrow());
        }
        if (write.id().isPresent() && present.isEmpty()) {
            PublishedCheck.checkId(write.id().get(), payload.get());
        }
        PublishedCheck.check(node, payload.get(), present.map(PubsubItem::payload));
        return write;
    }

    private static boolean isReserved(XmlElement payload) {
        return payload.is(ContactsXml.NS, "reserved");
    }
}
