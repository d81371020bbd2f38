package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The first octets of a connection: {@value #NONCE} random ones and their HMAC-SHA256 under the discovery key.
 *
 * <p>Without it nothing answers, so a port scan sees nothing; it authenticates nobody. Before pairing there is no common
 * key: its knock uses a public constant, and opens only a device that is inviting.
 */
final class Knock {

    static final int NONCE = 16;
    static final int LENGTH = NONCE + 32;

    static final Bytes PAIRING_KEY = Bytes.utf8("kith-pair-1");

    /** Which door a knock opens. */
    enum Door {
        MEMBERS,
        PAIRING
    }

    private Knock() {}

    static Bytes make(Bytes key, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return Bytes.concat(Bytes.wrap(nonce), hmac(key, Bytes.wrap(nonce)));
    }

    /** The door that {@code knock} fits, whatever was knocked before. */
    static Optional<Door> recognise(Bytes knock, List<Bytes> memberKeys, boolean inviting) {
        for (Bytes key : memberKeys) {
            if (fits(knock, key)) {
                return Optional.of(Door.MEMBERS);
            }
        }
        return inviting && fits(knock, PAIRING_KEY) ? Optional.of(Door.PAIRING) : Optional.empty();
    }

    private static boolean fits(Bytes knock, Bytes key) {
        Bytes nonce = knock.first(NONCE);
        return Bytes.concat(nonce, hmac(key, nonce)).equalsConstantTime(knock);
    }

    private static Bytes hmac(Bytes key, Bytes message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
            return Bytes.wrap(mac.doFinal(message.toArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
