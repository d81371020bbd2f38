package im.kith.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.engine.EngineOpener;
import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way of a book: out of one store as a file, into another store, for every format that can carry the fields. */
class ThereAndBackTest {

    private static final String[] PIECES = {
        "a", "Z", " ", "ü", "朱", "😀", "\u0301", ",", ";", ":", "\\", "\"", "'", "^", "=", "%", "&", "<", ">", "|",
        "\t", "#"
    };
    private static final int CONTACTS = 60;
    private static final int GROUPS = 6;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Random random = new Random(0);

    private String kith(String home, String in, String... arguments) {
        out.reset();
        err.reset();
        Map<String, String> environment = Map.of(
                "KITH_HOME", directory.resolve(home).toString(),
                "XDG_STATE_HOME", directory.resolve("state").toString());
        ByteArrayInputStream stdin = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        int code = new Kith(new Terminal(stdin, out, err, "", environment), EngineOpener::new).run(arguments);
        assertThat(code)
                .as("%s: %s", String.join(" ", arguments), err.toString(StandardCharsets.UTF_8))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "1, --format json",
        "2, --format csv",
        "3, --format vcard",
        "4, --vcard-version 3.0",
        "5, --format xep0227",
        "6, --format json",
        "7, --format csv",
        "8, --format vcard",
        "9, --vcard-version 3.0",
        "10, --format xep0227"
    })
    void whatOneStoreExportsMakesTheSameBookOfAnotherAndAddsNothingToItself(long seed, String options) {
        random = new Random(seed);
        boolean roster = options.endsWith("xep0227");
        boolean json = options.endsWith("json");
        kith("one", "", "init");
        kith("two", "", "init");
        kith("one", book(roster), "import", "-");
        String[] export = ("export " + options).split(" ");
        String file = kith("one", "", export);
        JsonObject first = JsonParser.parseString(kith("two", file, "import", "--json", "-"))
                .getAsJsonObject();
        assertThat(Json.number(first, "added")).isEqualTo(CONTACTS);
        assertThat(Json.array(first, "rejected")).isEmpty();
        assertThat(contacts("two")).isEqualTo(contacts("one"));
        if (json) {
            assertThat(groups("two")).isEqualTo(groups("one"));
        }
        for (String home : List.of("one", "two")) {
            JsonObject again = JsonParser.parseString(kith(home, file, "import", "--json", "-"))
                    .getAsJsonObject();
            assertThat(again.toString())
                    .isEqualTo("{\"read\":" + CONTACTS + ",\"added\":0,\"merged\":0,\"unchanged\":" + CONTACTS
                            + ",\"rejected\":[]}");
        }
        assertThat(kith("two", "", export).lines().sorted().toList())
                .as("what is exported again")
                .hasSameSizeAs(file.lines().toList());
    }

    /** The contacts of a store without what belongs to the store: ids and times. */
    private List<String> contacts(String home) {
        List<String> contacts = new ArrayList<>();
        for (JsonElement each :
                JsonParser.parseString(kith(home, "", "list", "--json")).getAsJsonArray()) {
            JsonObject contact = each.getAsJsonObject();
            List.of("id", "added", "changed").forEach(contact::remove);
            contact.addProperty(
                    "identities",
                    Json.array(contact, "identities").stream()
                            .map(JsonElement::toString)
                            .sorted()
                            .collect(Collectors.joining()));
            contact.addProperty(
                    "groups",
                    Json.array(contact, "groups").stream()
                            .map(group -> Json.text(group, "name"))
                            .sorted()
                            .collect(Collectors.joining("\n")));
            contact.addProperty("unknown", new TreeSet<>(Json.texts(contact, "unknown")).toString());
            contacts.add(contact.toString());
        }
        return contacts.stream().sorted().toList();
    }

    private List<String> groups(String home) {
        List<String> groups = new ArrayList<>();
        for (JsonElement each : JsonParser.parseString(kith(home, "", "group", "list", "--json"))
                .getAsJsonArray()) {
            JsonObject group = each.getAsJsonObject();
            group.remove("id");
            groups.add(group.toString());
        }
        return groups.stream().sorted().toList();
    }

    private String book(boolean roster) {
        JsonArray groups = new JsonArray();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < GROUPS; i++) {
            JsonObject group = new JsonObject();
            names.add(i + text());
            group.addProperty("name", names.get(i));
            group.addProperty("description", text());
            groups.add(group);
        }
        JsonArray contacts = new JsonArray();
        for (int i = 0; i < CONTACTS; i++) {
            contacts.add(contact(i, names, roster));
        }
        JsonObject book = new JsonObject();
        book.addProperty("kith", 1);
        book.add("groups", groups);
        book.add("contacts", contacts);
        return book.toString();
    }

    private JsonObject contact(int number, List<String> groups, boolean roster) {
        JsonObject contact = new JsonObject();
        if (random.nextInt(4) > 0) {
            contact.addProperty("name", text());
        }
        JsonArray identities = new JsonArray();
        identities.add(identity("jid", "jü." + number + "@bücher.example"));
        for (String type : roster ? List.<String>of() : List.of("email", "tel", "matrix", "jid")) {
            if (random.nextBoolean()) {
                identities.add(
                        identity(type, type.equals("jid") ? "second-" + number + "@example.org" : number + text()));
            }
        }
        contact.add("identities", identities);
        JsonArray in = new JsonArray();
        groups.stream().filter(group -> random.nextInt(3) == 0).forEach(in::add);
        contact.add("groups", in);
        if (!roster && random.nextBoolean()) {
            JsonArray unknown = new JsonArray();
            unknown.add("<y xmlns='urn:x'>" + text().replace("&", "&amp;").replace("<", "&lt;") + "</y>");
            contact.add("unknown", unknown);
        }
        return contact;
    }

    private static JsonObject identity(String type, String value) {
        JsonObject identity = new JsonObject();
        identity.addProperty("type", type);
        identity.addProperty("value", value);
        return identity;
    }

    /** Something of what people and programs put into names, not blank at its ends, as the store keeps them. */
    private String text() {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append("x").toString();
    }
}
