package im.kith.storage;

import im.kith.core.octets.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM under one key: nonce (12 octets, random), ciphertext, tag (16 octets). */
final class Sealer {

    static final int KEY_LENGTH = 32;

    /** Octets that sealing adds. */
    static final int OVERHEAD = 12 + 16;

    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /** Copies {@code key}; the caller wipes its own. */
    Sealer(byte[] key, SecureRandom random) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("key of " + key.length + " octets, not " + KEY_LENGTH);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** Seals {@code plain} so that it opens only with the same {@code context}. */
    byte[] seal(Bytes context, byte[] plain) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
            byte[] sealed = Arrays.copyOf(nonce, plain.length + OVERHEAD);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_LENGTH);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws GeneralSecurityException if key or context are others, or an octet was changed
     */
    byte[] open(Bytes context, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < OVERHEAD) {
            throw new GeneralSecurityException("sealed octets: " + sealed.length);
        }
        return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_LENGTH), context)
                .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
    }

    private Cipher cipher(int mode, byte[] nonce, Bytes context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        ByteBuffer associated = context.toBuffer();
        cipher.updateAAD(associated);
        return cipher;
    }
}
