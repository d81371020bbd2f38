package im.kith.transport.engine;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * How a device is on the network.
 *
 * @param port to listen on, 0 for any that is free
 * @param interfaces names or addresses of the only interfaces to use; empty for all suitable ones
 * @param mdns whether to announce and to look for others by multicast
 * @param peers where the user says that other devices are, unresolved
 */
public record NetworkOptions(int port, Set<String> interfaces, boolean mdns, List<InetSocketAddress> peers) {

    public static final NetworkOptions DEFAULT = new NetworkOptions(0, Set.of(), true, List.of());

    public NetworkOptions {
        interfaces = Set.copyOf(interfaces);
        peers = List.copyOf(peers);
    }
}
