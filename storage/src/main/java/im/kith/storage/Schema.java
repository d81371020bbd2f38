package im.kith.storage;

import im.kith.core.replica.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings a database to the tables that this release works with: ordered scripts, and a row that tells how many have run.
 *
 * <p>A script that was released is never changed; a new one is appended.
 */
final class Schema {

    private static final List<String> SCRIPTS = List.of("schema-1.sql", "schema-2.sql");

    private Schema() {}

    /** The schema version that this release makes. */
    static int latest() {
        return SCRIPTS.size();
    }

    /** Makes the tables of a new database. */
    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE schema_version (version INT NOT NULL)");
            statement.execute("INSERT INTO schema_version VALUES (0)");
        }
        run(connection, 0, SCRIPTS);
    }

    /** Runs what scripts an older release has not run; refuses a newer release's database, untouched. */
    static void migrate(Connection connection, Path file) throws SQLException, StoreException {
        migrate(connection, file, SCRIPTS);
    }

    static void migrate(Connection connection, Path file, List<String> scripts) throws SQLException, StoreException {
        int version = version(connection);
        if (version > scripts.size()) {
            throw new StoreException(
                    StoreException.Kind.NEWER,
                    "the store " + file + " has schema " + version + ", made by a later kith; this one knows up to "
                            + scripts.size() + ": update it");
        }
        run(connection, version, scripts);
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM schema_version")) {
            if (!row.next()) {
                throw new SQLException("no schema version");
            }
            return row.getInt(1);
        }
    }

    /** DDL commits as it goes in H2, so the version follows each script at once and a script may be met half done. */
    private static void run(Connection connection, int from, List<String> scripts) throws SQLException {
        for (int next = from; next < scripts.size(); next++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(read(scripts.get(next)));
                statement.execute("UPDATE schema_version SET version = " + (next + 1));
            }
            connection.commit();
        }
    }

    private static String read(String script) {
        try (InputStream in = Schema.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
