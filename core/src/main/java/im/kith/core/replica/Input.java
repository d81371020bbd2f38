package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can happen to a {@link Replica}; each is one step. */
public sealed interface Input {

    /** The user (or software for him) writes; all of it in one durable transaction. Answered by {@link Notice.Written}. */
    record LocalWrite(List<Write> writes) implements Input {
        public LocalWrite {
            writes = List.copyOf(writes);
        }
    }

    /**
     * This device made ledger statements: all that belong together (a revocation, its kept lists, new secrets) in one step.
     *
     * <p>A change of who is a member is worked out over all that is stored, so what was written before must be committed by then.
     *
     * @param settings stored in the same transaction, as {@link StoreChange#settings()}
     */
    record LocalStatements(List<Statement> statements, Map<String, Optional<Bytes>> settings) implements Input {
        public LocalStatements {
            statements = List.copyOf(statements);
            settings = Map.copyOf(settings);
        }

        public LocalStatements(List<Statement> statements) {
            this(statements, Map.of());
        }
    }

    /** A connection to {@code peer} stands; the transport has checked its keys. */
    record Opened(ConnectionId connection, DeviceId peer) implements Input {}

    /** A frame came in. Frames of a connection that was closed since are ignored. */
    record Received(ConnectionId connection, Frame frame) implements Input {}

    /** The connection is gone. */
    record Closed(ConnectionId connection) implements Input {}

    /** The transport can take one more frame; answered by at most one {@link Effect.Send}. */
    record Writable(ConnectionId connection) implements Input {}

    /** The time of {@link Effect.WakeAt} has come; harmless at any other time. */
    record Tick() implements Input {}

    /** {@code sync --full}: the next connection to {@code peer} carries all that either side stores; a present one is closed. */
    record RequestFull(DeviceId peer) implements Input {}

    /** Forget history that is old enough (R13). */
    record Trim() implements Input {}
}
