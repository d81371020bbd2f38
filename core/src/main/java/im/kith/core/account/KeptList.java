package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which versions of a device that is out stand: the union of the kept lists of the counting revocations of it.
 *
 * <p>Of two contents kept for one dot the smaller hash is.
 */
public final class KeptList {

    private final Map<Bytes, Map<Long, Bytes>> hashes = new HashMap<>();

    KeptList(Stream<Kept> kept) {
        kept.forEach(one -> hashes.computeIfAbsent(one.replica(), r -> new HashMap<>())
                .merge(one.sequence(), one.hash(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }

    /** The hash of the content that stands for the dot (replica, sequence); empty if none does. */
    public Optional<Bytes> hash(Bytes replica, long sequence) {
        return Optional.ofNullable(hashes.getOrDefault(replica, Map.of()).get(sequence));
    }

    public boolean contains(Kept kept) {
        return hash(kept.replica(), kept.sequence()).equals(Optional.of(kept.hash()));
    }

    /** Equal lists make the same versions void. */
    @Override
    public boolean equals(Object other) {
        return other instanceof KeptList that && hashes.equals(that.hashes);
    }

    @Override
    public int hashCode() {
        return hashes.hashCode();
    }
}
