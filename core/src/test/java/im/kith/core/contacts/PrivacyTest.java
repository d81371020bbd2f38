package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrivacyTest {

    private final Desk desk = new Desk(1);

    @BeforeEach
    void hide() {
        desk.privacy = Privacy.DEFAULT;
    }

    private int shown(String node) {
        return desk.visible(node).size();
    }

    @Test
    void stepsDoubleAndThenGrowByEighths() {
        assertThat(IntStream.rangeClosed(0, 2100).map(PrivacySteps::atLeast).distinct())
                .containsExactly(16, 32, 64, 128, 256, 512, 1024, 1152, 1280, 1408, 1536, 1664, 1792, 1920, 2048, 2304);
        assertThat(PrivacySteps.atLeast(100_000)).isEqualTo(106_496);
        IntStream.range(1025, 5000)
                .forEach(n -> assertThat(PrivacySteps.atLeast(n) - n).isBetween(0, n / 8));
    }

    @Test
    void paddingHidesTheLength() {
        assertThat(IntStream.of(0, 512, 513, 768, 769).map(Padding::size)).containsExactly(512, 512, 768, 768, 1024);
        Bytes padded = Padding.pad("<a/>");
        assertThat(padded.length()).isEqualTo(512);
        assertThat(padded.toUtf8()).isEqualTo("<a/>" + " ".repeat(508));
    }

    @Test
    void theNumberOfItemsStaysAtTheStep() throws InvalidInputException {
        Set<Integer> sizes = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            desk.add("N" + i, i + "@example.org", "Friends");
            sizes.add(shown(ContactsXml.CONTACTS_NODE));
            assertThat(desk.visible(ContactsXml.CONTACTS_NODE)).containsValue(false);
        }

        assertThat(sizes).containsExactly(16, 32, 64);
        assertThat(shown(ContactsXml.GROUPS_NODE)).isEqualTo(16);
        assertThat(desk.book.list(AddressBook.Sort.NAME)).hasSize(40);
        assertThat(desk.book.reservedCount(ContactsXml.CONTACTS_NODE)).isEqualTo(24);
    }

    @Test
    void anImportGoesToItsStepAtOnce() throws InvalidInputException {
        desk.add("First", "first@example.org");
        desk.write(desk.planner()
                .importAll(IntStream.range(0, 1100)
                        .mapToObj(i -> Desk.draft("N" + i, i + "@example.org"))
                        .toList())
                .writes());

        assertThat(shown(ContactsXml.CONTACTS_NODE)).isEqualTo(1152);
        assertThat(desk.book.reservedCount(ContactsXml.CONTACTS_NODE)).isEqualTo(51);
    }

    @Test
    void aRemovedContactLeavesAReservedItemOfItsSize() throws InvalidInputException {
        String id = desk.add("N".repeat(1000), "n@example.org");
        int size = desk.live(Desk.contact(id)).get(0).size();
        desk.run(desk.planner().remove(List.of(id, id)));

        assertThat(desk.live(Desk.contact(id))).singleElement().satisfies(sibling -> {
            assertThat(sibling.payload()).contains(Reserved.ELEMENT);
            assertThat(sibling.size()).isEqualTo(size).isGreaterThan(1000);
        });
        assertThat(shown(ContactsXml.CONTACTS_NODE)).isEqualTo(16);
        assertThat(desk.book.list(AddressBook.Sort.NAME)).isEmpty();
    }

    @Test
    void newReservedItemsCopySizesThatOccur() throws InvalidInputException {
        desk.add("N".repeat(1000), "n@example.org");

        assertThat(desk.visible(ContactsXml.CONTACTS_NODE).keySet())
                .allSatisfy(id -> assertThat(desk.live(Desk.contact(id)))
                        .singleElement()
                        .extracting(Sibling::size)
                        .isEqualTo(1280));
    }

    @Test
    void compatibleMeansNoReservedItemsAtAll() throws InvalidInputException {
        String id = desk.add("A", "a@example.org", "G");
        desk.privacy = new Privacy(true, true);
        desk.run(desk.planner().fit());
        assertThat(desk.visible(ContactsXml.CONTACTS_NODE)).containsOnlyKeys(id);
        assertThat(shown(ContactsXml.GROUPS_NODE)).isEqualTo(1);

        desk.add("B", "b@example.org");
        desk.run(desk.planner().remove(List.of(id)));
        assertThat(desk.visible(ContactsXml.CONTACTS_NODE)).hasSize(1).containsValue(false);

        desk.privacy = Privacy.DEFAULT;
        desk.run(desk.planner().fit());
        assertThat(shown(ContactsXml.CONTACTS_NODE)).isEqualTo(16);
    }

    @Test
    void withoutStepsReservedItemsAreUsedUpAndNotMade() throws InvalidInputException {
        desk.privacy = new Privacy(false, false);
        String id = desk.add("A", "a@example.org");
        desk.run(desk.planner().remove(List.of(id)));
        desk.add("B", "b@example.org");

        assertThat(shown(ContactsXml.CONTACTS_NODE)).isEqualTo(1);
        assertThat(desk.visible(ContactsXml.CONTACTS_NODE)).doesNotContainKey(id);
    }
}
