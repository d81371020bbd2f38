package im.kith.core.contacts;

import java.util.random.RandomGenerator;

/** Makes item ids: 130 random bits as 26 letters and digits, which tell nothing and need no quoting anywhere. */
public final class ItemIds {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;

    private ItemIds() {}

    public static String fresh(RandomGenerator random) {
        byte[] octets = new byte[LENGTH];
        random.nextBytes(octets);
        StringBuilder id = new StringBuilder(LENGTH);
        for (byte octet : octets) {
            id.append(ALPHABET.charAt(octet & 31));
        }
        return id.toString();
    }
}
