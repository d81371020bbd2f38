package im.kith.transport.discovery;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An address of a network interface with the length of its prefix.
 *
 * <p>mDNS is unauthenticated: an announcement could name any address of the world and make this device dial it. Only
 * neighbours on the same link are believed.
 */
record Subnet(InetAddress address, int prefix) {

    boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] theirs = other.getAddress();
        if (own.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((own[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** A link-local address as it must be dialled, with the index of the interface as its scope. */
    static Optional<InetAddress> scoped(InetAddress address, int interfaceIndex) {
        try {
            return Optional.of(Inet6Address.getByAddress(null, address.getAddress(), interfaceIndex));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
