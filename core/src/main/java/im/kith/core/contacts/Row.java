package im.kith.core.contacts;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * A contact in a {@link Catalogue}: item ids, their hashes, those of its identities and of its groups' ids, its text. Each list begins
 * with its length. One object goes from contact to contact.
 */
final class Row {

    private static final int NUMBER = Integer.BYTES;

    private final ByteBuffer in;
    private final byte[] octets;
    private int items;
    private int itemHashes;
    private int identities;
    private int groups;
    private int text;

    Row(byte[] octets) {
        this.in = ByteBuffer.wrap(octets);
        this.octets = octets;
    }

    /** The hashes of ids, sorted. */
    static int[] hashes(Collection<String> ids) {
        return ids.stream().mapToInt(String::hashCode).sorted().toArray();
    }

    /** The hashes of identities, sorted; made of texts, whose hashes are the same in every process. */
    static int[] hashes(Stream<FieldKey> identities) {
        return identities
                .mapToInt(key -> 31 * key.first().hashCode() + key.second().hashCode())
                .sorted()
                .toArray();
    }

    /** Where the contact ends. */
    int end() {
        return in.position();
    }

    void readAt(int position) {
        in.position(position);
        items = position;
        for (int count = in.getInt(); count > 0; count--) {
            skip(in.getInt());
        }
        itemHashes = in.position();
        skipNumbers();
        identities = in.position();
        skipNumbers();
        groups = in.position();
        skipNumbers();
        text = in.position();
        skip(in.getInt());
    }

    private void skipNumbers() {
        skip(Math.multiplyExact(in.getInt(), NUMBER));
    }

    private void skip(int octets) {
        in.position(Math.addExact(in.position(), octets));
    }

    /** Whether an item's id is {@code id}, or begins so if {@code prefix}. */
    boolean hasItem(byte[] id, boolean prefix) {
        int at = items + NUMBER;
        for (int count = in.getInt(items); count > 0; count--) {
            int length = in.getInt(at);
            at += NUMBER;
            if ((prefix ? length >= id.length : length == id.length) && isAt(at, id)) {
                return true;
            }
            at += length;
        }
        return false;
    }

    /** Whether the hash of an item's id is one of these, which are sorted. */
    boolean hasItem(int[] hashes) {
        return hasOneOf(hashes, itemHashes);
    }

    /** Whether the hash of an identity is one of these, which are sorted. */
    boolean hasIdentity(int[] hashes) {
        return hasOneOf(hashes, identities);
    }

    /** Whether the hash of a group's id is one of these, which are sorted. */
    boolean isIn(int[] hashes) {
        return hasOneOf(hashes, groups);
    }

    private boolean hasOneOf(int[] hashes, int list) {
        int count = hashes.length == 0 ? 0 : in.getInt(list);
        for (int i = 1; i <= count; i++) {
            if (Arrays.binarySearch(hashes, in.getInt(list + i * NUMBER)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code name}, folded, is what it is called. */
    boolean isNamed(byte[] name) {
        int end = in.getInt(text);
        boolean whole = end == name.length
                || (end > name.length && octets[text + NUMBER + name.length] == ContactEntry.BETWEEN);
        return whole && isAt(text + NUMBER, name);
    }

    /** Whether {@code word}, folded, is in its text. */
    boolean says(byte[] word) {
        if (word.length == 0) {
            return true;
        }
        byte first = word[0];
        int last = text + NUMBER + in.getInt(text) - word.length;
        for (int at = text + NUMBER; at <= last; at++) {
            if (octets[at] == first && isAt(at, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(int position, byte[] wanted) {
        return Arrays.equals(octets, position, position + wanted.length, wanted, 0, wanted.length);
    }
}
