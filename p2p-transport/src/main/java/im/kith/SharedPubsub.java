package im.kith;

import im.kith.core.openpgp.DecryptionException;
import im.kith.core.pubsub.Encrypted;
import im.kith.core.pubsub.ItemChange;
import im.kith.core.pubsub.ItemWrite;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.pubsub.StoredItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device's pubsub store for any thread: each call runs on the device's, and returns when what it wrote is durable. */
final class SharedPubsub implements Pubsub {

    private final Kith kith;

    SharedPubsub(Kith kith) {
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

    @Override
    public List<String> nodes() throws StoreException {
        return on(Pubsub::nodes);
    }

    @Override
    public NodeConfig configuration(String node) throws StoreException {
        return on(pubsub -> pubsub.configuration(node));
    }

    @Override
    public void configure(String node, Map<String, String> fields) throws StoreException {
        on(pubsub -> {
            pubsub.configure(node, fields);
            return true;
        });
    }

    @Override
    public List<PubsubItem> items(String node) throws StoreException {
        return on(pubsub -> pubsub.items(node));
    }

    @Override
    public Optional<PubsubItem> item(String node, String id) throws StoreException {
        return on(pubsub -> pubsub.item(node, id));
    }

    @Override
    public List<StoredItem> stored(String node) throws StoreException {
        return on(pubsub -> pubsub.stored(node));
    }

    @Override
    public String publish(String node, Optional<String> id, XmlElement payload) throws StoreException {
        return on(pubsub -> pubsub.publish(node, id, payload));
    }

    @Override
    public List<String> write(String node, List<ItemWrite> writes) throws StoreException {
        return on(pubsub -> pubsub.write(node, writes));
    }

    @Override
    public boolean delete(String node) throws StoreException {
        return on(pubsub -> pubsub.delete(node));
    }

    @Override
    public Optional<ItemChange> change(ItemKey item) throws StoreException {
        return on(pubsub -> pubsub.change(item));
    }

    @Override
    public Encrypted encrypted(PubsubItem item) throws StoreException {
        return on(pubsub -> pubsub.encrypted(item));
    }

    @Override
    public XmlElement decrypted(String node, Encrypted payload) throws DecryptionException {
        try {
            return kith.call(device -> device.pubsub().decrypted(node, payload));
        } catch (DecryptionException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean retract(String node, String id) throws StoreException {
        return on(pubsub -> pubsub.retract(node, id));
    }
}
