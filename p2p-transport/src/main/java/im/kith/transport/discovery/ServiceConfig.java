package im.kith.transport.discovery;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What is to be announced and looked for by a {@link ServiceDiscovery}.
 *
 * @param type of the service, such as {@code _presence._tcp}
 * @param interfaces names or addresses of network interfaces to use and no others; empty for all suitable ones
 * @param name of this device's service: the first choice for 0, others for 1 and more, to be taken when somebody else has it
 * @param offer asked again and again; nothing is announced while it is empty
 */
public record ServiceConfig(
        String type,
        Set<String> interfaces,
        IntFunction<String> name,
        Supplier<Optional<Offer>> offer,
        SecureRandom random) {

    /** Where the service is, and its TXT record. */
    public record Offer(int port, Map<String, String> txt) {}

    public ServiceConfig {
        interfaces = Set.copyOf(interfaces);
    }

    /** The type as it is in the DNS. */
    String domain() {
        return type + ".local.";
    }
}
