package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
                + "@example.org\r\nNOTE:lost\r\nEND:VCARD\r\n";
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
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("2000 fields");
    }

    @Test
    void aDryRunSaysSoToTheService() {
        kith(card(1), "import", "-", "--dry-run");
        assertThat(engine.parameters.get(0).get("dryRun").getAsBoolean()).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Would have read 1");
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

    @Test
    void exportWritesCardsOrJson() {
        String contact = "{\"id\":\"3fa1\",\"name\":\"Juliet\",\"identities\":[{\"type\":\"jid\","
                + "\"value\":\"j@example.org\"}],\"groups\":[{\"id\":\"g1\",\"name\":\"Friends\"}],"
                + "\"unknown\":[\"<x xmlns='y'/>\"]}";
        String groups = "[{\"id\":\"g1\",\"name\":\"Friends\",\"description\":\"Nice\",\"contacts\":1}]";
        engine.answers.addAll(List.of("[" + contact + "]", groups, "[" + contact + "]", groups));
        kith("", "export", "--group", "Friends");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                        BEGIN:VCARD
                        VERSION:4.0
                        FN:Juliet
                        IMPP:xmpp:j@example.org
                        CATEGORIES:Friends
                        UID:3fa1
                        END:VCARD
                        """);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--format json");
        kith("", "export", "--format", "json");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"kith\":1,\n\"groups\":[\n{\"id\":\"g1\",\"name\":\"Friends\",\"description\":\"Nice\"}\n"
                        + "],\n\"contacts\":[\n" + contact + "\n]}\n");
        JsonObject first = engine.parameters.get(0);
        assertThat(first).hasToString("{\"group\":\"Friends\"}");
    }
}
