package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One version to write, as part of a transaction (R1).
 *
 * @param merged the item's siblings that this version replaces; its context is the greatest of their contexts and dots
 * @param after what the new version's hlc must be greater than besides theirs: an edit may carry over stamps of other items
 * @param compose the padded plaintext, once the new version's stamp is known; empty: the version is a retraction
 */
public record PlannedWrite(ItemKey item, Set<VersionId> merged, Hlc after, Optional<Function<Stamp, Bytes>> compose) {

    public PlannedWrite {
        merged = Set.copyOf(merged);
    }

    static PlannedWrite retract(Item item) {
        return new PlannedWrite(item.key(), item.merged(), Hlc.ZERO, Optional.empty());
    }

    /** A reserved item over {@code item}, of its size. */
    static PlannedWrite reserve(Item item) {
        return new PlannedWrite(item.key(), item.merged(), Hlc.ZERO, Optional.of(stamp -> reserved(item.size())));
    }

    /** The same for a writer who had been shown {@code versions} and nothing else. */
    PlannedWrite over(Set<VersionId> versions) {
        return new PlannedWrite(item, versions, after, compose);
    }

    static Bytes reserved(int size) {
        return Padding.pad(Reserved.ELEMENT.toXml(), Math.min(size, Limits.PLAINTEXT));
    }
}
