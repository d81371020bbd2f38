package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.VersionStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalogue says the same to whoever opens the store later, which is another process. */
class CatalogueTest {

    /** SHA-256 of what another process wrote of the book below. */
    private static final String WRITTEN_BEFORE = "73841181335636af21c3013d4a5de6d4ae9ce14d67d8fee2b5f5e7170db152f4";

    private final Desk desk = new Desk(1);

    @BeforeEach
    void fillTheBook() {
        desk.put(
                Desk.group("g-1"),
                Desk.stamp(1, 2),
                "<group xmlns='urn:xmpp:contacts:0' id='friends' name='Friends'/>",
                true);
        put("a1b2", "<identity type='jid'>juliet@example.org</identity><group id='friends'/>", "Juliet Capulet");
        put("c3d4", "<identity type='email'>Émile@Example.org</identity>", "Émile");
        put("e5f6", "<identity type='tel'>+4912345678</identity>", "朱丽叶");
    }

    private void put(String id, String children, String name) {
        String xml = "<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'>" + children + "</contact>";
        desk.put(Desk.contact(id), Desk.stamp(1, 2), xml, true);
    }

    private List<Bytes> written() {
        return CatalogueWriter.write(
                desk.book.contactIndex().all(),
                desk.book.items(ContactsXml.GROUPS_NODE).all());
    }

    private static Catalogue read(List<Bytes> parts) throws IOException {
        return new Catalogue(
                number -> number < parts.size() ? Optional.of(parts.get(number)) : Optional.<Bytes>empty());
    }

    private static List<String> items(Catalogue catalogue, BitSet contacts) throws IOException {
        List<String> items = new ArrayList<>();
        for (int number : contacts.stream().toArray()) {
            items.addAll(catalogue.items(number));
        }
        return items;
    }

    private static List<String> touching(Catalogue catalogue, String type, String value) throws IOException {
        return items(catalogue, catalogue.touching(List.of(), List.of(FieldKey.identity(new Identity(type, value)))));
    }

    @Test
    void everyContactIsFoundByWhatAUserMayMean() throws Exception {
        Catalogue catalogue = read(written());
        assertThat(catalogue.groupItems()).containsExactly("g-1");
        assertThat(catalogue.size()).isEqualTo(3);
        assertThat(items(catalogue, catalogue.meant("Juliet@example.org"))).containsExactly("a1b2");
        assertThat(items(catalogue, catalogue.meant("+4912345678"))).containsExactly("e5f6");
        assertThat(items(catalogue, catalogue.meant("emile"))).containsExactly("c3d4");
        assertThat(items(catalogue, catalogue.meant("朱丽叶"))).containsExactly("e5f6");
        assertThat(items(catalogue, catalogue.meant("c3d"))).isEmpty();
        assertThat(items(catalogue, catalogue.meant("c3d4"))).containsExactly("c3d4");
        assertThat(touching(catalogue, "jid", "juliet@example.org")).containsExactly("a1b2");
        assertThat(touching(catalogue, "email", "juliet@example.org")).isEmpty();
        assertThat(items(catalogue, catalogue.touching(List.of("e5f6"), List.of())))
                .containsExactly("e5f6");
        Search.Word inFriends = new Search.Word("friend", Set.of("friends"));
        assertThat(items(catalogue, catalogue.matching(List.of(inFriends)))).containsExactly("a1b2");
        assertThat(items(catalogue, catalogue.matching(List.of(new Search.Word("example", Set.of())))))
                .containsExactlyInAnyOrder("a1b2", "c3d4");
    }

    @Test
    void everyProcessWritesTheSame() {
        assertThat(Bytes.sha256(written().get(0)).toHex()).isEqualTo(WRITTEN_BEFORE);
    }

    /** In a book of {@code items} items, most of them reserved. */
    private static int partsOnTheDisk(int contacts, int items) {
        Desk desk = new Desk(1);
        Random random = new Random(contacts);
        for (int i = 0; i < contacts; i++) {
            String name = Integer.toString(random.nextInt(1 << 30), Character.MAX_RADIX);
            String xml = "<contact xmlns='urn:xmpp:contacts:0' name='%s'><identity type='jid'>%s@example.org</identity>"
                    + "<identity type='tel'>+49%d</identity></contact>";
            desk.put(Desk.contact("c" + i), Desk.stamp(1, 2), xml.formatted(name, name, random.nextInt()), true);
        }
        int parts =
                CatalogueWriter.write(desk.book.contactIndex().all(), List.of()).size();
        return Math.max(parts, CatalogueWriter.room(items, parts));
    }

    @Test
    void theSizeOnTheDiskDoesNotTellOfHowManyContactsThereAre() {
        assertThat(partsOnTheDisk(5, 64)).isEqualTo(partsOnTheDisk(64, 64));
        assertThat(partsOnTheDisk(129, 256)).isEqualTo(partsOnTheDisk(256, 256));
    }

    @Test
    void moreThanTheRoomIsRoundedUp() {
        int room = CatalogueWriter.room(64, 1);
        assertThat(CatalogueWriter.room(64, room)).isEqualTo(room);
        assertThat(CatalogueWriter.room(64, room + 1)).isEqualTo(2 * room);
        assertThat(CatalogueWriter.room(64, 3 * room)).isEqualTo(4 * room);
    }

    @Test
    void whatIsNoneOrOfAnotherReleaseIsRefused() {
        byte[] other = written().get(0).toArray();
        other[0]++;
        for (byte[] octets : List.of(other, new byte[VersionStore.SUMMARY_PART])) {
            assertThatThrownBy(() -> read(List.of(Bytes.wrap(octets)))).isInstanceOf(IOException.class);
        }
    }
}
