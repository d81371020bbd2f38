package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportExportTest {

    private final RecordingEngine engine = new RecordingEngine();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int kith(String in, String... arguments) {
        out.reset();
        err.reset();
        ByteArrayInputStream stdin = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        Terminal terminal = new Terminal(stdin, out, err, "", Map.of("KITH_HOME", "/nowhere"));
        return new Kith(terminal, environment -> engine).run(arguments);
    }

    private static String card(int number) {
        return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:P" + number + "\r\nIMPP:xmpp:p" + number
                + "@example.org\r\nNOTE:kept\r\nEND:VCARD\r\n";
    }

    @Test
    void aBigFileIsHandedOverInPartsAndTheAnswersAreAddedUp() {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            file.append(card(i));
        }
        engine.answers.addAll(List.of(
                "{\"added\":900,\"merged\":90,\"unchanged\":9,\"rejected\":[{\"line\":7,\"reason\":\"too long\"}]}",
                "{\"added\":1000,\"merged\":0,\"unchanged\":0,\"rejected\":[]}"));
        assertThat(kith(file + "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:X\r\nEND:VCARD\r\n", "import", "-", "--json"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"read\":2001,\"added\":1900,\"merged\":90,\"unchanged\":9,\"rejected\":["
                        + "{\"line\":7,\"reason\":\"too long\"},"
                        + "{\"line\":12001,\"reason\":\"no identity: no address, mail or telephone number\"}]}\n");
        assertThat(engine.asked).containsExactly("import", "import");
        assertThat(engine.parameters)
                .extracting(each -> Json.array(each, "contacts").size())
                .containsOnly(1_000);
        assertThat(engine.parameters).extracting(each -> each.has("more")).containsExactly(true, false);
    }

    @Test
    void aDryRunSaysSoToTheService() {
        kith(card(1), "import", "-", "--dry-run");
        assertThat(engine.parameters.get(0).get("dryRun").getAsBoolean()).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Read 1; would have added ");
    }

    @Test
    void aFileOfWhichNothingCouldBeTakenIsBadInput() {
        assertThat(kith("BEGIN:VCARD\nVERSION:4.0\nFN:X\nEND:VCARD\n", "import", "-"))
                .isEqualTo(4);
        assertThat(kith("what is this", "import", "-")).isEqualTo(4);
        assertThat(kith("", "import", "-")).isEqualTo(4);
        assertThat(kith("", "import", "/no/such/file")).isEqualTo(4);
        assertThat(engine.asked).isEmpty();
    }

    private static final String CONTACT = "{\"id\":\"3fa1\",\"name\":\"Juliet\",\"identities\":[{\"type\":\"jid\","
            + "\"value\":\"j@example.org\"}],\"groups\":[{\"id\":\"g1\",\"name\":\"Friends\"}],"
            + "\"unknown\":[\"<x xmlns='y'/>\"]}";

    private String exported(String... arguments) {
        engine.events.add("{\"group\":{\"id\":\"g1\",\"name\":\"Friends\",\"description\":\"Nice\",\"contacts\":1}}");
        engine.events.add("{\"contacts\":[" + CONTACT + "]}");
        assertThat(kith("", arguments)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void exportWritesCardsOfEitherVersion() {
        assertThat(exported("export", "--group", "Friends")).isEqualToNormalizingNewlines("""
                        BEGIN:VCARD
                        VERSION:4.0
                        FN:Juliet
                        IMPP:xmpp:j@example.org
                        CATEGORIES:Friends
                        UID:3fa1
                        XML:<x xmlns='y'/>
                        END:VCARD
                        """);
        assertThat(engine.parameters.get(0)).hasToString("{\"group\":\"Friends\"}");
        assertThat(exported("export", "--vcard-version", "3.0")).isEqualToNormalizingNewlines("""
                        BEGIN:VCARD
                        VERSION:3.0
                        FN:Juliet
                        N:;Juliet;;;
                        IMPP:xmpp:j@example.org
                        CATEGORIES:Friends
                        UID:3fa1
                        X-KITH-XML:<x xmlns='y'/>
                        END:VCARD
                        """);
        assertThat(kith("", "export", "--vcard-version", "5")).isEqualTo(2);
        assertThat(kith("", "export", "--format", "csv", "--minimal")).isEqualTo(2);
    }

    @Test
    void exportWritesJsonCsvAndRosters() {
        assertThat(exported("export", "--format", "json").lines())
                .containsExactly(
                        "{\"kith\":1,",
                        "\"groups\":[",
                        "{\"id\":\"g1\",\"name\":\"Friends\",\"description\":\"Nice\"}",
                        "],",
                        "\"contacts\":[",
                        CONTACT,
                        "]}");
        assertThat(exported("export", "--format", "csv"))
                .isEqualTo(String.join(
                        "\r\n",
                        "\uFEFFName,JID,Email,Phone,Identities,Groups,Extensions",
                        "Juliet,j@example.org,,,,Friends,<x xmlns='y'/>",
                        ""));
        assertThat(exported("export", "--format", "xep0227", "--account", "me@home.example"))
                .isEqualTo("""
                        <?xml version='1.0' encoding='UTF-8'?>
                        <server-data xmlns='urn:xmpp:pie:0'><host jid='home.example'><user name='me'><query xmlns='jabber:iq:roster'>
                        <item jid='j@example.org' name='Juliet'><group>Friends</group></item>
                        </query></user></host></server-data>
                        """);
    }

    @Test
    void anImportFromARosterSaysHowToEmptyTheServersRoster() {
        String roster = "<server-data xmlns='urn:xmpp:pie:0'><host jid='home.example'><user name='me'>"
                + "<query xmlns='jabber:iq:roster'><item jid='j@example.org' name='J'/></query></user></host></server-data>";
        assertThat(kith(roster, "import", "--from-roster", "-")).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("kith export --format xep0227 --minimal --account me@home.example");
        assertThat(kith(card(1), "import", "--from-roster", "-")).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("the file is no roster", "without --from-roster")
                .doesNotContain("prolog");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<query xmlns='jabber:iq:roster'>\n<item jid='j@example.org'/>\n<item ",
                "[\n{\"identities\":[{\"type\":\"jid\",\"value\":\"j@example.org\"}]},\n{\"name\":\"A",
                "Name,JID,Groups\nJ,j@example.org,x\nA,a@example.org,\"Fri"
            })
    void aFileThatBreaksOffGoesInUpToThere(String file) {
        engine.answers.add("{\"added\":1,\"merged\":0,\"unchanged\":0,\"rejected\":[]}");
        assertThat(kith(file, "import", "-")).isEqualTo(4);
        assertThat(engine.asked).containsExactly("import");
        assertThat(Json.array(engine.parameters.get(0), "contacts")).hasSize(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("line 3").contains("added 1");
    }
}
