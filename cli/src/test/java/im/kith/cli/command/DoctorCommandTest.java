package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import im.kith.cli.engine.EngineOpener;
import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.xml.XmlReader;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real engine and real stores, sending nothing: multicast is for {@code DoctorIT}. */
class DoctorCommandTest {

    private static final List<String> OF_THE_NETWORK = List.of("multicast", "port", "firewall", "device");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void aBookOfOne() {
        environment.putAll(Map.of(
                "KITH_HOME", directory.resolve("home").toString(),
                "XDG_STATE_HOME", directory.resolve("state").toString(),
                "NO_COLOR", "1"));
        kith("init");
        kith("add", "--name", "Juliet", "--jid", "juliet@example.org");
    }

    private int kith(String... arguments) {
        out.reset();
        err.reset();
        ByteArrayInputStream stdin = new ByteArrayInputStream(new byte[0]);
        Terminal terminal = new Terminal(stdin, out, err, "", environment);
        return new Kith(terminal, EngineOpener::new).run(arguments);
    }

    private List<JsonElement> wrong() {
        int code = kith("doctor", "--no-mdns", "--json");
        JsonArray findings =
                JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonArray();
        assertThat(findings).allMatch(each -> !Json.text(each, "detail").isEmpty());
        List<JsonElement> wrong = findings.asList().stream()
                .filter(each -> !Json.flag(each, "ok"))
                .filter(each -> !OF_THE_NETWORK.contains(Json.text(each, "check")))
                .toList();
        assertThat(wrong).allMatch(each -> !Json.text(each, "hint").isEmpty());
        assertThat(code).isIn(wrong.isEmpty() ? List.of(0, 8) : List.of(9));
        return wrong;
    }

    private void sql(String statement) throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("home").resolve("store") + ";TRACE_LEVEL_FILE=0";
        try (Connection connection = DriverManager.getConnection(url, "kith", "");
                Statement change = connection.createStatement()) {
            assertThat(change.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void nothingIsWrongWithAFreshHome() {
        assertThat(wrong()).isEmpty();
        kith("doctor", "--no-mdns");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("store", "keys", "clock", "disk", "permissions", "multicast", "version");
    }

    @Test
    void aDamagedVersionIsFoundAndTheSoundOnesAreCounted() throws SQLException {
        sql("UPDATE version SET payload = payload || X'00' WHERE position ="
                + " (SELECT MAX(position) FROM version WHERE payload IS NOT NULL)");
        assertThat(wrong()).singleElement().satisfies(finding -> {
            assertThat(Json.text(finding, "check")).isEqualTo("store");
            assertThat(Json.text(finding, "detail")).startsWith("1 version damaged, ");
            assertThat(Json.text(finding, "hint")).contains("restore a backup");
        });
    }

    @Test
    void aStoreThatIsNoneAnyMoreIsAFindingToo() throws IOException {
        Files.write(directory.resolve("home").resolve("store.mv.db"), new byte[100]);
        assertThat(wrong())
                .singleElement()
                .satisfies(finding -> assertThat(Json.text(finding, "check")).isEqualTo("store"));
    }

    @Test
    void itemsWithoutTheirSecretAreFoundWithWhy() throws SQLException {
        sql("DELETE FROM setting WHERE name LIKE 'secret/%'");
        assertThat(wrong()).singleElement().satisfies(finding -> {
            assertThat(Json.text(finding, "check")).isEqualTo("items");
            assertThat(Json.text(finding, "detail")).contains("cannot be deciphered", "secret is not held");
        });
    }

    @Test
    void whatIsNoContactIsFoundAndTheHintTakesItAway() throws Exception {
        store("empty", "<contact xmlns='urn:xmpp:contacts:0'/>");
        store("strange", "<x xmlns='y'/>");
        assertThat(wrong()).singleElement().satisfies(finding -> {
            assertThat(Json.text(finding, "check")).isEqualTo("contacts");
            assertThat(Json.text(finding, "detail"))
                    .contains("2 items", "empty: a contact without an identity", "strange: neither contact nor group");
            assertThat(Json.text(finding, "hint")).contains("kith node retract urn:xmpp:contacts ID");
        });
        kith("node", "retract", "urn:xmpp:contacts", "empty");
        kith("node", "retract", "urn:xmpp:contacts", "strange");
        assertThat(wrong()).isEmpty();
    }

    /** As other software could, which encrypts for itself: kith's own commands refuse it. */
    private void store(String id, String payload) throws Exception {
        HomeAccess access = new HomeAccess(
                directory.resolve("home"),
                directory.resolve("state").resolve("kith"),
                "test",
                Duration.ofSeconds(5),
                Passphrase.NONE,
                new SecureRandom());
        try (im.kith.Kith home = im.kith.Kith.open(access)) {
            home.call(device ->
                    device.pubsub().publish(ContactsXml.CONTACTS_NODE, Optional.of(id), XmlReader.read(payload)));
        }
    }

    @Test
    void whatOthersMayReadInTheHomeIsFound() throws IOException {
        Path copy = Files.writeString(directory.resolve("home").resolve("copy.vcf"), "BEGIN:VCARD");
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(wrong()).singleElement().satisfies(finding -> {
            assertThat(Json.text(finding, "check")).isEqualTo("permissions");
            assertThat(Json.text(finding, "detail")).contains("copy.vcf (rw-r--r--)");
        });
    }

    @Test
    void anInterfaceThatIsNoneIsAFindingAndNotSilence() {
        assertThat(kith("doctor", "--interface", "nonesuch0", "--interface", "203.0.113.77", "--json"))
                .isEqualTo(8);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "nonesuch0 is no interface that is up here",
                        "203.0.113.77 is no interface",
                        "ip -brief address");
    }

    @Test
    void withoutAHomeThereIsNothingToLookAt() {
        environment.put("KITH_HOME", directory.resolve("elsewhere").toString());
        assertThat(kith("doctor", "--no-mdns")).isEqualTo(3);
    }
}
