package im.kith.core.openpgp;

import im.kith.core.openpgp.DecryptionException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the one message shape that kith itself uses for items, over the platform's ciphers alone.
 *
 * <p>The shape (RFC 4880): a symmetric-key encrypted session key packet, version 4, AES-256, iterated and salted SHA-256,
 * no encrypted session key (§5.3); then a symmetrically encrypted integrity protected data packet, version 1 (§5.13), that
 * holds a binary literal data packet (§5.9) and the modification detection code (§5.14). Every length is definite, in the
 * new format and as short as possible. It is 68 octets longer than an item of 600 octets.
 *
 * <p>A general library takes five to ten times as long and most of a second to load; it is the reference in the tests.
 */
final class DirectCodec {

    static final int SALT_LENGTH = 8;

    /** Octets of the random prefix that replaces an initialisation vector. */
    static final int PREFIX_LENGTH = 16;

    /**
     * The coded iteration count written: 1,088 octets hashed.
     *
     * <p>The secret is uniformly random, so stretching it buys nothing: this is the smallest count but one. The smallest, 1,024, is
     * coded as zero, which GnuPG takes as "unset" where it writes.
     */
    static final int CODED_COUNT = 0x01;

    private static final int SKESK_TAG = 0xc3;
    private static final int SEIPD_TAG = 0xd2;
    private static final int LITERAL_TAG = 0xcb;
    private static final int SKESK_VERSION = 4;
    private static final int AES_256 = 9;
    private static final int ITERATED_SALTED = 3;
    private static final int SHA_256 = 8;
    private static final int SKESK_BODY = 5 + SALT_LENGTH;
    private static final int LITERAL_HEAD = 6;
    private static final int SHA_1_LENGTH = 20;
    private static final int MDC_LENGTH = 2 + SHA_1_LENGTH;
    private static final int BLOCK = 16;
    private static final IvParameterSpec ZERO_IV = new IvParameterSpec(new byte[BLOCK]);

    /** One cipher for each thread: looking one up costs as much as encrypting a contact. */
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(DirectCodec::newCipher);

    private DirectCodec() {}

    /** The message that holds {@code plaintext} under {@code secret}, with the given salt and prefix. */
    static byte[] encrypt(byte[] secret, byte[] plaintext, byte[] salt, byte[] prefix) {
        byte[] inner = inner(plaintext, prefix);
        int bodyLength = 1 + inner.length;
        ByteBuffer out = ByteBuffer.allocate(2 + SKESK_BODY + 1 + PacketLength.octetsFor(bodyLength) + bodyLength);
        out.put((byte) SKESK_TAG).put((byte) SKESK_BODY);
        out.put((byte) SKESK_VERSION).put((byte) AES_256);
        out.put((byte) ITERATED_SALTED).put((byte) SHA_256).put(salt).put((byte) CODED_COUNT);
        out.put((byte) SEIPD_TAG);
        PacketLength.write(out, bodyLength);
        out.put((byte) 1);
        try {
            byte[] key = IteratedHash.derive("SHA-256", secret, salt, CODED_COUNT, 32);
            cipher(Cipher.ENCRYPT_MODE, key).doFinal(inner, 0, inner.length, out.array(), out.position());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and SHA-256", e);
        }
        return out.array();
    }

    /** What is encrypted: the prefix, its last two octets again, the literal packet, and the SHA-1 over all of it. */
    private static byte[] inner(byte[] plaintext, byte[] prefix) {
        int literalLength = LITERAL_HEAD + plaintext.length;
        ByteBuffer inner = ByteBuffer.allocate(
                PREFIX_LENGTH + 2 + 1 + PacketLength.octetsFor(literalLength) + literalLength + MDC_LENGTH);
        inner.put(prefix).put(prefix, PREFIX_LENGTH - 2, 2);
        inner.put((byte) LITERAL_TAG);
        PacketLength.write(inner, literalLength);
        inner.put((byte) 'b').put((byte) 0).putInt(0).put(plaintext);
        inner.put((byte) 0xd3).put((byte) SHA_1_LENGTH);
        MessageDigest sha1 = IteratedHash.digest("SHA-1");
        sha1.update(inner.array(), 0, inner.position());
        inner.put(sha1.digest());
        return inner.array();
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/CFB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = CIPHER.get();
        cipher.init(mode, new SecretKeySpec(key, "AES"), ZERO_IV);
        return cipher;
    }

    /**
     * The packets inside {@code message}, after the integrity check; null if the message has another shape.
     *
     * @throws DecryptionException if the secret is another or the message was damaged
     */
    static byte @Nullable [] decrypt(byte[] message, byte[] secret) throws DecryptionException {
        int bodyStart = bodyStart(message);
        if (bodyStart < 0) {
            return null;
        }
        byte[] salt = Arrays.copyOfRange(message, 6, 6 + SALT_LENGTH);
        int codedCount = message[6 + SALT_LENGTH] & 0xff;
        byte[] inner;
        try {
            byte[] key = IteratedHash.derive("SHA-256", secret, salt, codedCount, 32);
            inner = cipher(Cipher.DECRYPT_MODE, key).doFinal(message, bodyStart, message.length - bodyStart);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES and SHA-256", e);
        }
        return checked(inner);
    }

    /** Where the encrypted octets start, or -1 if this is not exactly the shape of kith's own messages. */
    private static int bodyStart(byte[] message) {
        int seipd = 2 + SKESK_BODY;
        boolean skesk = message.length > seipd + 6 + PREFIX_LENGTH + 2 + MDC_LENGTH
                && (message[0] & 0xff) == SKESK_TAG
                && message[1] == SKESK_BODY
                && message[2] == SKESK_VERSION
                && message[3] == AES_256
                && message[4] == ITERATED_SALTED
                && message[5] == SHA_256
                && (message[seipd] & 0xff) == SEIPD_TAG;
        if (!skesk) {
            return -1;
        }
        ByteBuffer rest = ByteBuffer.wrap(message, seipd + 1, message.length - seipd - 1);
        int length = PacketLength.read(rest);
        return length == rest.remaining() && rest.get() == 1 ? rest.position() : -1;
    }

    private static byte[] checked(byte[] inner) throws DecryptionException {
        if (inner[PREFIX_LENGTH - 2] != inner[PREFIX_LENGTH] || inner[PREFIX_LENGTH - 1] != inner[PREFIX_LENGTH + 1]) {
            throw new DecryptionException(Reason.WRONG_SECRET, "encrypted under another secret");
        }
        int mdc = inner.length - MDC_LENGTH;
        MessageDigest sha1 = IteratedHash.digest("SHA-1");
        sha1.update(inner, 0, mdc + 2);
        byte[] found = Arrays.copyOfRange(inner, mdc + 2, inner.length);
        boolean head = (inner[mdc] & 0xff) == 0xd3 && inner[mdc + 1] == SHA_1_LENGTH;
        if (!MessageDigest.isEqual(sha1.digest(), found) || !head) {
            throw new DecryptionException(Reason.DAMAGED, "the integrity check fails");
        }
        return Arrays.copyOfRange(inner, PREFIX_LENGTH + 2, mdc);
    }

    /** The content of {@code packets} if they are exactly one literal packet as kith writes it, else null. */
    static byte @Nullable [] literal(byte[] packets) {
        if (packets.length < 2 + LITERAL_HEAD || (packets[0] & 0xff) != LITERAL_TAG) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(packets, 1, packets.length - 1);
        int length = PacketLength.read(in);
        if (length != in.remaining() || length < LITERAL_HEAD || in.get() != 'b' || in.get() != 0) {
            return null;
        }
        return Arrays.copyOfRange(packets, in.position() + Integer.BYTES, packets.length);
    }
}
