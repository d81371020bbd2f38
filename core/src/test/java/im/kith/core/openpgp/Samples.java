package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;

/** Values that several tests use. */
final class Samples {

    static final String NODE = "urn:xmpp:contacts:0";
    static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    static final Bytes CONTACT = Bytes.utf8(
            "<contact xmlns='urn:xmpp:contacts:0' name='Juliet'><identity type='jid'>juliet@example.org</identity></contact>");

    private Samples() {}

    static SharedSecret secret(String text) {
        return new SharedSecret(NODE, "s1", NOW, text, null, false);
    }

    static Bytes random(long seed, int length) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return Bytes.wrap(octets);
    }

    static SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
