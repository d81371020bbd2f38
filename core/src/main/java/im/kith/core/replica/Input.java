package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import java.util.List;

/** What can happen to a {@link Replica}; each is one step. */
public sealed interface Input {

    /** The user (or software for him) writes; all of it in one durable transaction. Answered by {@link Notice.Written}. */
    record LocalWrite(List<Write> writes) implements Input {
        public LocalWrite {
            writes = List.copyOf(writes);
        }
    }

    /** This device made ledger statements. */
    record LocalStatements(List<Statement> statements) implements Input {
        public LocalStatements {
            statements = List.copyOf(statements);
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
