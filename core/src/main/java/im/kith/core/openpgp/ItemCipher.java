package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts items under a node's shared secret and decrypts them (XEP-0473 §5.1), as binary OpenPGP messages.
 *
 * <p>What it writes is always of one shape; what it reads may be of any that GnuPG, Sequoia or another XMPP client writes, within
 * bounds. No octet of a plaintext is handed out before the integrity check has passed. Safe for use by many threads.
 */
public final class ItemCipher {

    /** Octets of the largest plaintext, also after decompression. */
    public static final int MAX_PLAINTEXT = 1 << 20;

    /** Octets of the largest message accepted: the largest plaintext, and room for packets around it. */
    public static final int MAX_MESSAGE = MAX_PLAINTEXT + (1 << 16);

    private static final int NONCE_LENGTH = DirectCodec.SALT_LENGTH + DirectCodec.PREFIX_LENGTH;

    private final SecureRandom random;

    /** A cipher that takes salts and prefixes from {@code random}. */
    public ItemCipher(SecureRandom random) {
        this.random = random;
    }

    /**
     * The message that holds {@code plaintext} under {@code secret}, different at every call.
     *
     * @throws IllegalArgumentException if the plaintext is larger than {@link #MAX_PLAINTEXT}
     */
    public Bytes encrypt(SharedSecret secret, Bytes plaintext) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        return encrypt(utf8(secret.secret()), plaintext, nonce);
    }

    /**
     * The message that holds {@code plaintext} under {@code secret}, the same at every call with the same {@code context}.
     *
     * <p>Salt and prefix are an HMAC under the secret over context and plaintext: two plaintexts never share them, whatever
     * the context, and nobody without the secret learns more from them than that two messages are the same.
     */
    public Bytes encryptRepeatably(SharedSecret secret, Bytes plaintext, Bytes context) {
        byte[] key = utf8(secret.secret());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(utf8("kith-repeatable-1"));
            mac.update(Bytes.sha256(context).toArray());
            byte[] nonce = Arrays.copyOf(mac.doFinal(plaintext.toArray()), NONCE_LENGTH);
            return encrypt(key, plaintext, nonce);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** The message with a given salt and prefix, which must never serve for two plaintexts. */
    static Bytes encrypt(byte[] secret, Bytes plaintext, byte[] nonce) {
        if (plaintext.length() > MAX_PLAINTEXT) {
            throw new IllegalArgumentException("plaintext of " + plaintext.length() + " octets");
        }
        byte[] salt = Arrays.copyOf(nonce, DirectCodec.SALT_LENGTH);
        byte[] prefix = Arrays.copyOfRange(nonce, DirectCodec.SALT_LENGTH, NONCE_LENGTH);
        return Bytes.wrap(DirectCodec.encrypt(secret, plaintext.toArray(), salt, prefix));
    }

    /**
     * The plaintext of {@code message}, tried under {@code secret} verbatim and, where that differs, without the spaces around
     * it (both occur: XEP-0473's own example has them).
     *
     * @throws DecryptionException if it cannot be opened; {@link DecryptionException#reason()} says why
     */
    public Bytes decrypt(Bytes message, SharedSecret secret) throws DecryptionException {
        if (message.length() > MAX_MESSAGE) {
            throw new DecryptionException(Reason.TOO_LARGE, "message of " + message.length() + " octets");
        }
        byte[] octets = message.toArray();
        String verbatim = secret.secret();
        String trimmed = verbatim.strip();
        try {
            return Bytes.wrap(decrypt(octets, utf8(verbatim)));
        } catch (DecryptionException e) {
            boolean another = e.reason() == Reason.WRONG_SECRET || e.reason() == Reason.DAMAGED;
            if (!another || trimmed.equals(verbatim)) {
                throw e;
            }
        }
        return Bytes.wrap(decrypt(octets, utf8(trimmed)));
    }

    private static byte[] decrypt(byte[] message, byte[] secret) throws DecryptionException {
        byte[] packets = DirectCodec.decrypt(message, secret);
        if (packets == null) {
            packets = ForeignItem.decrypt(message, secret);
        }
        byte[] plaintext = DirectCodec.literal(packets);
        if (plaintext == null) {
            plaintext = Contents.read(packets).literal().toArray();
        }
        if (plaintext.length > MAX_PLAINTEXT) {
            throw new DecryptionException(Reason.TOO_LARGE, "plaintext of " + plaintext.length + " octets");
        }
        return plaintext;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
