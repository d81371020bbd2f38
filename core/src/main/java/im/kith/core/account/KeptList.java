package im.kith.core.account;

import im.kith.core.account.StatementBody.Keep;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.octets.Bytes;
import java.util.Collection;
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

    /** Keeps nothing. */
    public static final KeptList NONE = new KeptList(Stream.empty());

    private final Map<Bytes, Map<Long, Bytes>> hashes = new HashMap<>();

    private KeptList(Stream<Kept> kept) {
        kept.forEach(one -> hashes.computeIfAbsent(one.replica(), r -> new HashMap<>())
                .merge(one.sequence(), one.hash(), (a, b) -> a.compareTo(b) <= 0 ? a : b));
    }

    /** What {@code revocations}, which count, keep; a chunk that is not {@code held} yet keeps nothing. */
    static KeptList of(Collection<Bytes> revocations, Map<Bytes, SignedStatement> held) {
        return new KeptList(revocations.stream()
                .flatMap(id -> Stream.ofNullable(held.get(id)))
                .flatMap(r -> keptBy(r, held)));
    }

    private static Stream<Kept> keptBy(SignedStatement revocation, Map<Bytes, SignedStatement> held) {
        if (!(revocation.body() instanceof Revoke revoke)) {
            return Stream.empty();
        }
        return revoke.kept().stream()
                .flatMap(id -> Stream.ofNullable(held.get(id)))
                .filter(chunk -> chunk.signer().equals(revocation.signer()))
                .map(SignedStatement::body)
                .flatMap(body -> body instanceof Keep keep && keep.device().equals(revoke.device())
                        ? keep.kept()
                        : Stream.empty());
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
