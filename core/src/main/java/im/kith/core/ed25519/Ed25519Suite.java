package im.kith.core.ed25519;

import im.kith.core.account.SignatureSuite;
import im.kith.core.octets.Bytes;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies raw Ed25519 signatures over Bouncy Castle's arithmetic.
 *
 * <p>It is several times as fast as the platform's provider on Java 17. Stateless; for any number of threads.
 */
public final class Ed25519Suite implements SignatureSuite {

    @Override
    public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        if (publicKey.length() != KEY_LENGTH || signature.length() != SIGNATURE_LENGTH) {
            return false;
        }
        byte[] octets = message.toArray();
        return Ed25519.verify(signature.toArray(), 0, publicKey.toArray(), 0, octets, 0, octets.length);
    }
}
