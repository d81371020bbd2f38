package im.kith.core.replica;

import im.kith.core.octets.Bytes;
import java.util.Comparator;

/**
 * Identifies a stored version: its dot and the hash of its content.
 *
 * <p>The dot alone is enough until one is reused (a roll-back, a copied home, a lying member); then both contents are kept.
 */
public record VersionId(Dot dot, Bytes hash) implements Comparable<VersionId> {

    private static final Comparator<VersionId> ORDER =
            Comparator.comparing(VersionId::dot).thenComparing(VersionId::hash);

    @Override
    public int compareTo(VersionId other) {
        return ORDER.compare(this, other);
    }
}
