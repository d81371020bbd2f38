package im.kith.core.contacts;

import im.kith.core.octets.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Trailing spaces that hide how long a plaintext is: multiples of {@value #STEP} octets, {@value #LEAST} at least. */
public final class Padding {

    public static final int STEP = 256;
    public static final int LEAST = 512;

    private Padding() {}

    /** The size that a plaintext of {@code length} octets is padded to. */
    public static int size(int length) {
        return Math.max(LEAST, Math.multiplyExact(Math.floorDiv(Math.addExact(length, STEP - 1), STEP), STEP));
    }

    /** {@code xml} as padded octets. */
    public static Bytes pad(String xml) {
        return pad(xml, LEAST);
    }

    /** {@code xml} as padded octets, {@code atLeast} of them. */
    public static Bytes pad(String xml, int atLeast) {
        byte[] octets = xml.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(octets, size(Math.max(octets.length, atLeast)));
        Arrays.fill(padded, octets.length, padded.length, (byte) ' ');
        return Bytes.wrap(padded);
    }
}
