package im.kith.core.openpgp;

import java.nio.ByteBuffer;

/** The length of a packet in the new format (RFC 4880 §4.2.2), definite and as short as possible. */
final class PacketLength {

    private static final int ONE_OCTET = 192;
    private static final int TWO_OCTETS = 8384;

    private PacketLength() {}

    static int octetsFor(int length) {
        return length < ONE_OCTET ? 1 : length < TWO_OCTETS ? 2 : 5;
    }

    static void write(ByteBuffer out, int length) {
        if (length < ONE_OCTET) {
            out.put((byte) length);
        } else if (length < TWO_OCTETS) {
            out.putShort((short) (length - ONE_OCTET + (ONE_OCTET << 8)));
        } else {
            out.put((byte) 0xff).putInt(length);
        }
    }

    /** The length at the position of {@code in}; -1 if it is partial, cut off, or beyond 2 GiB. */
    static int read(ByteBuffer in) {
        int first = in.hasRemaining() ? in.get() & 0xff : -1;
        if (first < ONE_OCTET) {
            return first;
        }
        if (first < 224) {
            return in.hasRemaining() ? ((first - ONE_OCTET) << 8) + (in.get() & 0xff) + ONE_OCTET : -1;
        }
        return first == 255 && in.remaining() >= Integer.BYTES ? Math.max(-1, in.getInt()) : -1;
    }
}
