package im.kith.transport.discovery;

import java.security.SecureRandom;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What discovery needs to know of the device around it.
 *
 * @param interfaces names or addresses of network interfaces to use and no others; empty for all suitable ones
 * @param keys asked before every announcement and recognition, so that a new key is used at once
 * @param port where this device listens now; empty while it does not, and then nothing is announced
 * @param random for names and nonces
 */
public record DiscoveryConfig(
        Set<String> interfaces, Supplier<DiscoveryKeys> keys, Supplier<OptionalInt> port, SecureRandom random) {

    public DiscoveryConfig {
        interfaces = Set.copyOf(interfaces);
    }
}
