package im.kith.core.device;

import im.kith.core.contacts.Privacy;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The privacy that the user asked for: one for all devices of the account, since a device that did otherwise would undo it.
 *
 * <p>Kept as the item {@code privacy} of the node {@value #NODE}: {@code <privacy xmlns='urn:kith:settings:0' steps='true'
 * compatible='false'/>}. It takes effect on a device with that device's next write.
 */
final class AccountPrivacy {

    static final String NODE = "urn:kith:settings";

    private static final String NAMESPACE = "urn:kith:settings:0";
    private static final String ITEM = "privacy";

    private @Nullable Privacy known;

    Privacy get(Pubsub pubsub) throws StoreException {
        Privacy privacy = known;
        if (privacy == null) {
            privacy = pubsub.item(NODE, ITEM)
                    .map(PubsubItem::payload)
                    .map(AccountPrivacy::read)
                    .orElse(Privacy.DEFAULT);
            known = privacy;
        }
        return privacy;
    }

    void set(Privacy privacy, Pubsub pubsub) throws StoreException {
        pubsub.publish(
                NODE,
                Optional.of(ITEM),
                XmlElement.builder(NAMESPACE, "privacy")
                        .attribute("steps", Boolean.toString(privacy.steps()))
                        .attribute("compatible", Boolean.toString(privacy.compatible()))
                        .build());
        known = privacy;
    }

    private static Privacy read(XmlElement element) {
        return new Privacy(
                element.attribute("steps").map(Boolean::valueOf).orElse(Privacy.DEFAULT.steps()),
                element.attribute("compatible").map(Boolean::valueOf).orElse(Privacy.DEFAULT.compatible()));
    }

    /** After items changed: reads again when it is asked next, if it may be another. */
    void heed(Collection<ItemKey> items) {
        if (items.stream().anyMatch(item -> item.node().equals(NODE))) {
            known = null;
        }
    }

    /** After secrets came: what could not be read may be readable now. */
    void forget() {
        known = null;
    }
}
