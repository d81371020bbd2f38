package im.kith.core.replica;

import im.kith.core.account.SignatureSuite;
import im.kith.core.octets.Bytes;
import java.util.List;

/**
 * Verifies the signatures of a chunk, all at once: most of the work of a first pass, so the runtime may do it in parallel.
 */
@FunctionalInterface
public interface BatchVerifier {

    /** One signature to verify. */
    record Claim(Bytes publicKey, Bytes message, Bytes signature) {}

    /** The index of the first claim that does not hold, {@code claims.size()} if all do. */
    int firstBad(List<Claim> claims);

    /** Verifies one after the other. */
    static BatchVerifier inSequence(SignatureSuite suite) {
        return claims -> {
            int good = 0;
            while (good < claims.size()) {
                Claim claim = claims.get(good);
                if (!suite.verify(claim.publicKey(), claim.message(), claim.signature())) {
                    break;
                }
                good++;
            }
            return good;
        };
    }
}
