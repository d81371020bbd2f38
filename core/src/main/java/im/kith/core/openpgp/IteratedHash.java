package im.kith.core.openpgp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The iterated and salted string-to-key function (RFC 4880 §3.7.1.3).
 *
 * <p>The digest is fed in pieces of some thousand octets: with the largest count, 65,011,712, that takes a tenth of the
 * time that libraries need which feed it the salt and the secret one after the other.
 */
final class IteratedHash {

    private static final int PIECE = 8192;

    private IteratedHash() {}

    /** How many octets a coded count stands for. */
    static int count(int coded) {
        return (16 + (coded & 15)) << ((coded >> 4) + 6);
    }

    /** The key of {@code length} octets. */
    static byte[] derive(String hash, byte[] secret, byte[] salt, int codedCount, int length) {
        return derive(hash, secret, salt, (long) count(codedCount), length);
    }

    /** The key of {@code length} octets, from at least {@code octets} hashed octets, salt and secret at least once. */
    static byte[] derive(String hash, byte[] secret, byte[] salt, long octets, int length) {
        byte[] unit = Arrays.copyOf(salt, salt.length + secret.length);
        System.arraycopy(secret, 0, unit, salt.length, secret.length);
        int count = Math.max(Math.toIntExact(octets), unit.length);
        byte[] piece = repeat(unit, Math.min(count, Math.max(PIECE, unit.length)));
        byte[] key = new byte[length];
        MessageDigest digest = digest(hash);
        for (int filled = 0, zeros = 0; filled < length; zeros++) {
            digest.update(new byte[zeros]);
            for (int left = count; left > 0; left -= piece.length) {
                digest.update(piece, 0, Math.min(left, piece.length));
            }
            byte[] output = digest.digest();
            int taken = Math.min(output.length, length - filled);
            System.arraycopy(output, 0, key, filled, taken);
            filled += taken;
        }
        return key;
    }

    /** {@code unit} again and again, whole times, at least {@code length} octets or all that is needed. */
    private static byte[] repeat(byte[] unit, int length) {
        int times = (length + unit.length - 1) / unit.length;
        byte[] piece = Arrays.copyOf(unit, times * unit.length);
        for (int filled = unit.length; filled < piece.length; ) {
            int taken = Math.min(filled, piece.length - filled);
            System.arraycopy(piece, 0, piece, filled, taken);
            filled += taken;
        }
        return piece;
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
