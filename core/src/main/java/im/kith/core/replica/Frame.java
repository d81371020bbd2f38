package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Set;

/**
 * What two replicas say to each other on one connection (R3), in this order: {@link Hello} both ways; where ledgers
 * differ {@link LedgerIds} and {@link LedgerStatements}; then {@link Chunk}s and {@link Done}s.
 */
public sealed interface Frame {

    /**
     * The first frame each way.
     *
     * @param protocol version of the protocol spoken
     * @param features names of optional abilities; unknown ones are ignored
     * @param device who speaks; the transport has checked it against the keys of the connection
     * @param replica as which replica it writes
     * @param ledgerDigest SHA-256 over the sorted ids of all ledger statements held
     * @param knowledge K
     * @param beyond X: dots of stored live versions that K does not cover
     */
    record Hello(
            int protocol,
            Set<String> features,
            DeviceId device,
            ReplicaId replica,
            Bytes ledgerDigest,
            VersionVector knowledge,
            DotSet beyond)
            implements Frame {
        public Hello {
            features = Set.copyOf(features);
        }
    }

    /** The ids of all ledger statements held; the other side answers with what is not among them. */
    record LedgerIds(List<Bytes> ids) implements Frame {
        public LedgerIds {
            ids = List.copyOf(ids);
        }
    }

    /** Ledger statements; {@code last} ends the answer to {@link LedgerIds}, always sent, even when empty. */
    record LedgerStatements(List<Statement> statements, boolean last) implements Frame {
        public LedgerStatements {
            statements = List.copyOf(statements);
        }
    }

    /** Versions, applied in one transaction; never moves K. */
    record Chunk(List<Version> versions) implements Frame {
        public Chunk {
            versions = List.copyOf(versions);
        }
    }

    /**
     * All that K covers and the peer lacked has been sent before this.
     *
     * @param knowledge K of the sender, read when its queue was empty
     * @param beyond SHA-256 of the sender's X, empty when X is
     * @param digest sum of SHA-256 over the sender's live versions, modulo 2^256 (R6)
     */
    record Done(VersionVector knowledge, Bytes beyond, Bytes digest) implements Frame {}
}
