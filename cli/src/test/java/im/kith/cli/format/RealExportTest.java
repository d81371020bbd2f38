package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import ezvcard.VCardVersion;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other programs wrote; how, is told by README.md beside them. */
class RealExportTest {

    private static List<Entry> read(String name) throws IOException, Failure {
        try (InputStream in = RealExportTest.class.getResourceAsStream("real/" + name)) {
            return ContactFileTest.read(Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static List<JsonObject> contacts(List<Entry> entries) {
        List<JsonObject> contacts = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.OfContact contact) {
                JsonObject each = contact.contact().deepCopy();
                each.remove("line");
                contacts.add(each);
            }
        }
        return contacts;
    }

    /** As {@code list --json} would show what was imported. */
    private static JsonObject listed(JsonObject imported) {
        JsonObject contact = imported.deepCopy();
        com.google.gson.JsonArray groups = new com.google.gson.JsonArray();
        for (String name : Json.texts(imported, "groups")) {
            JsonObject group = new JsonObject();
            group.addProperty("id", "g");
            group.addProperty("name", name);
            groups.add(group);
        }
        contact.add("groups", groups);
        contact.addProperty("id", "abcdefghijklmnopqrstuvwxyz");
        return contact;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abook.vcf",
                "khard-juliet.vcf",
                "khard-juergen.vcf",
                "khard-version4.vcf",
                "prosody.xml",
                "evolution.vcf",
                "evolution.csv",
                "google.csv",
                "outlook.csv"
            })
    void importedExportedAndImportedAgainTheyAreTheSame(String name) throws IOException, Failure {
        List<JsonObject> first = contacts(read(name));
        assertThat(first).isNotEmpty();
        for (VCardVersion version : List.of(VCardVersion.V4_0, VCardVersion.V3_0)) {
            StringBuilder cards = new StringBuilder();
            CardWriter writer = new CardWriter(cards::append, version);
            for (JsonObject contact : first) {
                writer.write(listed(contact));
            }
            List<JsonObject> second =
                    contacts(ContactFileTest.read(cards.toString().getBytes(StandardCharsets.UTF_8)));
            assertThat(second)
                    .as("%s by vCard %s:%n%s", name, version.getVersion(), cards)
                    .map(RealExportTest::sorted)
                    .isEqualTo(first.stream().map(RealExportTest::sorted).toList());
        }
    }

    /** Without regard to the order of what a contact is a set of. */
    private static String sorted(JsonObject contact) {
        return Json.text(contact, "name")
                + Json.array(contact, "identities").stream()
                        .map(Object::toString)
                        .sorted()
                        .toList()
                + Json.texts(contact, "groups").stream().sorted().toList()
                + Json.texts(contact, "unknown").stream().sorted().toList();
    }

    @Test
    void whatKhardWroteIsUnderstood() throws IOException, Failure {
        JsonObject juliet = contacts(read("khard-juliet.vcf")).get(0);
        assertThat(Json.text(juliet, "name")).isEqualTo("Lady Juliet Capulet");
        assertThat(Json.array(juliet, "identities"))
                .map(identity -> Json.text(identity, "type") + " " + Json.text(identity, "value"))
                .containsExactlyInAnyOrder(
                        "email juliet@capulet.example",
                        "email juliet@example.org",
                        "email j@example.com",
                        "tel +39 340 555 0102",
                        "tel +39 045 555 0101",
                        "jid juliet@im.example.org");
        assertThat(Json.texts(juliet, "groups")).containsExactly("Friends", "Verona");
        assertThat(String.join("", Json.texts(juliet, "unknown")))
                .contains("Via Cappello 23", "Balcony", "1595", "name='UID'", "with='Lady Juliet Capulet'")
                .doesNotContain("REV");
    }

    @Test
    void whatAbookWroteWithoutAVersionIsUnderstood() throws IOException, Failure {
        List<Entry> entries = read("abook.vcf");
        assertThat(contacts(entries))
                .map(contact -> Json.text(contact, "name"))
                .containsExactly("Juliet Capulet", "J\u00FCrgen M\u00FCller-L\u00FCdenscheid");
        assertThat(entries).contains(new Entry.Rejected(23, ContactBuilder.NO_IDENTITY));
    }

    @Test
    void whatProsodyWroteIsUnderstood() throws IOException, Failure {
        assertThat(contacts(read("prosody.xml")))
                .map(Object::toString)
                .map(text -> text.replace('"', '\''))
                .containsExactly(
                        "{'identities':[{'type':'jid','value':'chat.montague.example'}],'groups':[],"
                                + "'unknown':['<item xmlns='jabber:iq:roster' jid='chat.montague.example' subscription='both'/>']}",
                        "{'identities':[{'type':'jid','value':'benvolio@montague.example'}],'groups':['Friends'],"
                                + "'unknown':['<item xmlns='jabber:iq:roster' ask='subscribe' jid='benvolio@montague.example' subscription='none'/>']}",
                        "{'name':'Die Amme <\\'&'>','identities':[{'type':'jid','value':'nurse@capulet.example'}],'groups':[],"
                                + "'unknown':['<item xmlns='jabber:iq:roster' jid='nurse@capulet.example' subscription='to'/>']}",
                        "{'name':'Romeo Montague','identities':[{'type':'jid','value':'romeo@montague.example'}],'groups':['Friends','Verona, Italy'],"
                                + "'unknown':['<item xmlns='jabber:iq:roster' jid='romeo@montague.example' subscription='both'/>']}",
                        "{'name':'J\u00FCrgen','identities':[{'type':'jid','value':'j\u00FCrgen@example.de'}],'groups':['Arbeit'],"
                                + "'unknown':['<item xmlns='jabber:iq:roster' jid='j&#252;rgen@example.de' subscription='from'/>']}");
    }

    @Test
    void whatProsodyWroteComesBackAsARosterThatSaysTheSame() throws IOException, Failure {
        List<JsonObject> first = contacts(read("prosody.xml"));
        StringBuilder roster = new StringBuilder();
        RosterWriter writer = new RosterWriter(roster::append, "juliet@capulet.example", false);
        for (JsonObject contact : first) {
            writer.write(listed(contact));
        }
        writer.end();
        assertThat(contacts(ContactFileTest.read(roster.toString().getBytes(StandardCharsets.UTF_8))))
                .map(RealExportTest::sorted)
                .containsExactlyInAnyOrderElementsOf(
                        first.stream().map(RealExportTest::sorted).toList());
    }

    @Test
    void whatEvolutionWroteIsUnderstood() throws IOException, Failure {
        List<Entry> cards = read("evolution.vcf");
        assertThat(contacts(cards))
                .extracting(contact -> Json.text(contact, "name"))
                .containsExactly(
                        "Keine Adresse", "Nur Telefon", "J\u00FCrgen M\u00FCller-L\u00FCdenscheidt", "Juliet Capulet");
        JsonObject juliet = contacts(cards).get(3);
        assertThat(identities(juliet))
                .containsExactlyInAnyOrder(
                        "jid juliet@im.example.org",
                        "jid juliet@work.example.org",
                        "email juliet@capulet.example",
                        "email juliet@example.org",
                        "tel +39 340 555 0102",
                        "tel +39 045 555 0101");
        assertThat(Json.texts(juliet, "groups")).containsExactly("Friends", "Verona");
        List<Entry> rows = read("evolution.csv");
        assertThat(rows.get(0)).isEqualTo(new Entry.Rejected(2, ContactBuilder.NO_IDENTITY));
        JsonObject row = contacts(rows).get(2);
        assertThat(Json.text(row, "name")).isEqualTo("Juliet Capulet");
        assertThat(identities(row))
                .containsExactlyInAnyOrder(
                        "email juliet@capulet.example",
                        "email juliet@example.org",
                        "tel +39 340 555 0102",
                        "tel +39 045 555 0101");
        assertThat(String.join("", Json.texts(row, "unknown")))
                .contains("<value>Capulet;Juliet;;;</value>", "name='TITLE'><value>Lady<", "name='NICKNAME'");
    }

    private static List<String> identities(JsonObject contact) {
        return Json.array(contact, "identities").stream()
                .map(identity -> Json.text(identity, "type") + " " + Json.text(identity, "value"))
                .toList();
    }
}
