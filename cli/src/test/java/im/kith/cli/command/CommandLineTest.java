package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest extends AtTheCommandLine {

    private static final String JULIET = "{\"id\":\"3fa1c9d27b\",\"name\":\"Juliet Capulet\","
            + "\"identities\":[{\"type\":\"jid\",\"value\":\"juliet@example.org\"}],"
            + "\"groups\":[{\"id\":\"grp-789\",\"name\":\"Friends\"}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "init --name laptop | init | {'name':'laptop'}",
                "init --jid a@b.example | init | {'jid':'a@b.example'}",
                "status | status | {}",
                "list --group Friends --sort changed | list | {'group':'Friends','sort':'changed','stream':true}",
                "search juliet friends | search | {'text':'juliet friends','stream':true}",
                "show 3fa1 | show | {'ref':'3fa1'}",
                "rm 3fa1 juliet@example.org | rm | {'refs':['3fa1','juliet@example.org']}",
                "edit 3fa1 --name= | edit | {'name':'','ref':'3fa1'}",
                "group list | group list | {}",
                "group add Friends --description nice | group add | {'name':'Friends','description':'nice'}",
                "group rename Friends Foes | group rename | {'ref':'Friends','name':'Foes'}",
                "group describe Friends nice | group describe | {'ref':'Friends','description':'nice'}",
                "group rm Friends | group rm | {'ref':'Friends'}",
                "device list | device list | {}",
                "device invite --ttl 60 | device invite | {'ttl':60}",
                "device rename ab12 phone | device rename | {'ref':'ab12','name':'phone'}",
                "join 12345678 --name phone | join | {'code':'12345678','name':'phone'}",
                "join 1234 5678 --peer [::1]:7227 | join | {'code':'12345678','peer':'[::1]:7227'}",
                "sync --timeout 3 | sync | {'timeout':3}",
                "watch | watch | {}",
                "node list | node list | {}",
                "node items urn:xmpp:contacts:0 --raw | node items | {'node':'urn:xmpp:contacts:0','raw':true}",
                "node publish n --id i | node publish | {'node':'n','id':'i','payload':'<x/>'}",
                "node retract n i | node retract | {'node':'n','id':'i'}",
            })
    void aCommandAsksTheServiceForWhatItSays(String line, String operation, String parameters) {
        in = "<x/>";
        assertThat(kith(line.split(" "))).as(err()).isZero();
        assertThat(engine.asked).containsExactly(operation);
        assertThat(engine.parameters)
                .containsExactly(
                        JsonParser.parseString(parameters.replace('\'', '"')).getAsJsonObject());
        assertThat(engine.open).as("services left open").isZero();
    }

    @Test
    void addAndEditNameIdentitiesByTypeAndGroupsByName() {
        kith(
                "add",
                "--name",
                "J",
                "--jid",
                "j@b.example",
                "--identity",
                "Email=j=j@c.example",
                "--group",
                "A",
                "--group",
                "B");
        kith("edit", "3fa1", "--add-jid", "x@y.example", "--remove-identity", "tel=+1 555", "--remove-group", "A");
        assertThat(engine.parameters.get(0))
                .hasToString("{\"name\":\"J\",\"identities\":["
                        + "{\"type\":\"jid\",\"value\":\"j@b.example\"},{\"type\":\"email\",\"value\":\"j=j@c.example\"}],"
                        + "\"groups\":[\"A\",\"B\"]}");
        assertThat(engine.parameters.get(1))
                .hasToString("{\"addIdentities\":[{\"type\":\"jid\",\"value\":\"x@y.example\"}],"
                        + "\"removeIdentities\":[{\"type\":\"tel\",\"value\":\"+1 555\"}],\"removeGroups\":[\"A\"],"
                        + "\"ref\":\"3fa1\"}");
    }

    @Test
    void jsonIsPrintedAsTheServiceGaveIt() {
        engine.answers.add(JULIET);
        assertThat(kith("show", "3fa1", "--json")).isZero();
        assertThat(out()).isEqualTo(JULIET + "\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void forPeopleAContactIsShownAFieldALine() {
        engine.answers.add(JULIET);
        kith("show", "3fa1");
        assertThat(out()).isEqualTo("""
                name      Juliet Capulet
                jid       juliet@example.org
                groups    Friends
                id        3fa1c9d27b
                """);
    }

    @Test
    void listIsATableThatFitsTheTerminalAndIsWholeInAPipe() {
        engine.answers.addAll(List.of("[" + JULIET + "]", "[" + JULIET + "]"));
        kith("list");
        assertThat(out()).isEqualTo("""
                NAME            ADDRESS             GROUPS
                Juliet Capulet  juliet@example.org  Friends
                """);
        terminals = "1";
        environment.putAll(Map.of("COLUMNS", "30", "NO_COLOR", "1"));
        kith("list");
        assertThat(out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(30));
    }

    @Test
    void colourIsForTerminalsThatWantIt() {
        engine.answers.addAll(List.of("[" + JULIET + "]", "[" + JULIET + "]"));
        terminals = "1";
        kith("list");
        assertThat(out()).contains("\u001B[1mNAME");
        environment.put("NO_COLOR", "1");
        kith("list");
        assertThat(out()).doesNotContain("\u001B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json --home HOME list", "list --home HOME --json", "group --json list --home HOME"})
    void globalOptionsStandBeforeOrAfterTheCommand(String line) {
        engine.answers.add("[]");
        assertThat(kith(line.replace("HOME", "/elsewhere").split(" "))).isZero();
        assertThat(out()).isEqualTo("[]\n");
        assertThat(engine.homes).containsExactly(Path.of("/elsewhere"));
    }

    @Test
    void theHomeIsWhereTheUsersDataIsUnlessNamed() {
        environment.remove("KITH_HOME");
        environment.put("HOME", "/home/juliet");
        kith("list");
        environment.put("XDG_DATA_HOME", "/data");
        kith("list");
        environment.put("XDG_DATA_HOME", "not/absolute");
        kith("list");
        assertThat(engine.homes)
                .containsExactly(
                        Path.of("/home/juliet/.local/share/kith"),
                        Path.of("/data/kith"),
                        Path.of("/home/juliet/.local/share/kith"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindOfFailureHasItsExitCodeAndIsToldInOneLineWithAHint(Kind kind) {
        engine.failure = Failure.of(kind, "it is so", "Do that.");
        assertThat(kith("list")).isEqualTo(kind.exitCode());
        assertThat(err()).isEqualTo("kith: it is so\nDo that.\n");
        assertThat(kith("list", "--json")).isEqualTo(kind.exitCode());
        assertThat(err())
                .isEqualTo("{\"error\":{\"code\":" + kind.exitCode() + ",\"kind\":\"" + kind.word()
                        + "\",\"message\":\"it is so\",\"hint\":\"Do that.\"}}\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void theExitCodesAreThoseOfTheContract() {
        assertThat(Kind.values()).extracting(Kind::exitCode).containsExactly(1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(Kind.NOT_FOUND.word()).isEqualTo("not-found");
    }

    @Test
    void candidatesAreListed() {
        engine.failure = Failure.ambiguous("'jul' may be several", List.of("a1 Juliet", "b2 Julius"));
        assertThat(kith("show", "jul")).isEqualTo(3);
        assertThat(err()).startsWith("kith: 'jul' may be several\n  a1 Juliet\n  b2 Julius\n");
    }

    @Test
    void aBugShowsNoStackTraceUnlessAskedFor() {
        engine.bug = new IllegalStateException("sequence -1");
        assertThat(kith("list")).isEqualTo(1);
        assertThat(err())
                .contains("IllegalStateException: sequence -1")
                .contains("report")
                .doesNotContain("\tat ");
        assertThat(kith("list", "-v")).isEqualTo(1);
        assertThat(err()).contains("\tat im.kith.cli");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lst | Did you mean list",
                "list --srt name | kith list --help",
                "list --sort size | kith list --help",
                "show | kith show --help",
                "add --identity nonsense | email=",
                "edit 3fa1 | kith edit --help",
                "group | kith group --help",
                "device inv | Did you mean invite? kith device --help",
                "sync --timeout 0 | positive",
                "daemon --port 70000 | kith: there is no port 70000",
                "join 12345678 --peer ::1:80 | HOST:PORT",
                "device revoke | kith device revoke --help",
            })
    void aWrongCommandLineIsToldWithAHintAndExitCode2(String line, String hint) {
        assertThat(kith(line.split(" "))).isEqualTo(2);
        assertThat(err()).contains(hint);
        assertThat(out()).isEmpty();
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void aCodeThatIsNoneIsBadInput() {
        assertThat(kith("join", "1234")).isEqualTo(4);
        assertThat(kith("join", "1234", "567x")).isEqualTo(4);
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void syncThatMissedADeviceTellsTheResultAndExits8() {
        engine.answers.add("{\"reached\":[],\"missed\":[\"abcdef0123456789\"]}");
        assertThat(kith("sync", "--json")).isEqualTo(8);
        assertThat(out()).contains("\"missed\":[\"abcdef0123456789\"]");
        assertThat(err()).contains("\"kind\":\"network\"");
    }

    @Test
    void inviteShowsTheCodeFirstAndThenWhoJoined() {
        engine.events.add("{\"code\":\"1234 5678\",\"expires\":\"2026-11-22T00:10:00Z\"}");
        engine.answers.add("{\"joined\":{\"id\":\"ab12\",\"name\":\"phone\"}}");
        kith("device", "invite");
        assertThat(out()).isEqualTo("Code: 1234 5678\nJoined: phone\n");
        assertThat(err()).contains("kith join 1234 5678");
    }

    @Test
    void aStreamIsOneObjectALine() {
        engine.events.add("{\"event\":\"added\",\"contact\":" + JULIET + "}");
        engine.events.add("{\"event\":\"removed\",\"contact\":" + JULIET + "}");
        kith("watch", "--json");
        assertThat(out().lines())
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(JsonParser.parseString(line).isJsonObject()).isTrue());
        engine.events.add("{\"event\":\"added\",\"contact\":" + JULIET + "}");
        kith("watch");
        assertThat(out()).isEqualTo("added  Juliet Capulet <juliet@example.org>\n");
    }

    @Test
    void aReaderThatHasEnoughIsNoFailureAndAFullDiskIs() {
        engine.answers.addAll(List.of("[" + JULIET + "]", "[" + JULIET + "]"));
        assertThat(kith(failing("Broken pipe"), "list")).isZero();
        assertThat(err()).isEmpty();
        assertThat(kith(failing("No space left on device"), "list")).isEqualTo(9);
        assertThat(err()).contains("No space left on device");
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void thePassphraseIsTheFirstLineOfItsFile() throws IOException {
        Path file = Files.writeString(home.resolve("p"), "pàss word\r\nmore\n");
        engine.readsPassphrase = true;
        environment.put("KITH_PASSPHRASE_FILE", file.toString());
        assertThat(kith("list")).isZero();
        assertThat(engine.passphrase).isEqualTo("pàss word");
        in = "other\n";
        assertThat(kith("list", "--passphrase-file", "-")).isZero();
        assertThat(engine.passphrase).isEqualTo("other");
        assertThat(kith("list", "--passphrase-file", home.resolve("missing").toString()))
                .isEqualTo(7);
        environment.remove("KITH_PASSPHRASE_FILE");
        assertThat(kith("list")).isEqualTo(7);
        assertThat(err()).contains("--passphrase-file");
    }

    @Test
    void upNeedsAHome() {
        assertThat(kith("up", "--home", home.resolve("missing").toString())).isEqualTo(3);
        assertThat(err()).contains("kith init");
    }

    @Test
    void downWithoutADaemonIsDone() {
        assertThat(kith("down", "--json")).isZero();
        assertThat(out()).isEqualTo("{\"running\":false}\n");
    }
}
