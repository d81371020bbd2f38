package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The table of the summary's parts, each sealed under the vault key for its number and the position that the summary is of, and of
 * noise that looks the same.
 */
final class SummaryTable {

    private static final String TABLE = "summary";
    private static final String PART = "SELECT sealed FROM summary WHERE part = ? AND position = ?";

    private static final SecureRandom NOISE = new SecureRandom();

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

    /** A part of the summary of {@code position}; empty if it is not there or cannot be opened: whatever happened, all can be made anew. */
    Optional<Bytes> part(int part, long position) throws StoreException {
        Optional<byte[]> sealed = database.read(() -> {
            PreparedStatement query = database.prepare(PART);
            query.setInt(1, part);
            query.setLong(2, position);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.<byte[]>empty();
            }
        });
        try {
            return sealed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Bytes.wrap(vault.open(TABLE, context(part, position), sealed.get())));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Puts {@code parts}, which are all of one length, in the place of all that is there, and noise up to {@code room} of them. */
    void put(List<Bytes> parts, int room, long position) throws SQLException {
        drop();
        List<byte[]> sealed = IntStream.range(0, parts.size())
                .parallel()
                .mapToObj(part -> vault.seal(
                        TABLE, context(part, position), parts.get(part).toArray()))
                .toList();
        for (int part = 0; part < sealed.size(); part++) {
            insert(part, position, sealed.get(part));
        }
        for (int part = sealed.size(); part < room; part++) {
            byte[] noise = new byte[sealed.get(0).length];
            NOISE.nextBytes(noise);
            insert(part, position, noise);
        }
    }

    private void insert(int part, long position, byte[] sealed) throws SQLException {
        PreparedStatement insert = database.prepare("INSERT INTO summary (part, position, sealed) VALUES (?, ?, ?)");
        insert.setInt(1, part);
        insert.setLong(2, position);
        insert.setBytes(3, sealed);
        insert.executeUpdate();
    }

    void drop() throws SQLException {
        database.prepare("DELETE FROM summary").executeUpdate();
    }

    private static Bytes context(int part, long position) {
        return Bytes.utf8(part + " of " + position);
    }
}
