package im.kith.storage;

import static im.kith.core.replica.SampleVersions.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.replica.StoreException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.h2.Driver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of other releases; {@code schema-version-1.sql} is one as the first release made it, and is never changed. */
class SchemaTest {

    @TempDir
    private Path directory = Path.of("");

    private Home home = new Home(Path.of(""));

    @BeforeEach
    void makeHome() throws Exception {
        home = new Home(directory.resolve("home"));
        home.prepare();
    }

    private Connection connect() throws SQLException {
        Properties user = new Properties();
        user.setProperty("user", "kith");
        user.setProperty("password", "");
        Connection connection =
                Driver.load().connect("jdbc:h2:file:" + home.directory().resolve("store"), user);
        return Objects.requireNonNull(connection);
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(SchemaTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aDatabaseOfVersionOneIsBroughtUpToDateAndRead() throws Exception {
        execute(resource("schema-version-1.sql"));
        try (Database database = Database.open(home.database())) {
            assertThat(new StateTable(database).get().orElseThrow().replica())
                    .isEqualTo(state(1, 7).replica());
            assertThat(new StateTable(database).get().orElseThrow().sequence()).isEqualTo(7);
            new VersionTable(database).forEach(stored -> {});
        }
        assertThat(version()).isEqualTo(Schema.latest());
    }

    @Test
    void aNewerDatabaseIsRefusedAndLeftAsItIs() throws Exception {
        Database.create(home).close();
        execute("UPDATE schema_version SET version = 99");
        List<String> before = content();
        assertThatThrownBy(() -> Database.open(home.database()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NEWER))
                .hasMessageContaining("schema 99")
                .hasMessageContaining(home.database().toString());
        assertThat(content()).isEqualTo(before).contains("INSERT INTO \"PUBLIC\".\"SCHEMA_VERSION\" VALUES\n(99);");
    }

    @Test
    void laterScriptsRunInOrderAndOnce() throws Exception {
        Database.create(home).close();
        List<String> scripts = List.of("schema-1.sql", "schema-2.sql", "schema-3-test.sql", "schema-4-test.sql");
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            Schema.migrate(connection, home.database(), scripts);
            Schema.migrate(connection, home.database(), scripts);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT note FROM later")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("third");
                assertThat(row.next()).isFalse();
            }
        }
        assertThat(version()).isEqualTo(4);
    }

    @Test
    void aDatabaseWithoutKithsTablesIsDamaged() throws Exception {
        execute("CREATE TABLE something (id INT)");
        assertThatThrownBy(() -> Database.open(home.database()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.DAMAGED));
    }

    /** Every table and row, as SQL; H2 notes in its file's header that it was opened. */
    private List<String> content() throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet script = statement.executeQuery("SCRIPT")) {
            while (script.next()) {
                lines.add(script.getString(1).strip());
            }
        }
        return lines;
    }

    private int version() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM schema_version")) {
            row.next();
            return row.getInt(1);
        }
    }
}
