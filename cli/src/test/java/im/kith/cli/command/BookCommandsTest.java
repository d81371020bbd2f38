package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of finding, comparing and taking back, over an engine that writes down what it is asked. */
class BookCommandsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final RecordingEngine engine = new RecordingEngine();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String terminals = "";

    @TempDir
    Path home;

    private int run(String... arguments) {
        Map<String, String> environment = Map.of("KITH_HOME", home.toString());
        Terminal terminal = new Terminal(new ByteArrayInputStream(new byte[0]), out, err, terminals, environment);
        return new Kith(terminal, given -> engine).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "7d, 2026-11-15T12:00:00Z",
        "2w, 2026-11-08T12:00:00Z",
        "36h, 2026-11-21T00:00:00Z",
        "30min, 2026-11-22T11:30:00Z",
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01T10:00:00+02:00, 2026-11-01T08:00:00Z"
    })
    void aPointInTimeIsADateAnInstantOrHowLongAgo(String text, String instant) throws Failure {
        assertThat(Since.instant(text, NOW, ZoneOffset.UTC)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-13-01", "7", "", "2026-11-01Tx"})
    void anythingElseIsBadInput(String text) {
        assertThat(run("list", "--changed-since", text)).isEqualTo(4);
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void undoTellsWhatCouldNotBeUndone() {
        engine.answers.add(
                "{'contacts':[{'id':'a','name':'Juliet'}],'removed':[],'groups':[],'kept':['Romeo: removed since']}");
        assertThat(run("undo", "juliet@example.org", "--to", "5ce1f0a2.17")).isZero();
        assertThat(engine.parameters.get(0)).hasToString("{\"ref\":\"juliet@example.org\",\"to\":\"5ce1f0a2.17\"}");
        assertThat(out()).contains("Set back Juliet");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Not undone: Romeo: removed since");
    }

    @ParameterizedTest
    @CsvSource({"'', 2, true", "'', '', false", "--json, 2, false", "-q, 2, false"})
    void aLongUndoShowsHowFarItHasComeToAPersonOnATerminal(String option, String on, boolean shown) {
        terminals = on;
        engine.events.add("{'undoing':'writing','done':5000,'whole':20000}");
        engine.answers.add("{'contacts':[],'removed':['a'],'groups':[],'kept':[]}");
        assertThat(option.isEmpty() ? run("undo") : run(option, "undo")).isZero();
        if (shown) {
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("25% 5000 taken back");
        } else {
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
        assertThat(out()).isNotEmpty().doesNotContain("5000");
    }

    @Test
    void historyNamesTheVersionOnceForAllItsChanges() {
        engine.answers.add("[{'version':'5ce1f0a2.17','device':'laptop','at':'2026-11-22T10:00:00Z',"
                + "'change':['name: A → B','added jid b@example.org']}]");
        assertThat(run("history", "b@example.org")).isZero();
        assertThat(out().lines().toList())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("2026-11-22 10:00:00  laptop  5ce1f0a2.17  name: A → B"))
                .anyMatch(line -> line.strip().equals("added jid b@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dupes a@b",
                "dupes --ignore",
                "dupes --ignore a@b",
                "dupes --ignore --heed a@b c@d",
                "merge",
                "merge --all a@b",
                "list --group G --no-group",
                "privacy --steps maybe"
            })
    void whatMakesNoSenseIsAMistakeOfTheCommandLine(String line) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void dupesSaysWhyAndHowCertainItIs() {
        engine.answers.add("[{'contacts':[{'id':'abcdefghij','name':'A'},{'id':'bcdefghijk','name':'A'}],"
                + "'why':'the same name','certain':false}]");
        assertThat(run("dupes")).isZero();
        assertThat(out()).contains("likely: the same name", "  abcdefgh  A");
    }

    @Test
    void privacySwitchesOnlyWhatIsNamed() {
        engine.answers.add("{'steps':false,'compatible':false,'items':2,'reserved':0}");
        assertThat(run("privacy", "--steps", "off")).isZero();
        assertThat(engine.parameters.get(0)).hasToString("{\"steps\":false}");
        assertThat(out()).contains("steps       off");
    }

    @Test
    void anUnknownExtensionIsShownWithoutBrackets() {
        engine.answers.add("{'id':'a','identities':[],'unknown':"
                + "[\"<birthday xmlns='urn:x' calendar='gregorian'>1990<place>Verona</place></birthday>\"]}");
        assertThat(run("show", "a")).isZero();
        assertThat(out())
                .contains("unknown   birthday (urn:x) calendar=gregorian: 1990")
                .contains("            place: Verona");
    }
}
