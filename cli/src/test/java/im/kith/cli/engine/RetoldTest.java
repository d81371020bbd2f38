package im.kith.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ezvcard.VCardVersion;
import im.kith.cli.format.CardWriter;
import im.kith.cli.format.ContactFile;
import im.kith.cli.format.Entry;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cards that go out in one version and come in again, with the real engine. */
class RetoldTest {

    private static final String TEXT = "TEL;TYPE=voice,home:+1-555-0100\n";
    private static final String URI = "TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555-0100\n";

    @TempDir
    private Path directory;

    private OpenHome home;

    @BeforeEach
    void init() throws Failure {
        home = new OpenHome(directory);
    }

    private static String card(String version, String properties) {
        return "BEGIN:VCARD\nVERSION:" + version + "\nFN:A\nIMPP:xmpp:a@example.org\n" + properties + "END:VCARD\n";
    }

    private String imported(String card) throws Failure {
        JsonArray contacts = new JsonArray();
        try (ContactFile in =
                ContactFile.open(new ByteArrayInputStream(card.getBytes(StandardCharsets.UTF_8)), Optional.empty())) {
            contacts.add(((Entry.OfContact) in.next().orElseThrow()).contact());
        }
        JsonObject parameters = new JsonObject();
        parameters.add("contacts", contacts);
        JsonElement answer;
        try (Service service = home.open(Access.USE)) {
            answer = service.call("import", parameters, event -> {});
        }
        return Json.number(answer, "added") + " " + Json.number(answer, "merged") + " "
                + Json.number(answer, "unchanged");
    }

    private JsonObject only() throws Failure {
        JsonArray all = home.call("list", "{}").getAsJsonArray();
        assertThat(all).hasSize(1);
        return all.get(0).getAsJsonObject();
    }

    private String exported(VCardVersion version) throws Failure, IOException {
        StringBuilder card = new StringBuilder();
        new CardWriter(card::append, version).write(only());
        return card.toString();
    }

    @Test
    void whatComesBackFromVersion3AddsNothingAndVersion4StaysAsItWas() throws Exception {
        assertThat(imported(card(
                        "4.0",
                        URI
                                + "TEL;VALUE=uri;PREF=2;TYPE=work:tel:+1-555-0101\n"
                                + "EMAIL;PREF=1;TYPE=home:a@example.org\nEMAIL;PREF=2:b@example.org\n"
                                + "N;SORT-AS=\"B,A\":B;A;;;\nGEO:geo:37.386,-122.08\nBDAY:--0412\nTZ:-0500\n"
                                + "ADR;LABEL=\"1 Street\\nTown\":;;1 Street;Town;;;\nRELATED;TYPE=friend:urn:uuid:1\n"
                                + "item1.URL:https://example.org/\nitem1.X-ABLABEL:Home\nNOTE;LANGUAGE=en:n\\, m\n"
                                + "KEY:data:application/pgp-keys;base64,AAAA\nPHOTO:data:image/png;base64,AAAA\n")))
                .isEqualTo("1 0 0");
        String before = exported(VCardVersion.V4_0);
        String plain = exported(VCardVersion.V3_0);
        assertThat(plain).contains("home:+1-555-0100", "LABEL:").doesNotContain("VALUE=uri");
        assertThat(imported(plain)).isEqualTo("0 0 1");
        assertThat(exported(VCardVersion.V4_0)).isEqualTo(before);
    }

    @Test
    void aTelephoneIsKeptOnceInTheWordsThatSayMore() throws Exception {
        assertThat(imported(card("3.0", TEXT))).isEqualTo("1 0 0");
        assertThat(imported(card("4.0", URI))).isEqualTo("0 1 0");
        List<String> kept = Json.texts(only(), "unknown");
        assertThat(kept).singleElement().asString().contains(">tel:+1-555-0100<");
        assertThat(imported(card("3.0", TEXT))).isEqualTo("0 0 1");
        assertThat(imported(card("4.0", URI))).isEqualTo("0 0 1");
        assertThat(Json.texts(only(), "unknown")).isEqualTo(kept);
    }

    @Test
    void anotherTelephoneIsAnother() throws Exception {
        imported(card("4.0", URI));
        assertThat(imported(card("3.0", "TEL;TYPE=voice,home:+1-555-0199\n"))).isEqualTo("0 1 0");
        assertThat(imported(card("3.0", "TEL;TYPE=cell:+1-555-0100\n"))).isEqualTo("0 1 0");
        assertThat(Json.texts(only(), "unknown")).hasSize(3);
    }
}
