package im.kith.transport.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which network interfaces discovery uses.
 *
 * <p>Unless the user names some, all that can multicast, except loopback, point-to-point ones (VPNs) and, by their names,
 * bridges and tunnels of container and VPN software: announcing there is useless at best, and peers found there are not neighbours.
 */
final class Links {

    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private static final Pattern SKIPPED = Pattern.compile(
            "(docker|br-|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|flannel|cali|podman|tun|tap|utun|wg|ppp|tailscale|zt|nordlynx|awdl|llw).*");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Set<String> named;
    private final Set<InetAddress> namedAddresses;

    /** Uses the interfaces with these names or addresses, or all suitable ones if there are none. */
    Links(Set<String> named) {
        this.named = named;
        this.namedAddresses = named.stream()
                .filter(name -> ADDRESS.matcher(name).matches())
                .map(Links::literal)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The links as they are now. */
    List<Link> current() throws SocketException {
        List<Link> links = new ArrayList<>();
        Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
        while (all.hasMoreElements()) {
            try {
                link(all.nextElement()).ifPresent(links::add);
            } catch (SocketException e) {
                // the interface went away while we looked at it
            }
        }
        return links;
    }

    /** The links as they are now, by the names of their interfaces; none if the machine cannot tell. */
    Map<String, Link> byName() {
        Map<String, Link> byName = new LinkedHashMap<>();
        try {
            current().forEach(link -> byName.put(link.name(), link));
        } catch (SocketException e) {
            LOG.debug("cannot list the network interfaces", e);
        }
        return byName;
    }

    private Optional<Link> link(NetworkInterface candidate) throws SocketException {
        if (!candidate.isUp() || (named.isEmpty() && !isSuitable(candidate))) {
            return Optional.empty();
        }
        boolean whole = named.isEmpty() || named.contains(candidate.getName());
        List<Subnet> subnets = new ArrayList<>();
        for (InterfaceAddress address : candidate.getInterfaceAddresses()) {
            if (whole || namedAddresses.contains(address.getAddress())) {
                subnets.add(new Subnet(address.getAddress(), address.getNetworkPrefixLength()));
            }
        }
        List<InetAddress> binds = new ArrayList<>();
        first(subnets, Inet4Address.class::isInstance).ifPresent(binds::add);
        first(subnets, address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .or(() -> first(subnets, Inet6Address.class::isInstance))
                .ifPresent(binds::add);
        return binds.isEmpty()
                ? Optional.empty()
                : Optional.of(new Link(candidate.getName(), candidate.getIndex(), binds, subnets));
    }

    private static boolean isSuitable(NetworkInterface candidate) throws SocketException {
        return candidate.supportsMulticast()
                && !candidate.isLoopback()
                && !candidate.isPointToPoint()
                && !isSkipped(candidate.getName());
    }

    static boolean isSkipped(String name) {
        return SKIPPED.matcher(name).matches();
    }

    private static Optional<InetAddress> first(List<Subnet> subnets, Predicate<InetAddress> wanted) {
        return subnets.stream().map(Subnet::address).filter(wanted).findFirst();
    }
}
