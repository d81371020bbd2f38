package im.kith.core.openpgp;

import im.kith.core.openpgp.DecryptionException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;

/**
 * Decrypts messages that are encrypted to a device's key, whichever of its parts.
 *
 * <p>PGPainless is not used here: it asks this machine's clock whether the own key is valid yet.
 */
final class MessageOpener {

    private MessageOpener() {}

    /** The packets inside {@code message}, after the integrity check. */
    static byte[] open(byte[] message, DeviceKey own) throws DecryptionException {
        DecryptionException failure = new DecryptionException(Reason.NOT_FOR_US, "not encrypted to this device");
        int count = Envelope.open(message).sessionKeys().size();
        for (int i = 0; i < count; i++) {
            Envelope envelope = Envelope.open(message);
            PGPEncryptedData candidate = envelope.sessionKeys().get(i);
            if (candidate instanceof PGPPublicKeyEncryptedData encrypted) {
                for (PGPSecretKey key : candidates(encrypted, own)) {
                    try {
                        return envelope.decrypt(sessionKey(encrypted, key));
                    } catch (DecryptionException e) {
                        failure = e;
                    }
                }
            }
        }
        throw failure;
    }

    /** The own keys that {@code encrypted} may be meant for; a key id of zero hides it (RFC 4880 §5.1). */
    private static List<PGPSecretKey> candidates(PGPPublicKeyEncryptedData encrypted, DeviceKey own) {
        List<PGPSecretKey> keys = new ArrayList<>();
        for (PGPSecretKey key : own.ring()) {
            boolean meant = encrypted.getKeyIdentifier().matches(key.getKeyIdentifier());
            if (meant && encrypted.getAlgorithm() == key.getPublicKey().getAlgorithm()) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static PGPSessionKey sessionKey(PGPPublicKeyEncryptedData encrypted, PGPSecretKey key)
            throws DecryptionException {
        return Hostile.reading(() -> {
            PGPPrivateKey unlocked = Objects.requireNonNull(DeviceKey.unlocked(key));
            try {
                return encrypted.getSessionKey(
                        new BcPublicKeyDataDecryptorFactory(new PGPKeyPair(key.getPublicKey(), unlocked)));
            } catch (PGPException | RuntimeException e) {
                throw new DecryptionException(Reason.DAMAGED, "the session key cannot be recovered", e);
            }
        });
    }
}
