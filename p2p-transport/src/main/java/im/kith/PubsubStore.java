package im.kith;

import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A device's nodes and their items, in the words of XEP-0060: any node beside the contacts nodes too, encrypted, stored and replicated
 * alike. {@link Pubsub} says what each method does; here any thread may call, and what was written is durable on return.
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

    public String publish(String node, Optional<String> id, XmlElement payload) throws StoreException {
        return on(pubsub -> pubsub.publish(node, id, payload));
    }

    public List<String> write(String node, List<ItemWrite> writes) throws StoreException {
        return on(pubsub -> pubsub.write(node, writes));
    }

    public boolean delete(String node) throws StoreException {
        return on(pubsub -> pubsub.delete(node));
    }

    public boolean retract(String node, String id) throws StoreException {
        return on(pubsub -> pubsub.retract(node, id));
    }
}
