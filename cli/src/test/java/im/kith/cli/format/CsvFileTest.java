package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"B,b@b.example,\"Fri", "B,b@b.example,\"", "\"B", "B,b@b.example,\"He said \"\"yes\"\"", "\"B\nC"
            })
    void aFileThatBreaksOffWithinQuotesIsReadUpToThereAndThenRefusedByItsLine(String broken) throws Failure {
        for (String start : List.of("", "sep=,\n")) {
            String file = start + "Name,JID,Groups\n\"A\n\",a@b.example,x\n\n" + broken;
            byte[] octets = file.getBytes(StandardCharsets.UTF_8);
            try (ContactFile in = ContactFile.open(new ByteArrayInputStream(octets), Optional.empty())) {
                assertThat(in.next()).isPresent();
                assertThatThrownBy(in::next)
                        .isInstanceOf(Failure.class)
                        .hasMessageStartingWith("line " + (start.isEmpty() ? 5 : 6) + ": not CSV that can be read: ")
                        .hasMessageEndingWith("at end of input");
            }
        }
    }

    @Test
    void strayQuotesAreTakenWhereTheyStandAndAnEndWithoutALineBreakIsNone() throws Failure {
        List<JsonObject> contacts =
                read("Name,JID\nA 5\" b,a@b.example\n\"B\" c,b@b.example\n\"C \"\"d\"\"\",\"c@b.example\"");
        assertThat(contacts).extracting(each -> Json.text(each, "name")).containsExactly("A 5\" b", "B c", "C \"d\"");
        assertThat(identities(contacts.get(2))).containsExactly("jid c@b.example");
    }
}
