package im.kith.core.device;

import im.kith.core.contacts.DuplicatePair;
import im.kith.core.pubsub.Pubsub;
import im.kith.core.pubsub.PubsubItem;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Contacts and groups that look like the same and are not, as the user said: the same on all devices of the account.
 *
 * <p>Each pair is an item of the node {@value #NODE}, its id both ids: {@code <ignored xmlns='urn:kith:ignored:0' first='…'
 * second='…'/>}. As on every node but those of contacts, ids are stored as HMACs.
 */
public final class IgnoredPairs {

    static final String NODE = "urn:kith:ignored";

    private static final String NAMESPACE = "urn:kith:ignored:0";

    private final Pubsub pubsub;

    IgnoredPairs(Pubsub pubsub) {
        this.pubsub = pubsub;
    }

    public Set<DuplicatePair> all() throws StoreException {
        Set<DuplicatePair> pairs = new LinkedHashSet<>();
        for (PubsubItem item : pubsub.items(NODE)) {
            XmlElement payload = item.payload();
            Optional<String> first = payload.attribute("first");
            Optional<String> second = payload.attribute("second");
            if (first.isPresent() && second.isPresent()) {
                pairs.add(DuplicatePair.of(first.get(), second.get()));
            }
        }
        return pairs;
    }

    public void add(DuplicatePair pair) throws StoreException {
        XmlElement payload = XmlElement.builder(NAMESPACE, "ignored")
                .attribute("first", pair.first())
                .attribute("second", pair.second())
                .build();
        pubsub.publish(NODE, Optional.of(id(pair)), payload);
    }

    public void remove(DuplicatePair pair) throws StoreException {
        pubsub.retract(NODE, id(pair));
    }

    private static String id(DuplicatePair pair) {
        return pair.first() + " " + pair.second();
    }
}
