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
 * The table of the summary's parts, and of noise that looks the same. Each part is sealed under the vault key for its number, for the
 * position that the summary is of, and for the first part, so that parts of different summaries do not go together.
 */
final class SummaryTable {

    /** Which summary is kept: the position of the last version that was stored when it was made, and the hash of its first part, sealed. */
    record Kept(long position, Bytes first) {
        static Kept of(long position, Bytes sealed) {
            return new Kept(position, Bytes.sha256(sealed));
        }
    }

    private static final String TABLE = "summary";
    private static final String PART = "SELECT sealed FROM summary WHERE part = ? AND position = ?";

    private static final SecureRandom NOISE = new SecureRandom();

    private final Database database;
    private final Vault vault;
    private long drops;

    SummaryTable(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Empty if no summary is kept. */
    Optional<Kept> kept() throws StoreException {
        return database.read(() -> {
            try (ResultSet row = database.prepare("SELECT position, sealed FROM summary WHERE part = 0")
                    .executeQuery()) {
                return row.next()
                        ? Optional.of(Kept.of(row.getLong(1), Bytes.wrap(row.getBytes(2))))
                        : Optional.<Kept>empty();
            }
        });
    }

    /** A part of {@code summary}; empty if it is not there any more or cannot be opened: whatever happened, all can be made anew. */
    Optional<Bytes> part(Kept summary, int part) throws StoreException {
        Optional<Bytes> sealed = database.read(() -> {
            PreparedStatement query = database.prepare(PART);
            query.setInt(1, part);
            query.setLong(2, summary.position());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(Bytes.wrap(row.getBytes(1))) : Optional.<Bytes>empty();
            }
        });
        boolean there =
                sealed.isPresent() && (part > 0 || Bytes.sha256(sealed.get()).equals(summary.first()));
        try {
            return there
                    ? Optional.of(Bytes.wrap(vault.open(
                            TABLE, context(part, summary), sealed.get().toArray())))
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Puts {@code parts}, which are all of one length, in the place of all that is there, and noise up to {@code room} of them. */
    void put(List<Bytes> parts, int room, long position) throws SQLException {
        clear();
        Bytes first = seal(parts, 0, new Kept(position, Bytes.EMPTY));
        Kept summary = Kept.of(position, first);
        insert(0, first, position);
        List<Bytes> others = IntStream.range(1, parts.size())
                .parallel()
                .mapToObj(part -> seal(parts, part, summary))
                .toList();
        for (int part = 1; part < parts.size(); part++) {
            insert(part, others.get(part - 1), position);
        }
        for (int part = parts.size(); part < room; part++) {
            byte[] noise = new byte[first.length()];
            NOISE.nextBytes(noise);
            insert(part, Bytes.wrap(noise), position);
        }
    }

    private Bytes seal(List<Bytes> parts, int part, Kept summary) {
        return Bytes.wrap(
                vault.seal(TABLE, context(part, summary), parts.get(part).toArray()));
    }

    private void insert(int part, Bytes sealed, long position) throws SQLException {
        PreparedStatement insert = database.prepare("INSERT INTO summary (part, position, sealed) VALUES (?, ?, ?)");
        insert.setInt(1, part);
        insert.setLong(2, position);
        insert.setBytes(3, sealed.toArray());
        insert.executeUpdate();
    }

    void drop() throws SQLException {
        drops++;
        clear();
    }

    /** How often one that there may have been was dropped. */
    long drops() {
        return drops;
    }

    private void clear() throws SQLException {
        database.prepare("DELETE FROM summary").executeUpdate();
    }

    private static Bytes context(int part, Kept summary) {
        String place = part + " of " + summary.position();
        return Bytes.utf8(
                part == 0 ? place : place + " after " + summary.first().toHex());
    }
}
