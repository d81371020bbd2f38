package im.kith.core.contacts;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.VersionId;
import java.util.List;
import java.util.Set;

/**
 * A change of one item that is to be taken back.
 *
 * @param before what the change replaced; none if it made the item
 * @param after what it left
 * @param live the readable live versions of the item now, which a write over it replaces
 * @param latest the latest clock reading among them
 */
public record Reversal(ItemKey item, List<Sibling> before, Sibling after, Set<VersionId> live, Hlc latest) {

    public Reversal {
        before = List.copyOf(before);
        live = Set.copyOf(live);
    }

    /** Whether a contact or group is concerned, not only reserved items. */
    public boolean concernsSomebody() {
        return transition().concernsSomebody();
    }

    Transition transition() {
        return Transition.of(item.node(), before, List.of(after));
    }
}
