package im.kith.core.openpgp;

import im.kith.core.openpgp.DecryptionException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * Opens symmetrically encrypted messages of every shape that other programs write, through Bouncy Castle's OpenPGP.
 *
 * <p>PGPainless is not used here on purpose: it inflates what is compressed before the integrity check, and needs a second and
 * more where GnuPG's largest iteration count is used.
 */
final class ForeignItem {

    /** Passwords that one message may be encrypted to; each costs up to a tenth of a second. */
    private static final int MAX_PASSWORDS = 4;

    /** The salted string-to-key function that is not iterated (RFC 4880 §3.7.1.2). */
    private static final int SALTED_ONCE = 1;

    /** Octets of the keys of the ciphers accepted: those of 128-bit blocks. */
    private static final Map<Integer, Integer> KEY_LENGTHS = Map.of(
            SymmetricKeyAlgorithmTags.AES_128, 16,
            SymmetricKeyAlgorithmTags.AES_192, 24,
            SymmetricKeyAlgorithmTags.AES_256, 32,
            SymmetricKeyAlgorithmTags.TWOFISH, 32,
            SymmetricKeyAlgorithmTags.CAMELLIA_128, 16,
            SymmetricKeyAlgorithmTags.CAMELLIA_192, 24,
            SymmetricKeyAlgorithmTags.CAMELLIA_256, 32);

    private static final Map<Integer, String> HASHES = Map.of(
            HashAlgorithmTags.SHA1, "SHA-1",
            HashAlgorithmTags.SHA224, "SHA-224",
            HashAlgorithmTags.SHA256, "SHA-256",
            HashAlgorithmTags.SHA384, "SHA-384",
            HashAlgorithmTags.SHA512, "SHA-512");

    private ForeignItem() {}

    /** The packets inside {@code message}, after the integrity check. */
    static byte[] decrypt(byte[] message, byte[] secret) throws DecryptionException {
        int passwords = 0;
        DecryptionException failure = new DecryptionException(Reason.NOT_FOR_US, "not encrypted under a shared secret");
        int count = Envelope.open(message).sessionKeys().size();
        for (int i = 0; i < count && passwords < MAX_PASSWORDS; i++) {
            Envelope envelope = Envelope.open(message);
            PGPEncryptedData candidate = envelope.sessionKeys().get(i);
            if (candidate instanceof PGPPBEEncryptedData password) {
                passwords++;
                try {
                    return envelope.decrypt(sessionKey(password, secret));
                } catch (DecryptionException e) {
                    failure = e;
                }
            }
        }
        throw failure;
    }

    static PGPSessionKey sessionKey(PGPPBEEncryptedData data, byte[] secret) throws DecryptionException {
        if (data.getVersion() != 4) {
            throw new DecryptionException(
                    Reason.UNSUPPORTED, "symmetric-key encrypted session key of version " + data.getVersion());
        }
        if (!KEY_LENGTHS.containsKey(data.getAlgorithm())) {
            throw new DecryptionException(Reason.UNSUPPORTED, "cipher " + data.getAlgorithm());
        }
        PGPSessionKey key = Hostile.reading(() -> {
            try {
                return data.getSessionKey(new Decryptor(secret));
            } catch (RefusedException e) {
                throw new DecryptionException(Reason.UNSUPPORTED, e.refused, e);
            }
        });
        Optional<Integer> length = Optional.ofNullable(KEY_LENGTHS.get(key.getAlgorithm()));
        if (length.isEmpty() || length.get() != key.getKey().length) {
            throw new DecryptionException(Reason.WRONG_SECRET, "encrypted under another secret");
        }
        return key;
    }

    /** A string-to-key function or hash that is not accepted. */
    private static final class RefusedException extends PGPException {
        private final String refused;

        RefusedException(String refused) {
            super(refused);
            this.refused = refused;
        }
    }

    /** Bouncy Castle's decryptor with a faster string-to-key function, and no others than those of RFC 4880 with a salt. */
    private static final class Decryptor extends BcPBEDataDecryptorFactory {

        private final byte[] secret;

        Decryptor(byte[] secret) {
            super(new String(secret, StandardCharsets.UTF_8).toCharArray(), new BcPGPDigestCalculatorProvider());
            this.secret = secret;
        }

        @Override
        public byte[] makeKeyFromPassPhrase(int keyAlgorithm, S2K s2k) throws PGPException {
            String hash = HASHES.get(s2k.getHashAlgorithm());
            Integer length = KEY_LENGTHS.get(keyAlgorithm);
            if (s2k.getType() == S2K.ARGON_2) {
                throw new RefusedException("Argon2 is not supported");
            }
            boolean salted = s2k.getType() == SALTED_ONCE || s2k.getType() == S2K.SALTED_AND_ITERATED;
            if (!salted || hash == null || length == null) {
                throw new RefusedException("string-to-key function " + s2k.getType() + " over hash "
                        + s2k.getHashAlgorithm() + " for cipher " + keyAlgorithm);
            }
            long octets = s2k.getType() == SALTED_ONCE ? 0 : s2k.getIterationCount();
            return IteratedHash.derive(hash, secret, s2k.getIV(), octets, length);
        }
    }
}
