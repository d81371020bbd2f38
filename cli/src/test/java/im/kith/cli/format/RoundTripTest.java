package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
        StringWriter cards = new StringWriter();
        try (CardWriter writer = new CardWriter(cards)) {
            for (JsonElement contact : contacts) {
                writer.write(contact.getAsJsonObject());
            }
        }
        StringBuilder json = new StringBuilder();
        JsonExport.write(List.of(), contacts, json::append);
        List<JsonObject> expected =
                contacts.stream().map(RoundTripTest::imported).toList();
        assertThat(read(cards.toString())).as("vCard, seed %d", seed).isEqualTo(expected);
        assertThat(read(json.toString())).as("JSON, seed %d", seed).isEqualTo(expected);
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
        contact.addProperty("id", "id" + number);
        if (random.nextInt(4) > 0) {
            contact.addProperty("name", text());
        }
        JsonArray byType = new JsonArray();
        for (String type : List.of("jid", "tel", "email", "matrix", "x:y;z")) {
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
