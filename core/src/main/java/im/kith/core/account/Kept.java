package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.util.Comparator;

/**
 * One version that stands although its author was revoked (R11): its dot and the hash of its content.
 *
 * @param replica id of the replica that wrote it, 20 octets
 * @param sequence its number there, from 1
 * @param hash SHA-256 of its content
 */
public record Kept(Bytes replica, long sequence, Bytes hash) implements Comparable<Kept> {

    static final int REPLICA_LENGTH = 20;
    static final int HASH_LENGTH = 32;
    static final long MAX_SEQUENCE = 1L << 53;

    private static final Comparator<Kept> ORDER = Comparator.comparing(Kept::replica)
            .thenComparingLong(Kept::sequence)
            .thenComparing(Kept::hash);

    public Kept {
        if (replica.length() != REPLICA_LENGTH || hash.length() != HASH_LENGTH) {
            throw new IllegalArgumentException(
                    "kept: replica of " + replica.length() + " octets, hash of " + hash.length());
        }
        if (sequence < 1 || sequence > MAX_SEQUENCE) {
            throw new IllegalArgumentException("kept: sequence " + sequence);
        }
    }

    @Override
    public int compareTo(Kept other) {
        return ORDER.compare(this, other);
    }
}
