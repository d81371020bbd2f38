package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The table of versions.
 *
 * <p>Long results are read a page at a time, so that memory is bounded, H2 spills nothing into temporary files, and a consumer may use
 * the store meanwhile. The order names {@code place} too: only so H2 sees that the index has it already.
 */
final class VersionTable {

    private static final int PAGE = 256;

    /** So many versions that lie near each other are read as one range. */
    private static final int WORTH_A_RANGE = 4;

    /** Sequence numbers from one version to the next that are still near: what lies between is read in vain. */
    private static final int NEAR = 3;

    private static final String COLUMNS =
            "SELECT position, place, since, header, payload, signature, hash, checksum FROM version ";
    private static final String PAGED = " FETCH FIRST " + PAGE + " ROWS ONLY";
    private static final String BY_ID = "WHERE replica = ? AND sequence = ? AND hash = ?";

    private static final String ROW =
            " (replica, sequence, hash, item, place, since, header, payload, signature, checksum)";
    private static final String VALUES = " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT = "INSERT INTO version" + ROW + VALUES;
    private static final String UPSERT = "MERGE INTO version" + ROW + " KEY (replica, sequence, hash)" + VALUES;

    private static final List<Place> PLACES = List.of(Place.values());

    /** Sets the parameters of a paged query but the last. */
    @FunctionalInterface
    private interface Parameters {
        void setOn(PreparedStatement statement) throws SQLException;
    }

    private record Row(long position, Stored stored) {}

    private final Database database;

    VersionTable(Database database) {
        this.database = database;
    }

    void forEachIn(Place place, Consumer<Stored> consumer) throws StoreException {
        page(
                COLUMNS + "WHERE place = ? AND position > ? ORDER BY place, position" + PAGED,
                1,
                s -> s.setInt(1, number(place)),
                consumer);
    }

    void forEach(Consumer<Stored> consumer) throws StoreException {
        page(COLUMNS + "WHERE position > ? ORDER BY position" + PAGED, 0, s -> {}, consumer);
    }

    void forEachInBefore(Place place, Instant before, Consumer<Stored> consumer) throws StoreException {
        Parameters parameters = s -> {
            s.setInt(1, number(place));
            s.setLong(2, before.toEpochMilli());
        };
        page(
                COLUMNS + "WHERE place = ? AND since < ? AND position > ? ORDER BY place, position" + PAGED,
                2,
                parameters,
                consumer);
    }

    /** As {@link #forEach}, going on after damaged rows; what is wrong with each of them. */
    List<String> audit(Consumer<Stored> consumer) throws StoreException {
        List<String> damaged = new ArrayList<>();
        long[] last = {Long.MIN_VALUE};
        int[] count = {PAGE};
        while (count[0] == PAGE) {
            List<Stored> sound = database.read(() -> {
                List<Stored> page = new ArrayList<>();
                PreparedStatement query = database.prepare(COLUMNS + "WHERE position > ? ORDER BY position" + PAGED);
                query.setLong(1, last[0]);
                count[0] = 0;
                try (ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        count[0]++;
                        last[0] = result.getLong(1);
                        sound(result, damaged).ifPresent(page::add);
                    }
                }
                return page;
            });
            sound.forEach(consumer);
        }
        return damaged;
    }

    private Optional<Stored> sound(ResultSet result, List<String> damaged) throws SQLException {
        try {
            return Optional.of(row(result).stored());
        } catch (StoreException e) {
            String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
            damaged.add("version " + result.getLong(1) + why);
            return Optional.empty();
        }
    }

    private void page(String sql, int parameters, Parameters setter, Consumer<Stored> consumer) throws StoreException {
        long last = Long.MIN_VALUE;
        List<Row> rows;
        do {
            long after = last;
            rows = database.read(() -> {
                PreparedStatement query = database.prepare(sql);
                setter.setOn(query);
                query.setLong(parameters + 1, after);
                return rows(query);
            });
            for (Row row : rows) {
                consumer.accept(row.stored());
                last = row.position();
            }
        } while (rows.size() == PAGE);
    }

    /** Versions that one replica wrote soon after one another are read in one go, which takes a fraction of the time. */
    List<Version> read(Collection<VersionId> ids) throws StoreException {
        if (ids.size() < WORTH_A_RANGE) {
            return database.read(() -> readEach(ids));
        }
        Map<VersionId, Version> found = new HashMap<>();
        for (List<VersionId> run : runs(ids)) {
            Dot first = run.get(0).dot();
            Dot last = run.get(run.size() - 1).dot();
            if (run.size() < WORTH_A_RANGE) {
                database.read(() -> readEach(run)).forEach(version -> found.put(version.id(), version));
            } else {
                Set<VersionId> wanted = Set.copyOf(run);
                written(first.replica(), first.sequence(), last.sequence()).stream()
                        .map(Stored::version)
                        .filter(version -> wanted.contains(version.id()))
                        .forEach(version -> found.put(version.id(), version));
            }
        }
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** {@code ids} parted where the replica changes, where much lies between two, and where a page is full. */
    private static List<List<VersionId>> runs(Collection<VersionId> ids) {
        List<List<VersionId>> runs = new ArrayList<>();
        List<VersionId> run = new ArrayList<>();
        VersionId last = null;
        for (VersionId id : new TreeSet<>(ids)) {
            boolean near = last != null
                    && last.dot().replica().equals(id.dot().replica())
                    && id.dot().sequence() - last.dot().sequence() <= NEAR;
            if (!near || run.size() == PAGE) {
                run = new ArrayList<>();
                runs.add(run);
            }
            run.add(id);
            last = id;
        }
        return runs;
    }

    private List<Version> readEach(Collection<VersionId> ids) throws SQLException, StoreException {
        List<Version> found = new ArrayList<>(ids.size());
        PreparedStatement query = database.prepare(COLUMNS + BY_ID);
        for (VersionId id : ids) {
            setId(query, 1, id);
            rows(query).forEach(row -> found.add(row.stored().version()));
        }
        return found;
    }

    List<Stored> written(ReplicaId replica, long first, long last) throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare(
                    COLUMNS + "WHERE replica = ? AND sequence BETWEEN ? AND ? ORDER BY replica, sequence, hash");
            query.setBytes(1, replica.value().toArray());
            query.setLong(2, first);
            query.setLong(3, last);
            return rows(query).stream().map(Row::stored).toList();
        });
    }

    List<Stored> all(ItemKey item) throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare(COLUMNS + "WHERE item = ? ORDER BY position");
            query.setLong(1, hash(item));
            return rows(query).stream()
                    .map(Row::stored)
                    .filter(stored -> stored.version().item().equals(item))
                    .toList();
        });
    }

    /** The position of the last version that was stored, 0 if there is none. */
    long last() throws SQLException {
        try (ResultSet row =
                database.prepare("SELECT MAX(position) FROM version").executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** The items of the versions stored after {@code position}; empty if those are more than {@code most}. */
    Optional<Set<ItemKey>> itemsAfter(long position, int most) throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare(
                    COLUMNS + "WHERE position > ? ORDER BY position FETCH FIRST " + (most + 1) + " ROWS ONLY");
            query.setLong(1, position);
            List<Row> rows = rows(query);
            return rows.size() > most
                    ? Optional.<Set<ItemKey>>empty()
                    : Optional.of(rows.stream()
                            .map(row -> row.stored().version().item())
                            .collect(Collectors.toSet()));
        });
    }

    /** Whether at most {@code most} versions were stored after {@code position}. */
    boolean hasFewAfter(long position, int most) throws StoreException {
        return database.read(() -> {
            PreparedStatement query = database.prepare("SELECT COUNT(*) FROM (SELECT position FROM version"
                    + " WHERE position > ? ORDER BY position FETCH FIRST " + (most + 1) + " ROWS ONLY)");
            query.setLong(1, position);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getInt(1) <= most;
            }
        });
    }

    /** Whether all of {@code versions} were new. */
    boolean insert(List<Version> versions, Instant now) throws SQLException {
        return put(versions.stream()
                .map(version -> new Stored(version, Place.LIVE, now))
                .toList());
    }

    /**
     * Stores versions where they are said to stand; nearly all are new, which costs less than to look first.
     *
     * @return whether all were
     */
    boolean put(List<Stored> versions) throws SQLException {
        boolean fresh = true;
        for (Stored stored : versions) {
            try {
                execute(INSERT, stored);
            } catch (SQLIntegrityConstraintViolationException present) {
                execute(UPSERT, stored);
                fresh = false;
            }
        }
        return fresh;
    }

    private void execute(String sql, Stored stored) throws SQLException {
        Version version = stored.version();
        PreparedStatement statement = database.prepare(sql);
        setId(statement, 1, version.id());
        statement.setLong(4, hash(version.item()));
        statement.setInt(5, number(stored.place()));
        statement.setLong(6, stored.since().toEpochMilli());
        statement.setBytes(7, version.headerOctets().toArray());
        if (version.payload().isPresent()) {
            statement.setBytes(8, version.payload().get().toArray());
        } else {
            statement.setNull(8, Types.VARBINARY);
        }
        statement.setBytes(9, version.signature().toArray());
        statement.setInt(10, checksum(version));
        statement.executeUpdate();
    }

    void move(List<VersionId> ids, Place place, Instant now) throws SQLException {
        PreparedStatement update = database.prepare("UPDATE version SET place = ?, since = ? " + BY_ID);
        for (VersionId id : ids) {
            update.setInt(1, number(place));
            update.setLong(2, now.toEpochMilli());
            setId(update, 3, id);
            update.executeUpdate();
        }
    }

    void delete(List<VersionId> ids) throws SQLException {
        PreparedStatement delete = database.prepare("DELETE FROM version " + BY_ID);
        for (VersionId id : ids) {
            setId(delete, 1, id);
            delete.executeUpdate();
        }
    }

    private static void setId(PreparedStatement statement, int from, VersionId id) throws SQLException {
        statement.setBytes(from, id.dot().replica().value().toArray());
        statement.setLong(from + 1, id.dot().sequence());
        statement.setBytes(from + 2, id.hash().toArray());
    }

    private List<Row> rows(PreparedStatement query) throws SQLException, StoreException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private Row row(ResultSet result) throws SQLException, StoreException {
        byte @Nullable [] payload = result.getBytes(5);
        try {
            Version version = Version.restore(
                    Bytes.wrap(result.getBytes(4)),
                    payload == null ? Optional.empty() : Optional.of(Bytes.wrap(payload)),
                    Bytes.wrap(result.getBytes(6)),
                    Bytes.wrap(result.getBytes(7)));
            if (checksum(version) != result.getInt(8)) {
                throw new MalformedException("the octets are not what was stored");
            }
            Place place = PLACES.get(result.getInt(2));
            return new Row(result.getLong(1), new Stored(version, place, Instant.ofEpochMilli(result.getLong(3))));
        } catch (MalformedException | IndexOutOfBoundsException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "the store " + database.file() + " is damaged at version " + result.getLong(1)
                            + "; keep a copy of it, then restore a backup, or join again from another device",
                    e);
        }
    }

    /** What items are looked up by; two of one hash are told apart by their headers. */
    private static long hash(ItemKey item) {
        return Bytes.sha256(Bytes.utf8(item.node()), Bytes.utf8("\0"), Bytes.utf8(item.id()))
                .toBuffer()
                .getLong();
    }

    /** CRC-32C against a failing disk, which H2 does not notice inside a page; whether it is authentic, its signature says. */
    private static int checksum(Version version) {
        CRC32C checksum = new CRC32C();
        checksum.update(version.id().hash().toBuffer());
        checksum.update(version.headerOctets().toBuffer());
        version.payload().ifPresent(payload -> checksum.update(payload.toBuffer()));
        checksum.update(version.signature().toBuffer());
        return (int) checksum.getValue();
    }

    /** The number of a place on the disk, which must stay. */
    private static int number(Place place) {
        return switch (place) {
            case LIVE -> 0;
            case HISTORY -> 1;
            case QUARANTINE -> 2;
        };
    }
}
