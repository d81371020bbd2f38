package im.kith;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.pubsub.UserWrites;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device's nodes and their items, in the words of XEP-0060: any node beside the contacts nodes too, encrypted, stored and replicated
 * alike. {@link Pubsub} says what each method does; here any thread may call, and what was written is durable on return. The contacts nodes take
 * what a user could have put in, and hide how many contacts there are.
 */
public final class PubsubStore {

    private final Kith kith;

    PubsubStore(Kith kith) {
        this.kith = kith;
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Pubsub pubsub) throws StoreException;
    }

    private <T> T on(Work<T> work) throws StoreException {
        try {
            return kith.call(device -> work.run(device.pubsub()));
        } catch (StoreException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public List<String> nodes() throws StoreException {
        return on(Pubsub::nodes);
    }

    public NodeConfig configuration(String node) throws StoreException {
        return on(pubsub -> pubsub.configuration(node));
    }

    public void configure(String node, Map<String, String> fields) throws StoreException {
        on(pubsub -> {
            pubsub.configure(node, fields);
            return true;
        });
    }

    public List<PubsubItem> items(String node) throws StoreException {
        return on(pubsub -> pubsub.items(node));
    }

    public Optional<PubsubItem> item(String node, String id) throws StoreException {
        return on(pubsub -> pubsub.item(node, id));
    }

    public List<StoredItem> stored(String node) throws StoreException {
        return on(pubsub -> pubsub.stored(node));
    }

    /**
     * As {@link Pubsub#publish}; on the contacts nodes what the user's own commands do.
     *
     * @throws IllegalArgumentException also if {@code payload} is no contact or group that a user could have put in
     */
    public String publish(String node, Optional<String> id, XmlElement payload) throws StoreException {
        List<String> published = write(node, List.of(ItemWrite.publish(id, payload)));
        return published.isEmpty() ? id.orElseThrow() : published.get(0);
    }

    /** As {@link Pubsub#write}; on the contacts nodes as {@link #publish} and {@link #retract} do. */
    public List<String> write(String node, List<ItemWrite> writes) throws StoreException {
        return on(pubsub -> carriedOut(pubsub, node, writes));
    }

    private static List<String> carriedOut(Pubsub pubsub, String node, List<ItemWrite> writes) throws StoreException {
        try {
            return UserWrites.carryOut(pubsub, node, writes);
        } catch (InvalidInputException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** As {@link Pubsub#delete}; the contacts nodes are always there. */
    public boolean delete(String node) throws StoreException {
        if (ContactsXml.isContactsNode(node)) {
            throw new IllegalArgumentException(node + " is always there: retract its items");
        }
        return on(pubsub -> pubsub.delete(node));
    }

    /** As {@link Pubsub#retract}; on the contacts nodes something reserved stays in its place, as after a command. */
    public boolean retract(String node, String id) throws StoreException {
        return on(pubsub -> {
            boolean there = pubsub.item(node, id).isPresent();
            if (there) {
                var unused = carriedOut(pubsub, node, List.of(ItemWrite.retract(id)));
            }
            return there;
        });
    }
}
