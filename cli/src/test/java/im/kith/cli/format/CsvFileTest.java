package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvFileTest {

    private static List<JsonObject> read(byte[] file) throws Failure {
        return ContactFileTest.read(file).stream()
                .map(entry -> ((Entry.OfContact) entry).contact())
                .toList();
    }

    private static List<JsonObject> read(String file) throws Failure {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] real(String name) throws Exception {
        try (var in = CsvFileTest.class.getResourceAsStream("real/" + name)) {
            return java.util.Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static List<String> identities(JsonObject contact) {
        return Json.array(contact, "identities").stream()
                .map(identity -> Json.text(identity, "type") + " " + Json.text(identity, "value"))
                .toList();
    }

    @Test
    void googlesColumnsAreKnown() throws Exception {
        List<JsonObject> contacts = read(real("google.csv"));
        assertThat(contacts)
                .extracting(each -> Json.text(each, "name"))
                .containsExactly("Lady Juliet Capulet", "M\u00FCller & S\u00F6hne");
        assertThat(identities(contacts.get(0)))
                .containsExactly(
                        "email juliet@capulet.example",
                        "email juliet@example.org",
                        "email j@example.com",
                        "tel +39 340 555 0102");
        assertThat(Json.texts(contacts.get(0), "groups")).containsExactly("Friends", "Verona");
        assertThat(String.join("\n", Json.texts(contacts.get(0), "unknown")))
                .contains("Balcony", "Giulietta", "House of Capulet", "Birthday", "1595-07-31", "Via Cappello 23");
    }

    @Test
    void outlooksColumnsSemicolonsAndMarkAreKnown() throws Exception {
        List<JsonObject> contacts = read(real("outlook.csv"));
        assertThat(contacts)
                .extracting(each -> Json.text(each, "name"))
                .containsExactly("Lady Juliet Capulet", "J\u00FCrgen M\u00FCller");
        assertThat(identities(contacts.get(0)))
                .containsExactly("tel +39 340 555 0102", "email juliet@capulet.example", "email juliet@example.org");
        assertThat(identities(contacts.get(1))).containsExactly("tel 030/555-1", "tel 030/555-3");
        assertThat(Json.texts(contacts.get(0), "groups")).containsExactly("Freunde", "Verona");
    }

    @Test
    void peoplesOwnTablesAreUnderstood() throws Failure {
        assertThat(read("jid\tname\tgroups\na@b.example\tA\tx; y\n")
                        .get(0)
                        .toString()
                        .replace('"', '\''))
                .isEqualTo(
                        "{'line':2,'name':'A','identities':[{'type':'jid','value':'a@b.example'}],'groups':['x','y']}");
        assertThat(identities(read("sep=;\r\nE-Mail;Mobile Phone\r\na@b.example, c@d.example;+1,,2\r\n")
                        .get(0)))
                .containsExactly("email a@b.example", "email c@d.example", "tel +1,,2");
        assertThat(identities(read("Name,IM 1 - Service,IM 1 - Value\nA,Jabber,a@b.example\n")
                        .get(0)))
                .containsExactly("jid a@b.example");
    }

    @Test
    void aColumnWithoutAPlaceComesBackInTheVcard() throws Exception {
        JsonObject contact = read("Name,JID,Shoe size\nA,a@b.example,\"44, or \"\"45\"\"\"\n")
                .get(0);
        StringBuilder card = new StringBuilder();
        new CardWriter(card::append, ezvcard.VCardVersion.V4_0).write(contact);
        assertThat(card).contains("X-KITH-COLUMN;COLUMN=Shoe size:44\\, or \"45\"");
    }
}
