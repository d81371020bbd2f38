package im.kith.transport.discovery;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * An announcement heard on the local network, and where its author may be dialled.
 *
 * @param instance its random name, good for an hour at most
 * @param addresses on-link ones only, IPv6 link-local ones with their scope; never empty
 * @param networkInterface where it was heard
 */
public record Sighting(Kind kind, String instance, Set<InetSocketAddress> addresses, String networkInterface) {

    /** What is known of the author. */
    public enum Kind {
        /** It knows a discovery key of this account. */
        MEMBER,
        /** It is unknown and says that it is inviting a new device. */
        INVITING
    }

    public Sighting {
        addresses = Set.copyOf(addresses);
    }
}
