package im.kith.core.pubsub;

import im.kith.core.account.DeviceId;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An item as its node shows it, its siblings merged.
 *
 * @param publisher the device that wrote the latest version, if its admission is known
 * @param at when, by that device's clock
 * @param payload deciphered
 * @param versions the live versions that this shows
 */
public record PubsubItem(
        String node, String id, Optional<DeviceId> publisher, Instant at, XmlElement payload, Set<VersionId> versions) {

    public PubsubItem {
        versions = Set.copyOf(versions);
    }
}
