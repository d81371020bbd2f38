package im.kith.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContactFileTest {

    static List<Entry> read(byte[] file) throws Failure {
        List<Entry> entries = new ArrayList<>();
        try (ContactFile in = ContactFile.open(new ByteArrayInputStream(file), Optional.empty())) {
            for (Optional<Entry> next = in.next(); next.isPresent(); next = in.next()) {
                entries.add(next.get());
            }
        }
        return entries;
    }

    private static List<Entry> read(String file) throws Failure {
        return read(file.getBytes(StandardCharsets.UTF_8));
    }

    private static String contact(Entry entry) {
        return ((Entry.OfContact) entry).contact().toString().replace('"', '\'');
    }

    @Test
    void aCardOfVersion3IsRead() throws Failure {
        List<Entry> entries = read("""
                BEGIN:VCARD
                VERSION:3.0
                FN:Juliet Capulet
                N:Capulet;Juliet;;;
                EMAIL;TYPE=INTERNET:juliet@capulet.example
                TEL;TYPE=CELL:+39 045 555
                X-JABBER:juliet@example.org
                CATEGORIES:Friends,Verona\\, Italy
                PHOTO;ENCODING=b;TYPE=JPEG:AAAA
                END:VCARD
                """);
        assertThat(entries).hasSize(1);
        assertThat(contact(entries.get(0)))
                .isEqualTo("{'line':1,'name':'Juliet Capulet','identities':["
                        + "{'type':'email','value':'juliet@capulet.example'},"
                        + "{'type':'tel','value':'+39 045 555'},"
                        + "{'type':'jid','value':'juliet@example.org'}],"
                        + "'groups':['Friends','Verona, Italy'],'unknown':["
                        + kept("name='N' with='Juliet Capulet'", "Capulet;Juliet;;;")
                        + "," + kept("name='TEL'", "cell", "+39 045 555")
                        + "," + kept("name='PHOTO'", "jpeg", "data:image/jpeg;base64,AAAA") + "]}");
    }

    private static String kept(String attributes, String value) {
        return "'<property xmlns='urn:kith:vcard:0' " + attributes + "><value>" + value + "</value></property>'";
    }

    private static String kept(String attributes, String type, String value) {
        return "'<property xmlns='urn:kith:vcard:0' " + attributes + "><parameter name='TYPE'>" + type
                + "</parameter><value>" + value + "</value></property>'";
    }

    @Test
    @SuppressWarnings("StringConcatToTextBlock")
    void aCardOfVersion4IsReadFoldedLinesAndAll() throws Failure {
        List<Entry> entries = read("\uFEFFBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jül\r\n ïet\r\n"
                + "IMPP;PREF=1:xmpp:j%C3%BC%21@example.org?message\r\nTEL;VALUE=uri:tel:+39-045-555\r\nEND:VCARD\r\n");
        assertThat(contact(entries.get(0)))
                .isEqualTo("{'line':1,'name':'Jülïet','identities':[{'type':'jid','value':'jü!@example.org'},"
                        + "{'type':'tel','value':'+39-045-555'}],'groups':[],'unknown':["
                        + "'<property xmlns='urn:kith:vcard:0' name='IMPP'><parameter name='PREF'>1</parameter>"
                        + "<value>xmpp:j%C3%BC%21@example.org?message</value></property>',"
                        + "'<property xmlns='urn:kith:vcard:0' name='TEL'><parameter name='VALUE'>uri</parameter>"
                        + "<value>tel:+39-045-555</value></property>']}");
    }

    @Test
    void theNameIsMadeOfWhatThereIs() throws Failure {
        List<Entry> entries = read("""
                BEGIN:VCARD
                VERSION:3.0
                N:Capulet;Juliet;;Lady;
                TEL:1
                END:VCARD
                BEGIN:VCARD
                VERSION:3.0
                ORG:House of Capulet;Kitchen
                TEL:2
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                FN:
                TEL:3
                END:VCARD
                """);
        assertThat(entries)
                .map(ContactFileTest::contact)
                .satisfiesExactly(
                        first -> assertThat(first).contains("'name':'Lady Juliet Capulet'"),
                        second -> assertThat(second).contains("'name':'House of Capulet, Kitchen'"),
                        third -> assertThat(third).doesNotContain("'name'"));
    }

    @Test
    void whatIsBrokenIsRejectedByItsLineAndTheRestGoesIn() throws Failure {
        List<Entry> entries = read("""
                BEGIN:VCARD
                VERSION:4.0
                FN:Nobody
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                IMPP:xmpp:a@b.example/balcony
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                X-JABBER:two words@example.org
                END:VCARD
                stray
                BEGIN:VCARD
                VERSION:4.0
                IMPP:xmpp:good@example.org
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                FN:Unended
                """);
        assertThat(entries)
                .satisfiesExactly(
                        one -> assertThat(one)
                                .isEqualTo(new Entry.Rejected(1, "no identity: no address, mail or telephone number")),
                        two -> assertThat(two)
                                .isEqualTo(
                                        new Entry.Rejected(
                                                5,
                                                "a contact has a bare JID, without a resource: a@b.example instead of a@b.example/balcony")),
                        three -> assertThat(three).isEqualTo(new Entry.Rejected(9, "not a JID: two words@example.org")),
                        four -> assertThat(four).isEqualTo(new Entry.Rejected(13, "text outside of a vCard")),
                        five -> assertThat(contact(five)).contains("'line':14").contains("good@example.org"),
                        six -> assertThat(six).isEqualTo(new Entry.Rejected(18, "the vCard does not end")));
    }

    @Test
    @SuppressWarnings("StringConcatToTextBlock")
    void aCardThatIsNotUtf8IsRejectedAlone() throws Failure {
        String cards = "BEGIN:VCARD\nVERSION:3.0\nFN:J\u00FCrgen\nTEL:1\nEND:VCARD\n"
                + "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nTEL:1\nEND:VCARD\n";
        List<Entry> entries = read(cards.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(entries.get(0)).isEqualTo(new Entry.Rejected(1, "not UTF-8"));
        assertThat(contact(entries.get(1))).contains("Anna");
    }

    @Test
    void jsonIsReadAsExportedAndAsListed() throws Failure {
        String contact = "{\"id\":\"1\",\"name\":\"J\",\"identities\":[{\"type\":\"jid\",\"value\":\"j@b.example\"}],"
                + "\"groups\":[{\"id\":\"g\",\"name\":\"G\"}],\"unknown\":[\"<x/>\"]}";
        String kept =
                "'name':'J','identities':[{'type':'jid','value':'j@b.example'}],'groups':['G'],'unknown':['<x/>']}";
        List<Entry> exported =
                read("{\"kith\":1,\n\"groups\":[\n{\"id\":\"g\",\"name\":\"G\",\"description\":\"d\"}],\n"
                        + "\"contacts\":[\n" + contact + ",\n{\"name\":\"nobody\"},\n7]}");
        assertThat(((Entry.OfGroup) exported.get(0)).group()).hasToString("{\"name\":\"G\",\"description\":\"d\"}");
        assertThat(contact(exported.get(1))).isEqualTo("{'line':5," + kept);
        assertThat(exported.get(2).line()).isEqualTo(6);
        assertThat(exported.get(3)).isEqualTo(new Entry.Rejected(7, "not an object"));
        assertThat(read("[" + contact + "]")).map(ContactFileTest::contact).containsExactly("{'line':1," + kept);
        assertThat(read("{}")).isEmpty();
    }

    @Test
    void jsonThatBreaksOffIsReadUpToThereAndThenRefusedByItsLine() throws Failure {
        byte[] file = "[{\"identities\":[{\"type\":\"tel\",\"value\":\"1\"}]},\n\n{\"name\":"
                .getBytes(StandardCharsets.UTF_8);
        try (ContactFile in = ContactFile.open(new ByteArrayInputStream(file), Optional.empty())) {
            assertThat(in.next()).isPresent();
            assertThatThrownBy(in::next).hasMessage("line 3: not kith JSON");
        }
    }

    @Test
    void whatIsNothingKnownIsRefusedWithAHint() {
        for (String file : List.of("", "what is this", "first,second\n1,2\n", "<html/>")) {
            assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.BAD_INPUT);
                assertThat(failure.hint()).isPresent();
            });
        }
    }

    @Test
    @SuppressWarnings("StringConcatToTextBlock")
    void everyFormatIsReadInUtf16WithItsMark() throws Failure {
        String expected = "'name':'J\u00FCl \uD83D\uDE00'";
        for (String file : List.of(
                "BEGIN:VCARD\nVERSION:4.0\nFN:J\u00FCl \uD83D\uDE00\nTEL:1\nEND:VCARD\n",
                "[{\"name\":\"J\u00FCl \uD83D\uDE00\",\"identities\":[{\"type\":\"tel\",\"value\":\"1\"}]}]",
                "Name;Phone\nJ\u00FCl \uD83D\uDE00;1\n",
                "<query xmlns='jabber:iq:roster'><item jid='a@b.example' name='J\u00FCl \uD83D\uDE00'/></query>")) {
            for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
                assertThat(read(("\uFEFF" + file).getBytes(charset)))
                        .map(ContactFileTest::contact)
                        .satisfiesExactly(one -> assertThat(one).contains(expected));
            }
        }
    }
}
