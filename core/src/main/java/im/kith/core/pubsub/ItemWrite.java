package im.kith.core.pubsub;

import im.kith.core.replica.VersionId;
import im.kith.core.xml.XmlElement;
import java.util.Optional;
import java.util.Set;

/**
 * One item to be published or retracted.
 *
 * @param id of the item; a random one for a publication without
 * @param payload what is published; empty: the item is retracted
 * @param seen the versions of the item that the writer had been shown, which this replaces; what it had not seen stays beside and is
 *     merged. Empty: all that is there
 */
public record ItemWrite(Optional<String> id, Optional<XmlElement> payload, Optional<Set<VersionId>> seen) {

    public ItemWrite {
        seen = seen.map(Set::copyOf);
        if (id.isEmpty() && payload.isEmpty()) {
            throw new IllegalArgumentException("a retraction of nothing");
        }
    }

    /** Publishes over all that is there. */
    public static ItemWrite publish(Optional<String> id, XmlElement payload) {
        return new ItemWrite(id, Optional.of(payload), Optional.empty());
    }

    /** Retracts all that is there. */
    public static ItemWrite retract(String id) {
        return new ItemWrite(Optional.of(id), Optional.empty(), Optional.empty());
    }

    /** The same for a writer who had been shown {@code versions} and nothing else. */
    public ItemWrite having(Set<VersionId> versions) {
        return new ItemWrite(id, payload, Optional.of(versions));
    }
}
