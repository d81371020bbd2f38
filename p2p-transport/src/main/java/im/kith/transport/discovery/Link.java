package im.kith.transport.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A network interface in use: which address mDNS binds to for each address family, and what is on-link there.
 *
 * <p>Two links are equal as long as nothing changed that a peer could tell the difference by.
 *
 * @param binds one address per family, IPv4 first; for IPv6 the link-local one, as multicast comes from there
 */
record Link(String name, int index, List<InetAddress> binds, List<Subnet> subnets) {

    Link {
        binds = List.copyOf(binds);
        subnets = List.copyOf(subnets);
    }

    /**
     * This link with announcements over IPv4 alone, where there is IPv4.
     *
     * <p>Who checks a caller's address against what he announces, as other implementations of XEP-0174 do, sees the same one then; of several
     * IPv6 addresses a connection may come from one that was not announced.
     */
    Link overIpv4() {
        List<InetAddress> four =
                binds.stream().filter(Inet4Address.class::isInstance).toList();
        return four.isEmpty() ? this : new Link(name, index, four, subnets);
    }

    /** The address as it may be dialled from here; empty for one that is not on-link. */
    Optional<InetAddress> onLink(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return Optional.empty();
        }
        if (address instanceof Inet6Address && address.isLinkLocalAddress()) {
            return Subnet.scoped(address, index);
        }
        return subnets.stream().anyMatch(subnet -> subnet.contains(address)) ? Optional.of(address) : Optional.empty();
    }
}
