package im.kith.core.account;

import im.kith.core.octets.Bytes;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Real Ed25519 for the tests of this package, counting how often it verifies. */
final class TestSuite implements SignatureSuite {

    private int verified;

    @Override
    public boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
        verified++;
        return publicKey.length() == KEY_LENGTH
                && signature.length() == SIGNATURE_LENGTH
                && Ed25519.verify(
                        signature.toArray(), 0, publicKey.toArray(), 0, message.toArray(), 0, message.length());
    }

    int verified() {
        return verified;
    }

    static Bytes publicKey(Bytes seed) {
        byte[] key = new byte[KEY_LENGTH];
        Ed25519.generatePublicKey(seed.toArray(), 0, key, 0);
        return Bytes.wrap(key);
    }

    static Signer signer(Bytes seed) {
        return message -> {
            byte[] signature = new byte[SIGNATURE_LENGTH];
            Ed25519.sign(seed.toArray(), 0, message.toArray(), 0, message.length(), signature, 0);
            return Bytes.wrap(signature);
        };
    }
}
