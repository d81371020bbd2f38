package im.kith.core.octets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable octet string with value equality, ordered as unsigned octets.
 *
 * <p>Arrays are mutable and compare by identity; ids, hashes and messages must do neither.
 */
public final class Bytes implements Comparable<Bytes> {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] octets;

    private Bytes(byte[] octets) {
        this.octets = octets;
    }

    /** A copy of {@code octets}. */
    public static Bytes of(byte[] octets) {
        return octets.length == 0 ? EMPTY : new Bytes(octets.clone());
    }

    /** Takes {@code octets} over without copying; the caller must never touch the array again. */
    public static Bytes wrap(byte[] octets) {
        return octets.length == 0 ? EMPTY : new Bytes(octets);
    }

    /** The UTF-8 octets of {@code text}. */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The octets written as {@code hex}, two digits each.
     *
     * @throws IllegalArgumentException if {@code hex} is not hexadecimal
     */
    public static Bytes hex(String hex) {
        return wrap(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 over the concatenation of {@code parts}: 32 octets. */
    public static Bytes sha256(Bytes... parts) {
        MessageDigest digest = sha256Digest();
        for (Bytes part : parts) {
            digest.update(part.octets);
        }
        return wrap(digest.digest());
    }

    /** The concatenation of {@code parts}. */
    public static Bytes concat(Bytes... parts) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Arrays.stream(parts).mapToInt(Bytes::length).reduce(0, Math::addExact));
        for (Bytes part : parts) {
            buffer.put(part.octets);
        }
        return wrap(buffer.array());
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public int length() {
        return octets.length;
    }

    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** The octet at {@code index}, 0 to 255. */
    public int at(int index) {
        return octets[index] & 0xff;
    }

    /** The first {@code count} octets. */
    public Bytes first(int count) {
        return wrap(Arrays.copyOf(octets, checkLength(count)));
    }

    private int checkLength(int count) {
        if (count < 0 || count > octets.length) {
            throw new IndexOutOfBoundsException("count " + count + " of " + octets.length + " octets");
        }
        return count;
    }

    public boolean startsWith(Bytes prefix) {
        return octets.length >= prefix.octets.length
                && Arrays.equals(octets, 0, prefix.octets.length, prefix.octets, 0, prefix.octets.length);
    }

    /** A copy of the octets. */
    public byte[] toArray() {
        return octets.clone();
    }

    /** A read-only view of the octets. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /** The octets read as UTF-8. */
    public String toUtf8() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Lower-case hexadecimal, two digits an octet. */
    public String toHex() {
        return HexFormat.of().formatHex(octets);
    }

    /** Equality whose time does not tell where the first difference is. */
    public boolean equalsConstantTime(Bytes other) {
        return MessageDigest.isEqual(octets, other.octets);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Length and the first octets only: what is inside may be a secret. */
    @Override
    public String toString() {
        String head = HexFormat.of().formatHex(octets, 0, Math.min(4, octets.length));
        return "Bytes[" + octets.length + (octets.length > 4 ? ", " + head + "…]" : ", " + head + "]");
    }
}
