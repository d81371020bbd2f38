package im.kith.core.contacts;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A list of ascending numbers that only grows, each as its distance from the one before in octets of seven bits: near ones, and most
 * lists have such, take one.
 */
final class GrowingNumbers {

    private static final int SEVEN = 7;
    private static final int MORE = 1 << SEVEN;

    private byte[] octets = new byte[4];
    private int length;
    private int last = -1;
    private int size;

    /** Adds {@code number}, which is at least the last one; the same again is nothing. */
    void add(int number) {
        if (number == last) {
            return;
        }
        int distance = number - last;
        if (distance < 0) {
            throw new IllegalArgumentException(number + " after " + last);
        }
        while (distance >= MORE) {
            put(distance & MORE - 1 | MORE);
            distance >>>= SEVEN;
        }
        put(distance);
        last = number;
        size++;
    }

    private void put(int octet) {
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, length + (length >> 1));
        }
        octets[length++] = (byte) octet;
    }

    int size() {
        return size;
    }

    /** How many octets {@link #writeTo} writes. */
    int length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(octets, 0, length);
    }

    /** The numbers that {@link #writeTo} wrote. */
    static int[] read(byte[] octets) {
        int size = 0;
        for (byte octet : octets) {
            size += octet >= 0 ? 1 : 0;
        }
        return read(octets, size);
    }

    int[] toArray() {
        return read(octets, size);
    }

    private static int[] read(byte[] octets, int size) {
        int[] all = new int[size];
        int at = 0;
        int number = -1;
        for (int i = 0; i < size; i++) {
            int shift = 0;
            int octet = octets[at++];
            int distance = octet & MORE - 1;
            while (octet < 0) {
                shift += SEVEN;
                octet = octets[at++];
                distance |= (octet & MORE - 1) << shift;
            }
            number += distance;
            all[i] = number;
        }
        return all;
    }

    /** The numbers that are in both {@code some}, ascending, and here. */
    int[] common(int[] some) {
        int[] here = toArray();
        int[] both = new int[Math.min(some.length, here.length)];
        int count = 0;
        int at = 0;
        for (int number : some) {
            while (at < here.length && here[at] < number) {
                at++;
            }
            if (at < here.length && here[at] == number) {
                both[count++] = number;
            }
        }
        return Arrays.copyOf(both, count);
    }
}
