package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to do harm, or broken on their way: each ends in entries or in one clear failure, within bounded memory. */
class HostileFileTest {

    private static final String ITEM = "<item jid='a@b.example' name='A'/>";

    private static List<Entry> read(InputStream in, ContactFile.Format... format) throws Failure {
        List<Entry> entries = new ArrayList<>();
        try (ContactFile file = ContactFile.open(in, Arrays.stream(format).findFirst())) {
            for (Optional<Entry> next = file.next(); next.isPresent(); next = file.next()) {
                entries.add(next.get());
            }
        }
        return entries;
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code start}, then {@code piece} as often as asked for, then {@code end}, never in memory at once. */
    private static InputStream longFile(String start, String piece, int times, String end) {
        List<InputStream> parts = new ArrayList<>(List.of(text(start)));
        byte[] block = piece.repeat(1024).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < times / 1024; i++) {
            parts.add(new ByteArrayInputStream(block));
        }
        parts.add(text(end));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static void assertBad(InputStream in, String message, ContactFile.Format... format) {
        assertThatThrownBy(() -> read(in, format)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
            assertThat(failure.getMessage()).contains(message);
            assertThat(failure.hint()).isPresent();
        });
    }

    @Test
    void entitiesAreNotExpanded() {
        assertBad(
                text("<!DOCTYPE q [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
                        + "<query xmlns='jabber:iq:roster'><item jid='a@b.example' name='&b;'/></query>"),
                "document type");
        assertBad(text("<query xmlns='jabber:iq:roster'><item jid='a@b.example' name='&b;'/></query>"), "entit");
        assertBad(text("<!DOCTYPE q SYSTEM 'file:///etc/passwd'><query xmlns='jabber:iq:roster'/>"), "document type");
    }

    @Test
    void xmlThatIsTooDeepTooLongOrUnclosedIsRefusedByItsLine() {
        assertBad(text("<query xmlns='jabber:iq:roster'>\n" + "<x>".repeat(70)), "64 deep");
        assertBad(text("<query xmlns='jabber:iq:roster'>\n<item jid='a@b.example'>" + "<x>".repeat(70)), "64 deep");
        assertBad(text("<query xmlns='jabber:iq:roster'>\n" + ITEM + "\n<item jid="), "line 3");
        assertBad(text("<query xmlns='jabber:iq:roster'>\n" + ITEM + "</other>"), "line 2");
        assertBad(
                longFile("<query xmlns='jabber:iq:roster'><item jid='a@b.example' name='", "xx", 9 << 20, ""),
                "octets");
        assertBad(longFile("<query xmlns='jabber:iq:roster'>", "xx", 9 << 20, ""), "octets");
        assertBad(longFile("<query xmlns='jabber:iq:roster'><item jid='a@b.example'>", "<x/>", 5 << 20, ""), "octets");
    }

    @Test
    void aLongRosterIsNoHugeOne() throws Failure {
        InputStream in = longFile("<query xmlns='jabber:iq:roster'>", ITEM + " ".repeat(990), 20 << 10, "</query>");
        int count = 0;
        try (ContactFile file = ContactFile.open(in, Optional.empty())) {
            while (file.next().isPresent()) {
                count++;
            }
        }
        assertThat(count).isEqualTo(20 << 10);
    }

    @Test
    void badItemsAreRejectedByTheirLineAndTheRestGoesIn() throws Failure {
        List<Entry> entries = read(text("<query xmlns='jabber:iq:roster'>\n<item name='x'/>\n<item jid='a b'/>\n"
                + "<item jid='c@d.example' subscription='remove'/>\n" + ITEM + "\n</query>"));
        assertThat(entries.subList(0, 3)).allMatch(Entry.Rejected.class::isInstance);
        assertThat(entries).extracting(Entry::line).containsExactly(2, 3, 4, 5);
        assertThat(entries.get(3)).isInstanceOf(Entry.OfContact.class);
    }

    @Test
    void aCsvHeaderOfTenMillionColumnsIsRefused() {
        assertBad(longFile("Name,JID", ",x", 10_000_000, "\n"), "line 1", ContactFile.Format.CSV);
        assertBad(longFile("Name,JID", ",x", 10_000_000, "\n"), "line 1");
    }

    @Test
    void csvWithOneHugeFieldOrAnUnclosedQuoteIsRefusedByItsLine() {
        assertBad(longFile("Name,JID\na,a@b.example\n", "xx", 2 << 20, ""), "line 3");
        assertBad(longFile("Name,JID\na,a@b.example\n\"", "xx\n", 2 << 20, ""), "line 3");
    }

    @Test
    void brokenCsvRowsAreRejectedByTheirLineAndTheRestGoesIn() throws Failure {
        byte[] file = """
                Name;JID
                J\u00FCrgen;j@b.example
                A;a@b.example;too;many

                B;b@b.example/r
                C;c\0@b.example
                D;d@b.example
                """.getBytes(StandardCharsets.ISO_8859_1);
        List<Entry> entries = read(new ByteArrayInputStream(file));
        assertThat(entries).extracting(Entry::line).containsExactly(2, 3, 5, 6, 7);
        assertThat(entries.get(0)).isEqualTo(new Entry.Rejected(2, "not UTF-8"));
        assertThat(entries.subList(0, 4)).allMatch(Entry.Rejected.class::isInstance);
        assertThat(entries.get(4)).isInstanceOf(Entry.OfContact.class);
    }

    @Test
    void whatCannotBeKeptIsToldAndTheContactGoesIn() throws Failure {
        String photo = "A".repeat(400_000);
        InputStream in = text(String.join(
                "\n",
                "BEGIN:VCARD",
                "VERSION:4.0",
                "FN:A",
                "TEL:1",
                "NOTE:bell \u0007",
                "TITLE:kept",
                "PHOTO:data:image/png;base64," + photo,
                "END:VCARD",
                ""));
        try (ContactFile file = ContactFile.open(in, Optional.empty())) {
            Entry entry = file.next().orElseThrow();
            assertThat(((Entry.OfContact) entry).contact().toString())
                    .contains("TITLE")
                    .doesNotContain("PHOTO", "NOTE");
            assertThat(file.losses().first()).hasSize(2).allMatch(loss -> loss.startsWith("line 1: "));
            assertThat(file.losses().first().get(1)).contains("PHOTO", "does not fit");
        }
    }

    @Test
    void aKeptPropertyCannotSmuggleLinesIntoAnExport() throws Exception {
        String smuggler =
                "<property xmlns='urn:kith:vcard:0' name='X-A'><value>a&#10;END:VCARD&#10;BEGIN:VCARD</value></property>";
        String badName = "<property xmlns='urn:kith:vcard:0' name='X-A:b&#10;TEL'><value>a</value></property>";
        com.google.gson.JsonObject contact = com.google.gson.JsonParser.parseString(
                        "{\"name\":\"A\",\"identities\":[{\"type\":\"tel\",\"value\":\"1\"}]}")
                .getAsJsonObject();
        contact.add("unknown", im.kith.cli.render.Json.arrayOf(List.of(smuggler, badName)));
        StringBuilder cards = new StringBuilder();
        new CardWriter(cards::append, ezvcard.VCardVersion.V4_0).write(contact);
        assertThat(cards.toString().lines().filter("BEGIN:VCARD"::equals)).hasSize(1);
        Entry again = read(text(cards.toString())).get(0);
        assertThat(im.kith.cli.render.Json.texts(((Entry.OfContact) again).contact(), "unknown"))
                .containsExactlyInAnyOrder(smuggler, badName);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void fileCutOffOrScrambledAnywhereEndsInEntriesOrOneFailure(long seed) {
        Random random = new Random(seed);
        List<String> files = List.of(
                "BEGIN:VCARD\nVERSION:3.0\nFN:A\nN:A;B;;;\nTEL;TYPE=CELL:1\nPHOTO;ENCODING=b:QUJD\nEND:VCARD\n"
                        .repeat(3),
                "<query xmlns='jabber:iq:roster'>" + ITEM.repeat(4) + "</query>",
                "Name,JID,Groups\r\n\"A, B\",a@b.example,\"x\ny\"\r\nB,b@b.example,z\r\n",
                "{\"kith\":1,\"groups\":[{\"name\":\"g\"}],\"contacts\":[{\"identities\":[{\"type\":\"tel\",\"value\":\"1\"}]}]}");
        for (int round = 0; round < 100; round++) {
            byte[] octets = files.get(round % files.size()).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i > 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(octets, octets.length - random.nextInt(octets.length / 2));
            try {
                read(new ByteArrayInputStream(cut));
            } catch (Failure failure) {
                assertThat(failure.kind()).as("seed %d, round %d", seed, round).isEqualTo(Kind.BAD_INPUT);
            }
        }
    }
}
