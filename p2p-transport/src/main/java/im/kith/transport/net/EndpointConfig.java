package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an {@link Endpoint} is made of. The functions are called on Netty's threads, at every handshake anew: they must
 * be quick and thread-safe.
 *
 * @param self the own device; empty before it has joined an account, when it can only dial for pairing
 * @param identity the TLS key and its certificate
 * @param directory the devices with a TLS key hash, among all that ever were members, the likeliest first; more than one if
 *     a member lies, and then the hello says which it is
 * @param introductions asked when the directory does not know a key: the device that what its holder shows makes it
 * @param knockKeys the discovery key in use first, then the retired ones that are still recognised
 * @param listen the addresses to listen on, with their scopes; none to listen nowhere
 * @param port the port on all of them, or 0 for any that is free
 */
public record EndpointConfig(
        Optional<DeviceId> self,
        TlsIdentity identity,
        Function<Bytes, List<DeviceId>> directory,
        BiFunction<Bytes, Bytes, Optional<DeviceId>> introductions,
        Supplier<List<Bytes>> knockKeys,
        List<InetAddress> listen,
        int port,
        SecureRandom random,
        Timings timings) {

    public EndpointConfig {
        listen = List.copyOf(listen);
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /** One that heeds no introductions. */
    public EndpointConfig(
            Optional<DeviceId> self,
            TlsIdentity identity,
            Function<Bytes, List<DeviceId>> directory,
            Supplier<List<Bytes>> knockKeys,
            List<InetAddress> listen,
            int port,
            SecureRandom random,
            Timings timings) {
        this(self, identity, directory, (key, shown) -> Optional.empty(), knockKeys, listen, port, random, timings);
    }

    @Override
    public String toString() {
        return "EndpointConfig[" + self + ", " + listen + ", " + port + "]";
    }
}
