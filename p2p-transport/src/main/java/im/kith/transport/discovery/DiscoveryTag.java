package im.kith.transport.discovery;

import im.kith.core.octets.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What members recognise and nobody else: HMAC-SHA256(discovery key, nonce ‖ instance name).
 *
 * <p>The instance name is inside so that a tag is worth nothing under another name; the nonce so that no two announcements
 * look alike. An announcement repeated by somebody else is recognised too, which costs one futile dial.
 */
final class DiscoveryTag {

    static final int NONCE = 16;

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private DiscoveryTag() {}

    /** The tag as it stands in the TXT record: 43 characters. */
    static String compute(Bytes key, Bytes nonce, String instance) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
            mac.update(nonce.toArray());
            return text(Bytes.wrap(mac.doFinal(instance.getBytes(StandardCharsets.UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether {@code tag} was made with the current key or a retired one. */
    static boolean matches(DiscoveryKeys keys, Bytes nonce, String instance, String tag) {
        Bytes given = Bytes.utf8(tag);
        return Stream.concat(keys.current().stream(), keys.retired().stream())
                .anyMatch(key -> Bytes.utf8(compute(key, nonce, instance)).equalsConstantTime(given));
    }

    static String text(Bytes octets) {
        return BASE64.encodeToString(octets.toArray());
    }
}
