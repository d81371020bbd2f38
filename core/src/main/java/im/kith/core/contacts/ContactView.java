package im.kith.core.contacts;

import im.kith.core.replica.ReplicaId;
import java.time.Instant;
import java.util.List;

/**
 * A contact as shown: all items of it, and all their siblings, as one.
 *
 * @param id the smallest of {@code itemIds}
 * @param itemIds the items that this contact lies over, sorted
 * @param groups the groups it refers to, by the order of its references
 * @param added when it was created
 * @param changed when a field of it was last changed
 * @param changedBy the replica that did
 * @param conflicts how many concurrent versions beyond the first of each item are being merged here
 */
public record ContactView(
        String id,
        List<String> itemIds,
        Contact contact,
        List<GroupRef> groups,
        Instant added,
        Instant changed,
        ReplicaId changedBy,
        int conflicts) {

    public ContactView {
        itemIds = List.copyOf(itemIds);
        groups = List.copyOf(groups);
    }
}
