package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ezvcard.VCardVersion;
import ezvcard.property.RawProperty;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.core.xml.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

    private static final String[] PIECES = {
        "a",
        "Z",
        " ",
        "ü",
        "朱",
        "😀",
        "\u0301",
        ",",
        ";",
        ":",
        "\\",
        "\\n",
        "\"",
        "'",
        "^",
        "^n",
        "=",
        "%",
        "%41",
        "+",
        "?",
        "/",
        "&",
        "<",
        ">",
        "@",
        "\n",
        "\t",
        "BEGIN:VCARD",
        "END:VCARD",
        "{",
        "[",
        "}",
        "]",
        "\u00A0",
        "\u2028"
    };

    private final List<String> marks = List.of("!", "#", "$", "%", "*", "+", "-", ".", "=", "?", "^", "_", "{", "~");

    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsExportedIsImportedTheSame(long seed) throws IOException, Failure {
        random = new Random(seed);
        List<JsonElement> contacts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            contacts.add(contact(i));
        }
        List<JsonObject> expected =
                contacts.stream().map(RoundTripTest::imported).toList();
        same("JSON", expected, read(written(contacts, out -> new JsonExport(out))));
        same("CSV", expected, read(written(contacts, out -> new CsvExport(out))));
        same("vCard 4.0", expected, read(written(contacts, out -> new CardWriter(out, VCardVersion.V4_0))));
        same("vCard 3.0", expected, read(written(contacts, out -> new CardWriter(out, VCardVersion.V3_0))));
    }

    private static void same(String format, List<JsonObject> expected, List<JsonObject> read) {
        assertThat(read).as(format).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(sorted(read.get(i))).as("%s, contact %d", format, i).isEqualTo(sorted(expected.get(i)));
        }
    }

    /** The order of extensions means nothing. */
    private static JsonObject sorted(JsonObject contact) {
        JsonObject copy = contact.deepCopy();
        List<String> unknown = Json.texts(contact, "unknown").stream().sorted().toList();
        copy.add("unknown", Json.arrayOf(unknown));
        return copy;
    }

    private interface Opening {
        ContactWriter open(Consumer<String> out) throws IOException;
    }

    private static String written(List<JsonElement> contacts, Opening format) throws IOException {
        StringBuilder text = new StringBuilder();
        ContactWriter writer = format.open(text::append);
        for (JsonElement contact : contacts) {
            writer.write(contact.getAsJsonObject());
        }
        writer.end();
        return text.toString();
    }

    private static List<JsonObject> read(String file) throws Failure {
        List<JsonObject> contacts = new ArrayList<>();
        for (Entry entry : ContactFileTest.read(file.getBytes(StandardCharsets.UTF_8))) {
            JsonObject contact = ((Entry.OfContact) entry).contact();
            contact.remove("line");
            contacts.add(contact);
        }
        return contacts;
    }

    /** What import makes of an exported contact: without its id, its groups by name. */
    private static JsonObject imported(JsonElement exported) {
        JsonObject contact = exported.getAsJsonObject().deepCopy();
        contact.remove("id");
        JsonArray names = new JsonArray();
        for (JsonElement group : contact.getAsJsonArray("groups")) {
            names.add(group.getAsJsonObject().get("name"));
        }
        contact.add("groups", names);
        return contact;
    }

    private JsonObject contact(int number) {
        JsonObject contact = new JsonObject();
        contact.addProperty("id", "abcdefghijklmnopqrstuvwxyz");
        if (random.nextInt(4) > 0) {
            contact.addProperty("name", text());
        }
        JsonArray byType = new JsonArray();
        for (String type : List.of("jid", "email", "tel", "matrix", "x:y;z")) {
            if ((type.equals("jid") && number % 2 == 0) || random.nextBoolean() || type.equals("email")) {
                String value = type.equals("jid") ? jid(number) : text();
                JsonObject identity = new JsonObject();
                identity.addProperty("type", type);
                identity.addProperty("value", value);
                byType.add(identity);
            }
        }
        contact.add("identities", byType);
        JsonArray groups = new JsonArray();
        Set<String> names = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            names.add(text());
        }
        for (String name : names) {
            JsonObject group = new JsonObject();
            group.addProperty("id", "g" + name.hashCode());
            group.addProperty("name", name);
            groups.add(group);
        }
        contact.add("groups", groups);
        JsonArray unknown = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            XmlElement extension = random.nextBoolean()
                    ? XmlElement.builder("urn:x", "y").text(text()).build()
                    : new KeptProperty(new RawProperty("X-" + i, CardText.escape(text()))).toXml();
            unknown.add(extension.toXml());
        }
        if (!unknown.isEmpty()) {
            contact.add("unknown", unknown);
        }
        return contact;
    }

    private String jid(int number) {
        String mark = marks.get(random.nextInt(marks.size()));
        return "jü" + mark + number + "@" + (random.nextBoolean() ? "example.org" : "bücher.example");
    }

    /** Something of what people and programs put into names, not blank at its ends, as the store keeps them. */
    private String text() {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append("x").toString();
    }
}
