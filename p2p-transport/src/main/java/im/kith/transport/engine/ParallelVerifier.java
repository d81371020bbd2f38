package im.kith.transport.engine;

import im.kith.core.account.SignatureSuite;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.replica.BatchVerifier;
import java.util.List;
import java.util.stream.IntStream;

/** Verifies the signatures of a chunk on all processors: most of the work of a first pass. */
public final class ParallelVerifier implements BatchVerifier {

    private static final int WORTH_IT = 16;

    private final SignatureSuite suite = new Ed25519Suite();

    @Override
    public int firstBad(List<Claim> claims) {
        IntStream all = IntStream.range(0, claims.size());
        return (claims.size() < WORTH_IT ? all : all.parallel())
                .filter(i -> !good(claims.get(i)))
                .min()
                .orElse(claims.size());
    }

    private boolean good(Claim claim) {
        return suite.verify(claim.publicKey(), claim.message(), claim.signature());
    }
}
