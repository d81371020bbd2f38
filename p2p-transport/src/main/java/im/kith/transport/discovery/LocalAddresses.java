package im.kith.transport.discovery;

import java.net.InetAddress;
import java.net.SocketException;
import java.util.List;
import java.util.Set;

/** The addresses of this machine that kith is to be reached at: those of the interfaces that discovery uses. */
public final class LocalAddresses {

    private LocalAddresses() {}

    /**
     * Addresses of the named interfaces, or of all suitable ones if none is named; an address in place of a name stands for
     * itself. IPv6 link-local ones have their scope.
     */
    public static List<InetAddress> of(Set<String> interfaces) throws SocketException {
        return new Links(interfaces)
                .current().stream()
                        .flatMap(link -> link.subnets().stream())
                        .map(Subnet::address)
                        .distinct()
                        .toList();
    }
}
