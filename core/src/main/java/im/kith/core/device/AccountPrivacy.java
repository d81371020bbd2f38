package im.kith.core.device;

import im.kith.core.contacts.Privacy;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.Optional;

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

    private AccountPrivacy() {}

    static Privacy get(Pubsub pubsub) throws StoreException {
        return pubsub.item(NODE, ITEM)
                .map(PubsubItem::payload)
                .map(AccountPrivacy::read)
                .orElse(Privacy.DEFAULT);
    }

    static void set(Privacy privacy, Pubsub pubsub) throws StoreException {
        pubsub.publish(
                NODE,
                Optional.of(ITEM),
                XmlElement.builder(NAMESPACE, "privacy")
                        .attribute("steps", Boolean.toString(privacy.steps()))
                        .attribute("compatible", Boolean.toString(privacy.compatible()))
                        .build());
    }

    private static Privacy read(XmlElement element) {
        return new Privacy(
                element.attribute("steps").map(Boolean::valueOf).orElse(Privacy.DEFAULT.steps()),
                element.attribute("compatible").map(Boolean::valueOf).orElse(Privacy.DEFAULT.compatible()));
    }
}
