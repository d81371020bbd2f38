package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.clients.Account;
import im.kith.cli.clients.Client;
import im.kith.cli.clients.LinesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Another Unix user of the machine that a daemon serves XMPP software on, and what the daemon's log says of him. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherUserIT {

    private static final String NOBODY = "65534";

    private Machine machine;
    private Account account;
    private JsonObject told;
    private List<String> log;

    @BeforeAll
    void heTriesTwice(@TempDir Path directory) throws IOException {
        Path reachable = open(directory);
        machine = new Machine(reachable, UnaryOperator.identity());
        machine.run("init", "--jid", "juliet@capulet.lit").ok();
        int port = machine.upForSoftware();
        account = ClientsIT.account(machine, port, "client", "--clear");
        Path program = Files.copy(Talker.CLIENTS.resolve("neighbour.py"), reachable.resolve("neighbour.py"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        try (Client client = LinesClient.slixmpp(UnaryOperator.identity())) {
            client.login(account, "before", List.of()).get();
            attempt(program, port);
            told = attempt(program, port);
            // whoever was logged in is not disturbed
            client.ask("ping").get();
            client.ask("send", Map.of("xml", "<message from='romeo@montague.lit' to='juliet@capulet.lit'/>"))
                    .get();
        }
        machine.run("add", "--jid", "nurse@example.org").ok();
        log = Files.readAllLines(machine.home().resolve("daemon.log"));
    }

    /** A directory on the way to which nothing keeps anybody out: what does is to be kith's own. */
    private static Path open(Path directory) throws IOException {
        Path below = Files.createDirectory(directory.resolve("open"));
        for (Path each : List.of(directory, below)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return below;
    }

    private JsonObject attempt(Path program, int port) {
        List<String> command = List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "/usr/bin/python3",
                program.toString(),
                String.valueOf(port),
                machine.home().toString(),
                machine.environment().get("XDG_STATE_HOME"));
        return JsonParser.parseString(Commands.run(command, Map.of()).ok().out())
                .getAsJsonObject();
    }

    @AfterAll
    void takeDown() {
        machine.down();
    }

    private String came(String of) {
        return told.get(of).getAsString();
    }

    @Test
    void homeAndControlSocketAreClosedToHim() {
        assertThat(came("uid")).isEqualTo(NOBODY);
        told.keySet().stream()
                .filter(what -> what.matches("(list|read|write|move|control) .*"))
                .forEach(what -> assertThat(came(what)).as(what).isEqualTo("PermissionError"));
        assertThat(told.keySet()).contains("control socket", "read vault.key", "list state");
    }

    @Test
    void withoutATokenHeGetsNothing() {
        assertThat(came("no login")).isEqualTo("not-authorized");
        assertThat(came("no login, ::1")).isEqualTo("not-authorized");
        assertThat(came("guesses")).isEqualTo("policy-violation");
        assertThat(came("other domain")).isEqualTo("host-unknown");
        assertThat(came("billion laughs")).isEqualTo("not-well-formed");
        assertThat(came("entity")).isEqualTo("restricted-xml");
        assertThat(came("unclosed")).isEqualTo("policy-violation");
        assertThat(came("long")).isEqualTo("policy-violation");
        assertThat(came("garbage")).isEqualTo("not-well-formed");
        assertThat(came("the last of a crowd")).isEqualTo("features");
    }

    @Test
    void theLogTellsEachKindOnceAndNothingElse() {
        List<String> warnings =
                log.stream().filter(line -> !line.contains("\"ready\"")).toList();
        assertThat(warnings).hasSize(8);
        for (String kind : List.of(
                "with not-authorized, of a program that is not logged in",
                "with host-unknown, of a program that is not logged in",
                "with restricted-xml, of a program that is not logged in",
                "with policy-violation, of a program that is not logged in",
                "with not-well-formed, of a program that is not logged in",
                "with invalid-from, of a program with the token client",
                "wrong name or token",
                "too many connections to the XMPP port that do not log in")) {
            assertThat(warnings)
                    .filteredOn(line -> line.contains(kind))
                    .as(kind)
                    .hasSize(1);
        }
    }

    @Test
    void theDaemonGoesOn() {
        assertThat(machine.contacts()).hasSize(1);
        try (Client client = LinesClient.slixmpp(UnaryOperator.identity())) {
            client.login(account, "after", List.of()).get();
            client.ask("available").get();
            assertThat(client.ask("items", Map.of("node", "urn:xmpp:contacts")).get())
                    .contains("nurse@example.org");
        }
    }
}
