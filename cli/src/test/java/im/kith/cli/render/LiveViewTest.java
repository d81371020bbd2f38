package im.kith.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {

    private final LiveView view = new LiveView();

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }

    private void status() {
        view.status(json("{'account':'00ab@id.internal','device':{'id':'x','name':'laptop'},'contacts':2,'groups':1,"
                + "'peers':[{'id':'y','name':'phone','connected':true,'address':'10.77.0.2:4','behind':0},"
                + "{'id':'z','name':'tablet','connected':false,'lastSync':'2026-01-01T00:00:00.123Z','behind':7}]}"));
    }

    private void change(String name) {
        JsonObject contact = new JsonObject();
        contact.addProperty("name", name);
        JsonObject event = json("{'event':'changed','device':'phone'}");
        event.add("contact", contact);
        view.change(event, LocalTime.of(12, 34, 56));
    }

    @Test
    void devicesAndChangesAreShownNewestFirst() {
        status();
        change("Juliet");
        change("Romeo");
        List<String> lines = view.lines(80, 24, Colour.OFF);
        assertThat(lines).hasSize(24);
        assertThat(lines).anyMatch(line -> line.matches("phone +connected +10.77.0.2:4 +0"));
        assertThat(lines).anyMatch(line -> line.matches("tablet +away +2026-01-01T00:00:00Z +7"));
        assertThat(lines.stream().filter(line -> line.startsWith("12:34:56")).toList())
                .containsExactly("12:34:56  changed  Romeo    phone", "12:34:56  changed  Juliet   phone");
    }

    @Test
    void nobodyIsShownAsConnectedOnceTheDaemonHasGone() {
        status();
        view.state("no daemon runs");
        assertThat(view.lines(80, 24, Colour.OFF))
                .anyMatch(line -> line.endsWith(", no daemon runs"))
                .anyMatch(line -> line.matches("phone +away +0"))
                .noneMatch(line -> line.contains("connected"));
        view.state("");
        assertThat(view.lines(80, 24, Colour.OFF)).anyMatch(line -> line.matches("phone +connected .*"));
    }

    @Test
    void itFitsScreensOfAnySize() {
        status();
        for (int i = 0; i < 600; i++) {
            change("\u4e2d\u6587 and a name that is quite long " + i);
        }
        for (int[] size : new int[][] {{20, 5}, {40, 10}, {80, 24}, {200, 60}}) {
            List<String> lines = view.lines(size[0], size[1], Colour.OFF);
            assertThat(lines.subList(0, Math.min(2, lines.size()))).allMatch(line -> DisplayWidth.of(line) <= size[0]);
            assertThat(lines).hasSizeLessThanOrEqualTo(Math.max(size[1], 11));
        }
    }

    @Test
    void namesCannotMoveTheCursor() {
        change("a\u001b[2Jb");
        assertThat(String.join("", view.lines(80, 24, Colour.OFF))).doesNotContain("\u001b");
    }

    @Test
    void marksAreWordsWhereTheLocaleHasNoSigns() {
        String findings = "[{'check':'store','ok':true,'detail':'fine'},"
                + "{'check':'port','ok':false,'detail':'deaf','hint':'open it'}]";
        var json = JsonParser.parseString(findings.replace('\'', '"'));
        assertThat(DoctorText.lines(json, TestTerminals.with("LANG", "de_DE.UTF-8")))
                .containsExactly(
                        "\u2713 store       fine",
                        "\u2717 port        deaf",
                        "              \u2192 open it",
                        "",
                        "1 thing needs doing.");
        assertThat(DoctorText.lines(json, TestTerminals.with("KITH_LOCALE", "C")))
                .containsExactly(
                        "ok store       fine",
                        "NO port        deaf",
                        "               -> open it",
                        "",
                        "1 thing needs doing.");
    }
}
