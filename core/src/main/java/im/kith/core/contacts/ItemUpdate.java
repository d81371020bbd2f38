package im.kith.core.contacts;

import im.kith.core.replica.ItemKey;
import java.util.List;

/**
 * An item as it is now.
 *
 * @param siblings its readable live versions, retractions too; only retractions or none: the item is not visible
 * @param unreadable how many of its live versions cannot be deciphered or parsed
 */
public record ItemUpdate(ItemKey item, List<Sibling> siblings, int unreadable) {

    public ItemUpdate {
        siblings = List.copyOf(siblings);
    }
}
