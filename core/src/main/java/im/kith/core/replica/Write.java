package im.kith.core.replica;

import im.kith.core.clock.Hlc;
import java.util.Optional;
import java.util.Set;

/**
 * One local write of one item (R1).
 *
 * @param item what is written
 * @param merged the versions that were read and merged into what is written: these are replaced; a version of the item that
 *     is not named here stays beside. Empty for a create. Naming superseded versions is allowed and makes a sibling of what
 *     superseded them: so a stale writer loses nothing.
 * @param after what the version's clock reading must be later than, beside its siblings': a payload may carry over stamps of
 *     other items
 * @param composer gives the content; empty retracts the item
 */
public record Write(ItemKey item, Set<VersionId> merged, Hlc after, Optional<Composer> composer) {

    public Write {
        merged = Set.copyOf(merged);
    }

    /** Makes the content once it is known which stamp the changed fields get. */
    @FunctionalInterface
    public interface Composer {
        Payload compose(Stamp stamp);
    }

    public static Write publish(ItemKey item, Set<VersionId> merged, Composer composer) {
        return new Write(item, merged, Hlc.ZERO, Optional.of(composer));
    }

    public static Write retract(ItemKey item, Set<VersionId> merged) {
        return new Write(item, merged, Hlc.ZERO, Optional.empty());
    }
}
