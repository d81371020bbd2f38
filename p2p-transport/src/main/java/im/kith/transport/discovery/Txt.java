package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The TXT record of an announcement (RFC 6763 section 6): {@code v=1}, {@code n=} nonce, {@code t=} tag, and {@code pair=1} while inviting.
 *
 * @param tag as it stands there, unverified
 */
record Txt(Bytes nonce, String tag, boolean inviting) {

    private static final String VERSION = "1";

    /** A later protocol is told by the hello, to which nobody comes who does not dial. */
    private static final Pattern ANY_VERSION = Pattern.compile("[0-9]{1,4}");

    private static final int MAX_VALUE = 64;

    /** The record as key and value pairs, in the order in which they are sent. */
    Map<String, String> toProperties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("v", VERSION);
        properties.put("n", DiscoveryTag.text(nonce));
        properties.put("t", tag);
        if (inviting) {
            properties.put("pair", "1");
        }
        return properties;
    }

    /** Reads what somebody announces; empty for whatever this version has no use for. */
    static Optional<Txt> read(Function<String, @Nullable String> property) {
        String version = property.apply("v");
        if (version == null || !ANY_VERSION.matcher(version).matches()) {
            return Optional.empty();
        }
        String nonce = property.apply("n");
        String tag = property.apply("t");
        if (nonce == null || tag == null || nonce.length() > MAX_VALUE || tag.length() > MAX_VALUE) {
            return Optional.empty();
        }
        try {
            Bytes octets = Bytes.wrap(Base64.getUrlDecoder().decode(nonce));
            boolean usable = octets.length() == DiscoveryTag.NONCE;
            return usable ? Optional.of(new Txt(octets, tag, "1".equals(property.apply("pair")))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
