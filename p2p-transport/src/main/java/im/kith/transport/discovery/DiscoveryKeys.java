package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * The keys by which members recognise each other's announcements.
 *
 * @param current what the own announcement is made with; empty for a device without an account, which only looks
 * @param retired earlier ones, still recognised for a while
 */
public record DiscoveryKeys(Optional<Bytes> current, List<Bytes> retired) {

    private static final int MAX_RETIRED = 16;

    public DiscoveryKeys {
        if (retired.size() > MAX_RETIRED) {
            throw new IllegalArgumentException(retired.size() + " retired keys");
        }
        retired = List.copyOf(retired);
    }

    /** No account yet: nothing is announced and nobody is recognised. */
    public static DiscoveryKeys none() {
        return new DiscoveryKeys(Optional.empty(), List.of());
    }

    public static DiscoveryKeys of(Bytes current) {
        return new DiscoveryKeys(Optional.of(current), List.of());
    }

    /** Not the keys: they must not reach a log. */
    @Override
    public String toString() {
        return "DiscoveryKeys[current=" + current.isPresent() + ", retired=" + retired.size() + "]";
    }
}
