package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterTest {

    private static List<JsonObject> read(String file) throws Failure {
        List<JsonObject> contacts = new ArrayList<>();
        for (Entry entry : ContactFileTest.read(file.getBytes(StandardCharsets.UTF_8))) {
            JsonObject contact = ((Entry.OfContact) entry).contact();
            contact.remove("line");
            contacts.add(contact);
        }
        return contacts;
    }

    private static String written(List<JsonObject> contacts, boolean minimal) {
        StringBuilder text = new StringBuilder();
        RosterWriter writer = new RosterWriter(text::append, "me@home.example", minimal);
        contacts.forEach(writer::write);
        writer.end();
        return text.toString();
    }

    /** As {@code list --json} shows what was imported. */
    private static JsonObject listed(JsonObject imported) {
        JsonObject contact = imported.deepCopy();
        JsonArray groups = new JsonArray();
        for (String name : Json.texts(imported, "groups")) {
            JsonObject group = new JsonObject();
            group.addProperty("name", name);
            groups.add(group);
        }
        contact.add("groups", groups);
        return contact;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsExportedIsImportedTheSame(long seed) throws Failure {
        Random random = new Random(seed);
        List<JsonObject> contacts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String subscription = List.of("", "none", "to", "from", "both").get(random.nextInt(5));
            String item = "<item xmlns='jabber:iq:roster'" + (random.nextBoolean() ? " approved='true'" : "")
                    + (random.nextBoolean() ? " ask='subscribe'" : "") + " jid='p" + i + "@example.org'"
                    + (subscription.isEmpty() ? "" : " subscription='" + subscription + "'")
                    + (random.nextBoolean() ? "/>" : "><x xmlns='urn:y'>&#252;</x></item>");
            JsonObject contact = new JsonObject();
            if (random.nextBoolean()) {
                contact.addProperty("name", "P <'" + i + "'> \u00FC & \uD83D\uDE00");
            }
            JsonObject jid = new JsonObject();
            jid.addProperty("type", "jid");
            jid.addProperty("value", "p" + i + "@example.org");
            JsonArray identities = new JsonArray();
            identities.add(jid);
            contact.add("identities", identities);
            contact.add("groups", Json.arrayOf(random.nextBoolean() ? List.of() : List.of("G & H", "I")));
            if (random.nextBoolean() && item.contains(" ask=")) {
                contact.add("unknown", Json.arrayOf(List.of(item)));
            }
            contacts.add(contact);
        }
        List<JsonObject> again =
                read(written(contacts.stream().map(RosterTest::listed).toList(), false));
        assertThat(again).hasSameSizeAs(contacts);
        for (int i = 0; i < contacts.size(); i++) {
            assertThat(again.get(i)).as("seed %d, contact %d", seed, i).isEqualTo(contacts.get(i));
        }
    }

    @Test
    void aMinimalRosterHasJidsAndSubscriptionsOfThoseInItAndNothingElse() throws Failure {
        List<JsonObject> contacts = read("<iq type='result'><query xmlns='jabber:iq:roster' ver='7'>"
                + "<item jid='a@b.example' name='Secret' subscription='both'><group>Hidden</group></item>"
                + "<item jid='c@d.example' name='Other' subscription='none' ask='subscribe'/></query></iq>");
        List<JsonObject> book =
                new ArrayList<>(contacts.stream().map(RosterTest::listed).toList());
        book.addAll(read("<query xmlns='jabber:iq:roster'><item jid='never@in.example' name='N'/></query>").stream()
                .map(RosterTest::listed)
                .toList());
        assertThat(written(book, true))
                .contains("<item jid='a@b.example' subscription='both'/>\n"
                        + "<item ask='subscribe' jid='c@d.example' subscription='none'/>\n</query>")
                .doesNotContain("Secret", "Hidden", "Other", "never");
    }

    @Test
    void aFileOfAccountsTellsWhoseItIsAndOnlyRostersAreTaken() throws Failure {
        String file = "<?xml version='1.0'?><server-data xmlns='urn:xmpp:pie:0'><host jid='capulet.example'>"
                + "<user name='juliet' password='x'><vCard xmlns='vcard-temp'><FN>J</FN></vCard>"
                + "<query xmlns='jabber:iq:private'><item xmlns='jabber:iq:roster' jid='no@b.example'/></query>"
                + "<query xmlns='jabber:iq:roster'><item jid='a@b.example'/></query>"
                + "<offline-messages><item xmlns='jabber:iq:roster' jid='no@b.example'/></offline-messages>"
                + "</user></host></server-data>";
        try (ContactFile in =
                ContactFile.open(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), Optional.empty())) {
            Entry entry = in.next().orElseThrow();
            assertThat(((Entry.OfContact) entry).contact().toString()).contains("a@b.example");
            assertThat(in.next()).isEmpty();
            assertThat(in.account()).contains("juliet@capulet.example");
        }
    }
}
