package im.kith.storage;

import im.kith.core.replica.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.Driver;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.MVStoreTool;
import org.jspecify.annotations.Nullable;

/**
 * The one connection to a home's H2 database, and its transactions.
 *
 * <p>H2's commit is a write and not yet on the disk, so each transaction ends with {@code CHECKPOINT SYNC}. When anything fails, the
 * outcome on the disk may be unknown; then nothing more is done until the database is opened again and tells.
 */
final class Database implements AutoCloseable {

    /**
     * One process, no server, no trace file (it could hold data), a small page cache, and no statistics to gather: every query
     * has its index.
     */
    private static final String OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0"
            + ";TRACE_LEVEL_SYSTEM_OUT=0;CACHE_SIZE=8192;ANALYZE_AUTO=0;MAX_COMPACT_TIME=50";

    /** Something done with the connection. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException, StoreException;
    }

    /** The same without a result. */
    @FunctionalInterface
    interface Change {
        void run() throws SQLException, StoreException;
    }

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Set<Database> snapshots = ConcurrentHashMap.newKeySet();
    private @Nullable StoreException failure;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Makes the database of {@code home}. */
    static Database create(Home home) throws StoreException {
        try {
            PrivateFiles.create(home.database());
            Database database = connect(home.database());
            database.setUp(() -> Schema.create(database.connection));
            return database;
        } catch (IOException | SQLException e) {
            throw Failures.store(e, home.database());
        }
    }

    /** Opens the database in {@code file}, and brings it up to date. */
    static Database open(Path file) throws StoreException {
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                throw new StoreException(
                        StoreException.Kind.DAMAGED,
                        "the store " + file + " is missing or empty; put it back, restore a backup,"
                                + " or join again from another device in another --home");
            }
            Database database = connect(file);
            database.setUp(() -> Schema.migrate(database.connection, file));
            return database;
        } catch (IOException | SQLException e) {
            throw Failures.store(e, file);
        }
    }

    private static Database connect(Path file) throws SQLException {
        return connect(file, OPTIONS);
    }

    private static Database connect(Path file, String options) throws SQLException {
        String name = file.toString();
        String bare = name.substring(0, name.length() - Home.DATABASE_SUFFIX.length());
        Properties user = new Properties();
        user.setProperty("user", "kith");
        user.setProperty("password", "");
        Connection connection = Driver.load().connect("jdbc:h2:file:" + bare + options, user);
        if (connection == null) {
            throw new SQLException("H2 does not take its own URL");
        }
        connection.setAutoCommit(false);
        return new Database(file, connection);
    }

    /**
     * All that is committed now, to be read by another thread however long it takes; what is written meanwhile is not seen, and does not
     * wait. To be called by this database's own caller, and closed by whoever reads.
     */
    Database snapshot() throws StoreException {
        checkSound();
        try {
            Database snapshot = connect(file, ";IFEXISTS=TRUE");
            try (Statement statement = snapshot.connection.createStatement()) {
                statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SNAPSHOT");
                statement.execute("SELECT sequence FROM replica_state");
            }
            snapshots.add(snapshot);
            return snapshot;
        } catch (SQLException e) {
            throw Failures.store(e, file);
        }
    }

    private void setUp(Change change) throws StoreException {
        boolean done = false;
        try {
            transaction(change);
            done = true;
        } finally {
            if (!done) {
                abandon();
            }
        }
    }

    Path file() {
        return file;
    }

    /** The statement for {@code sql}, made once. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    <T> T read(Work<T> work) throws StoreException {
        checkSound();
        try {
            return work.run();
        } catch (SQLException e) {
            throw fail(Failures.store(e, file));
        }
    }

    /** Runs {@code change} as one transaction, on the disk when this returns. */
    void transaction(Change change) throws StoreException {
        checkSound();
        boolean done = false;
        try {
            change.run();
            connection.commit();
            sync();
            done = true;
        } catch (SQLException e) {
            throw fail(Failures.store(e, file));
        } finally {
            if (!done && failure == null) {
                rollback();
            }
        }
    }

    private void sync() throws SQLException {
        prepare("CHECKPOINT SYNC").execute();
    }

    private void rollback() throws StoreException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            throw fail(Failures.store(e, file));
        }
    }

    private void checkSound() throws StoreException {
        if (failure != null) {
            throw new StoreException(
                    failure.kind(),
                    "the store failed before and must be opened again: " + failure.getMessage(),
                    failure);
        }
    }

    private StoreException fail(StoreException exception) {
        failure = exception;
        return exception;
    }

    /** Lets go of the file without writing anything more; what was committed is found when it is opened next. */
    private void abandon() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            // Already closed by what went wrong before, which has been told.
            failure = failure == null ? Failures.store(e, file) : failure;
        }
    }

    /**
     * Writes {@code file}, which nobody has open, anew with what is live in it and nothing that was.
     *
     * <p>H2's {@code SHUTDOWN COMPACT} does the same but does not tell when it fails.
     */
    static void compact(Path file) throws StoreException {
        try {
            MVStoreTool.compact(file.toString(), false);
        } catch (MVStoreException e) {
            throw Failures.store(e, file);
        }
    }

    private StoreException closed() {
        return new StoreException(StoreException.Kind.OTHER, "the store " + file + " is closed");
    }

    @Override
    public void close() throws StoreException {
        for (Database snapshot : snapshots) {
            snapshot.close();
        }
        snapshots.clear();
        if (failure != null) {
            abandon();
            return;
        }
        failure = closed();
        try {
            connection.close();
        } catch (SQLException e) {
            throw Failures.store(e, file);
        }
    }
}
