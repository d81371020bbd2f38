package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.security.GeneralSecurityException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of the summary's parts, each sealed under the vault key for its number and the position that the summary is of. */
final class SummaryTable {

    private static final String TABLE = "summary";

    private final Database database;
    private final Vault vault;

    SummaryTable(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** The position of the last version that was stored when the summary was made; empty if there is none. */
    Optional<Long> position() throws StoreException {
        return database.read(() -> {
            try (ResultSet row = database.prepare("SELECT position FROM summary WHERE part = 0")
                    .executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.<Long>empty();
            }
        });
    }

    /** The parts in their order; empty if one cannot be opened: whatever happened to it, it can be made anew. */
    Optional<List<Bytes>> parts() throws StoreException {
        return database.read(() -> {
            List<Bytes> parts = new ArrayList<>();
            try (ResultSet rows = database.prepare("SELECT part, position, sealed FROM summary ORDER BY part")
                    .executeQuery()) {
                while (rows.next()) {
                    Bytes context = context(rows.getInt(1), rows.getLong(2));
                    parts.add(Bytes.wrap(vault.open(TABLE, context, rows.getBytes(3))));
                }
                return Optional.of(parts);
            } catch (GeneralSecurityException e) {
                return Optional.<List<Bytes>>empty();
            }
        });
    }

    void put(List<Bytes> parts, long position) throws SQLException {
        drop();
        PreparedStatement insert = database.prepare("INSERT INTO summary (part, position, sealed) VALUES (?, ?, ?)");
        for (int part = 0; part < parts.size(); part++) {
            insert.setInt(1, part);
            insert.setLong(2, position);
            insert.setBytes(
                    3,
                    vault.seal(TABLE, context(part, position), parts.get(part).toArray()));
            insert.executeUpdate();
        }
    }

    void drop() throws SQLException {
        database.prepare("DELETE FROM summary").executeUpdate();
    }

    private static Bytes context(int part, long position) {
        return Bytes.utf8(part + " of " + position);
    }
}
