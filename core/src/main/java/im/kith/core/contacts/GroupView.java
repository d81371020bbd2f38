package im.kith.core.contacts;

import im.kith.core.replica.ReplicaId;
import java.time.Instant;
import java.util.List;

/**
 * A group as shown: all items with this group id, and all their siblings, as one.
 *
 * @param itemIds the items it lies over, sorted
 * @param contacts how many contacts refer to it
 * @param added when it was created
 * @param changed when a field of it was last changed
 * @param changedBy the replica that did
 * @param conflicts how many concurrent versions beyond the first of each item are being merged here
 */
public record GroupView(
        Group group,
        List<String> itemIds,
        int contacts,
        Instant added,
        Instant changed,
        ReplicaId changedBy,
        int conflicts) {

    public GroupView {
        itemIds = List.copyOf(itemIds);
    }

    /** The group's id, which contacts refer to. */
    public String id() {
        return group.id();
    }

    public String name() {
        return group.name();
    }
}
