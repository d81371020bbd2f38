package im.kith.cli.editor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    private static final JsonObject JULIET = contact(
            "Juliet Capulet",
            List.of("jid", "juliet@example.org", "tel", "+1 555"),
            List.of("g1", "Friends", "g2", "Work: #1"));

    private static JsonObject contact(String name, List<String> identities, List<String> groups) {
        JsonObject json = new JsonObject();
        json.addProperty("id", "3fa1c9d27b");
        if (!name.isEmpty()) {
            json.addProperty("name", name);
        }
        json.add("identities", pairs(identities, "type", "value"));
        json.add("groups", pairs(groups, "id", "name"));
        json.addProperty("added", "2026-01-01T00:00:00Z");
        json.addProperty("changed", "2026-01-02T00:00:00Z");
        return json;
    }

    private static JsonArray pairs(List<String> values, String first, String second) {
        JsonArray array = new JsonArray();
        for (int i = 0; i < values.size(); i += 2) {
            JsonObject each = new JsonObject();
            each.addProperty(first, values.get(i));
            if (!values.get(i + 1).isEmpty()) {
                each.addProperty(second, values.get(i + 1));
            }
            array.add(each);
        }
        return array;
    }

    private static JsonObject difference(JsonObject shown, String text) throws FormMistake {
        return FormDifference.of(shown, FormReader.read(text).orElseThrow(), shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Juliet Capulet",
                " two  spaces ",
                "O'Neill \"the\" Great",
                "#1: - [x], {y} & *z !t %d @e `f`",
                "- dash",
                "yes",
                "null",
                "~",
                "0x1F",
                "2001-01-01",
                "1:30",
                "a\nb\n",
                "a\tb\r\n",
                "ends with colon:",
                "a # b",
                "J\u00fcli\u00ebt \u4e2d\u6587 \ud83d\udc69\u200d\ud83d\udcbb",
                "\u202egnp.exe",
                "\u0085\u2028\u007f\ufeff",
                "...",
                "---",
                "? key",
                "|",
                ">",
                "\\u0041"
            })
    void anyTextComesBackAsItWas(String odd) throws FormMistake {
        String type = odd.isBlank() ? "jid" : odd;
        String value = odd.isBlank() ? "j@example.org" : odd;
        JsonObject contact = contact(
                odd, List.of("jid", "a@example.org", type, value, "tel", value), List.of("g1", odd, "g2", "Other"));
        assertThat(difference(contact, FormWriter.text(contact)).entrySet()).isEmpty();
    }

    @Test
    void randomTextsComeBackAsTheyWere() throws FormMistake {
        Random random = new Random(5);
        String[] parts = {
            " ",
            "'",
            "\"",
            "#",
            ": ",
            "-",
            "\n",
            "\\",
            "a",
            "\u00e9",
            "\ud83d\ude00",
            "{",
            "]",
            ",",
            "?",
            "!",
            "\t",
            "%"
        };
        for (int run = 0; run < 3_000; run++) {
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.insert(random.nextInt(2) * text.length(), parts[random.nextInt(parts.length)]);
            }
            JsonObject contact = contact(
                    text.toString(), List.of("t" + text, text.toString()), List.of("g1", "g" + text, "g2", "Other"));
            assertThat(difference(contact, FormWriter.text(contact)).entrySet())
                    .as(FormWriter.text(contact))
                    .isEmpty();
        }
    }

    @Test
    void longTextsStayOnTheirLine() throws FormMistake {
        String longest = "word \"quoted\" ".repeat(70);
        JsonObject contact = contact(longest, List.of(longest, longest + longest), List.of("g1", longest));
        assertThat(difference(contact, FormWriter.text(contact)).entrySet()).isEmpty();
    }

    @Test
    void onlyWhatWasChangedIsAskedFor() throws FormMistake {
        String text = FormWriter.text(JULIET);
        assertThat(difference(JULIET, text.replace("name: Juliet Capulet", "name: Juliet Montague")))
                .hasToString("{\"name\":\"Juliet Montague\"}");
        assertThat(difference(JULIET, text.replace("name: Juliet Capulet", "name:")))
                .hasToString("{\"name\":\"\"}");
        assertThat(difference(JULIET, text.replace("- tel: +1 555", "- Email: j@c.example\n- tel: 007")))
                .hasToString("{\"addIdentities\":[{\"type\":\"email\",\"value\":\"j@c.example\"},"
                        + "{\"type\":\"tel\",\"value\":\"007\"}],"
                        + "\"removeIdentities\":[{\"type\":\"tel\",\"value\":\"+1 555\"}]}");
        assertThat(difference(JULIET, text.replace("- Friends", "- Foes")))
                .hasToString("{\"addGroups\":[\"Foes\"],\"removeGroups\":[\"g1\"]}");
        assertThat(difference(JULIET, text.replace("- Friends\n", "").replace("- 'Work: #1'\n", "")))
                .hasToString("{\"removeGroups\":[\"g1\",\"g2\"]}");
    }

    @Test
    void whatHasGoneMeanwhileIsNotTakenAwayAgain() throws FormMistake {
        String text = FormWriter.text(JULIET).replace("- tel: +1 555\n", "").replace("- Friends\n", "");
        JsonObject present = contact("Changed", List.of("jid", "juliet@example.org"), List.of("g2", "Work: #1"));
        ContactForm wanted = FormReader.read(text).orElseThrow();
        assertThat(FormDifference.of(JULIET, wanted, present).entrySet()).isEmpty();
    }

    @Test
    void groupsOfOneNameAndUnknownOnesStandByTheirIds() throws FormMistake {
        JsonObject contact = contact("J", List.of("jid", "j@example.org"), List.of("g1", "A", "g2", "A", "g3", ""));
        String text = FormWriter.text(contact);
        assertThat(text).contains("- g1  # A", "- g3  # a group not known here");
        assertThat(difference(contact, text).entrySet()).isEmpty();
        assertThat(difference(contact, text.replaceAll("- g[23].*\n", "")))
                .hasToString("{\"removeGroups\":[\"g2\",\"g3\"]}");
    }

    @Test
    void whatOtherProgramsWroteIsShownAsACommentOnOneLine() throws FormMistake {
        JsonObject contact = JULIET.deepCopy();
        contact.add("unknown", JsonParser.parseString("[\"<x xmlns='u:y'>a\\nname: Mallory</x>\"]"));
        assertThat(FormWriter.text(contact)).contains("#   <x xmlns='u:y'>a name: Mallory</x>\n");
        assertThat(difference(contact, FormWriter.text(contact)).entrySet()).isEmpty();
    }

    @Test
    void anEmptiedTextMeansNothing() throws FormMistake {
        assertThat(FormReader.read("")).isEmpty();
        assertThat(FormReader.read("# name: x\n\n# y\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: a: b;identities:;groups: | line 2: .*quotes.*",
                "nam: a;identities:;groups: | line 2: what is 'nam'.*",
                "name: a;identities:; - j@example.org;groups: | line 4: an identity is the kind and the address.*",
                "name: a;identities: x;groups: | line 3: under identities: each line begins with a dash",
                "name: a;identities:; - jid:;groups: | line 4: 'jid: ' is no kind and address",
                "name: a;name: b;identities:;groups: | line 3: name is there twice",
                "name: a;groups: | the line 'identities:' is missing.*",
                "name: [a];identities:;groups: | line 2: a single text.*",
                "just words | line 2: this is not a contact.*",
                "name: &a x;identities: &b [*b];groups: | line 3: an identity.*"
            })
    void mistakesAreNamedWithTheirLineUnderTheMessage(String text, String message) {
        assertThatThrownBy(() -> FormReader.read(text.replace(';', '\n')))
                .isInstanceOf(FormMistake.class)
                .hasMessageMatching(message);
    }

    @Test
    void aMistakeStandsOnTopOnceAndGoesAgain() {
        String text = FormWriter.text(JULIET);
        String once = FormWriter.withMistake(text, List.of("no", "try\nthis"));
        assertThat(once).isEqualTo("#! no\n#! try this\n" + text);
        assertThat(FormWriter.withMistake(once, List.of("still no"))).isEqualTo("#! still no\n" + text);
        assertThat(FormWriter.withoutMistake(once)).isEqualTo(text);
    }
}
