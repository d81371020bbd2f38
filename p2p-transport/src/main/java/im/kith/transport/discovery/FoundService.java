package im.kith.transport.discovery;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;

/**
 * A service that somebody announces on a link, unverified.
 *
 * @param txt its TXT record, keys in lower case
 * @param addresses on-link ones only, IPv6 link-local ones with their scope; never empty
 * @param networkInterface where it was heard
 */
public record FoundService(
        String instance, Map<String, String> txt, Set<InetSocketAddress> addresses, String networkInterface) {

    public FoundService {
        txt = Map.copyOf(txt);
        addresses = Set.copyOf(addresses);
    }
}
