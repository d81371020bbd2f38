package im.kith.core.device;

import im.kith.core.replica.ItemKey;
import java.util.List;

/**
 * A contact or group, of now or of before, and all the items it lies or lay over.
 *
 * @param id its present item id, else the one it had last
 * @param label what it is or was called
 * @param present whether it is there now
 */
public record Past(String id, String label, boolean group, boolean present, List<ItemKey> items) {

    public Past {
        items = List.copyOf(items);
    }
}
