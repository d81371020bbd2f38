package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The table of the summary's parts, each sealed under the vault key for its number and the position that the summary is of, and of
 * noise that looks the same. Each part begins with the number of parts.
 */
final class SummaryTable {

    private static final String TABLE = "summary";
    private static final String PARTS = "SELECT sealed FROM summary WHERE part BETWEEN ? AND ? ORDER BY part";

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

    /** The parts of the summary of {@code position}; empty if one cannot be opened: whatever happened to it, it can be made anew. */
    Optional<List<Bytes>> parts(long position) throws StoreException {
        List<byte[]> sealed = new ArrayList<>(rows(0, 0));
        Optional<byte[]> first = sealed.stream()
                .flatMap(part -> open(0, position, part).stream())
                .findFirst();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        int count = ByteBuffer.wrap(first.get()).getInt();
        sealed.addAll(rows(1, count - 1));
        List<Bytes> parts = IntStream.range(0, sealed.size())
                .parallel()
                .boxed()
                .flatMap(part -> open(part, position, sealed.get(part)).stream())
                .map(part -> Bytes.wrap(Arrays.copyOfRange(part, Integer.BYTES, part.length)))
                .toList();
        return parts.size() == count ? Optional.of(parts) : Optional.empty();
    }

    private List<byte[]> rows(int first, int last) throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare(PARTS);
            query.setInt(1, first);
            query.setInt(2, last);
            List<byte[]> rows = new ArrayList<>();
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(result.getBytes(1));
                }
            }
            return rows;
        });
    }

    private Optional<byte[]> open(int part, long position, byte[] sealed) {
        try {
            return Optional.of(vault.open(TABLE, context(part, position), sealed));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Puts {@code parts}, which are all of one length, in the place of all that is there, and noise up to {@code room} of them. */
    void put(List<Bytes> parts, int room, long position) throws SQLException {
        drop();
        Bytes count = Bytes.wrap(
                ByteBuffer.allocate(Integer.BYTES).putInt(parts.size()).array());
        byte[] sealed = {};
        for (int part = 0; part < parts.size(); part++) {
            sealed = vault.seal(
                    TABLE,
                    context(part, position),
                    Bytes.concat(count, parts.get(part)).toArray());
            insert(part, position, sealed);
        }
        for (int part = parts.size(); part < room; part++) {
            byte[] noise = new byte[sealed.length];
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
