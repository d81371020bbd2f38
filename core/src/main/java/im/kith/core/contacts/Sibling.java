package im.kith.core.contacts;

import im.kith.core.replica.Stamp;
import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import java.util.Comparator;
import java.util.Optional;

/**
 * One of an item's live versions, deciphered.
 *
 * @param stamp the version's own clock and its author replica
 * @param payload empty if the version is a retraction
 * @param size octets of the padded plaintext; 0 of a retraction
 */
public record Sibling(VersionId id, Stamp stamp, Optional<XmlElement> payload, int size) {

    /** In the order in which siblings' fields stand in their merge. */
    static final Comparator<Sibling> OLDEST_FIRST =
            Comparator.comparing(Sibling::stamp).thenComparing(Sibling::id);

    /** A version that publishes {@code payload}. */
    public static Sibling publish(VersionId id, Stamp stamp, XmlElement payload, int size) {
        return new Sibling(id, stamp, Optional.of(payload), size);
    }

    /** A version that retracts the item. */
    public static Sibling retraction(VersionId id, Stamp stamp) {
        return new Sibling(id, stamp, Optional.empty(), 0);
    }
}
