package im.kith.core.pubsub;

import im.kith.core.openpgp.DecryptionException;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes and their items: publish, overwrite, retract, and items by node and id (XEP-0060 §5 to §8, for the account's owner).
 *
 * <p>A node exists from its first item or configuration on. Changes are told by the device's events, after the commit.
 */
public interface Pubsub {

    /** All nodes that have items or a configuration, sorted; the contacts nodes always. */
    List<String> nodes() throws StoreException;

    /** Whether {@code node} is one of {@link #nodes()}. */
    boolean exists(String node) throws StoreException;

    /** How {@code node} is configured, the defaults filled in. */
    NodeConfig configuration(String node) throws StoreException;

    /** Sets {@code fields} of the configuration of {@code node} and leaves the rest. */
    void configure(String node, Map<String, String> fields) throws StoreException;

    /** The items of {@code node}, least recently published first; none if there is no such node. */
    List<PubsubItem> items(String node) throws StoreException;

    /** Those of the items {@code ids} of {@code node} that are there, in the order of {@code ids}. */
    List<PubsubItem> items(String node, List<String> ids) throws StoreException;

    /** Which items {@code node} has, in the order of {@link #items}; reads only what changed since it was asked last. */
    List<Listed> listing(String node) throws StoreException;

    Optional<PubsubItem> item(String node, String id) throws StoreException;

    /** The live versions of the items of {@code node} as they are stored and sent, in the same order. */
    List<StoredItem> stored(String node) throws StoreException;

    /**
     * Publishes {@code payload}, over what is there if the id exists.
     *
     * @param id a random one if absent
     * @return the item's id
     * @throws IllegalArgumentException if node or id are longer than the limits
     */
    String publish(String node, Optional<String> id, XmlElement payload) throws StoreException;

    /**
     * Publishes and retracts items of one node in one transaction; retractions of what is not there are left out.
     *
     * @return the ids of the published ones, in order
     * @throws IllegalArgumentException if node or an id are longer than the limits, an id occurs twice, or a payload is too large
     */
    List<String> write(String node, List<ItemWrite> writes) throws StoreException;

    /**
     * As {@link #write}, of a contacts node and as the user's own commands do: with what hides the number of contacts, and without leaving
     * references to a group that goes.
     */
    List<String> writeAsUser(String node, List<ItemWrite> writes) throws StoreException;

    /** Removes the configuration and all items of {@code node}; false if there is no such node. */
    boolean delete(String node) throws StoreException;

    /**
     * What became of an item that a device told to have changed; empty if that cannot be told, or is not for
     * software to know.
     */
    Optional<ItemChange> change(ItemKey item) throws StoreException;

    /**
     * {@code item} as software sees it that deciphers for itself: its one version as it is stored, or the merge of its siblings
     * encrypted, the same octets at every call (R10).
     */
    Encrypted encrypted(PubsubItem item) throws StoreException;

    /**
     * What software encrypted under a shared secret of {@code node}.
     *
     * @throws DecryptionException if the secret is not held or does not open it, or if what is in it is no XML
     */
    XmlElement decrypted(String node, Encrypted payload) throws DecryptionException;

    /** The account's certificates and shared secrets, as far as software is to know them. */
    AccountKeys keys();

    /** Removes an item; false if there is none of this id. */
    boolean retract(String node, String id) throws StoreException;
}
