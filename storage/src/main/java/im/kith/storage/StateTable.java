package im.kith.storage;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VectorCodec;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The one row of a replica's scalars. */
final class StateTable {

    private final Database database;

    StateTable(Database database) {
        this.database = database;
    }

    Optional<ReplicaState> get() throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare("SELECT replica, sequence, knowledge, clock FROM replica_state");
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.<ReplicaState>empty();
            }
        });
    }

    private ReplicaState read(ResultSet row) throws SQLException, StoreException {
        try {
            return new ReplicaState(
                    new ReplicaId(Bytes.wrap(row.getBytes(1))),
                    row.getLong(2),
                    VectorCodec.decode(Bytes.wrap(row.getBytes(3))),
                    new Hlc(row.getLong(4)));
        } catch (MalformedException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "the store " + database.file() + " is damaged at its state; restore a backup",
                    e);
        }
    }

    void put(ReplicaState state) throws SQLException {
        PreparedStatement merge = database.prepare("MERGE INTO replica_state"
                + " (id, replica, sequence, knowledge, clock) KEY (id) VALUES (1, ?, ?, ?, ?)");
        merge.setBytes(1, state.replica().value().toArray());
        merge.setLong(2, state.sequence());
        merge.setBytes(3, VectorCodec.encode(state.knowledge()).toArray());
        merge.setLong(4, state.clock().packed());
        merge.executeUpdate();
    }
}
