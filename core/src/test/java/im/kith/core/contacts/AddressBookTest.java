package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.replica.ItemKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AddressBookTest {

    /** XEP-0510 §4.1.3 and §4.2.2. */
    private static final String JULIET = "<contact xmlns='urn:xmpp:contacts:0' name='Juliet Capulet'>"
            + "<identity type='jid'>juliet@example.org</identity><group id='grp-789'/><group id='grp-123'/></contact>";

    private static final String FRIENDS = "<group xmlns='urn:xmpp:contacts:0' id='grp-789' name='Friends'/>";
    private static final String RESERVED = "<reserved xmlns='urn:xmpp:contacts:0'/>";

    private final Desk desk = new Desk(1);

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    private static String contact(String name, String... jids) {
        StringBuilder xml = new StringBuilder("<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'>");
        for (String jid : jids) {
            xml.append("<identity type='jid'>").append(jid).append("</identity>");
        }
        return xml + "</contact>";
    }

    private void put(String id, long millis, String xml) {
        desk.put(Desk.contact(id), Desk.stamp(millis, 2), xml, true);
    }

    private List<String> names() {
        return desk.book.list(AddressBook.Sort.NAME).stream()
                .map(view -> view.contact().label())
                .toList();
    }

    @Test
    void showsTheExamplesOfTheSpecification() {
        put("a1b2c3d4", 5, JULIET);
        put("a1b2c3d5", 5, RESERVED);
        ContactView before = desk.only();
        desk.put(Desk.group("grp-789"), Desk.stamp(6, 2), FRIENDS, true);

        assertThat(before.groups())
                .containsExactly(new GroupRef("grp-789", Optional.empty()), new GroupRef("grp-123", Optional.empty()));
        ContactView view = desk.only();
        assertThat(view.id()).isEqualTo("a1b2c3d4");
        assertThat(view.contact().toXml().toXml()).isEqualTo(JULIET);
        assertThat(view.groups())
                .containsExactly(
                        new GroupRef("grp-789", Optional.of("Friends")), new GroupRef("grp-123", Optional.empty()));
        assertThat(view.added()).isEqualTo(Instant.ofEpochMilli(5));
        assertThat(view.changedBy()).isEqualTo(Desk.replica(2));
        assertThat(desk.book.groups())
                .singleElement()
                .extracting(GroupView::contacts)
                .isEqualTo(1);
        assertThat(desk.book.groups().get(0).group().toXml().toXml()).isEqualTo(FRIENDS);
        assertThat(Payload.read(ContactsXml.CONTACTS_NODE, Desk.xml(RESERVED))).contains(new Reserved());
        assertThat(desk.book.reservedCount(ContactsXml.CONTACTS_NODE)).isEqualTo(1);
    }

    @Test
    void itemsThatShareAnIdentityAreOneContactTransitively() {
        put("b", 1, contact("B", "b@x", "bc@x"));
        put("c", 3, contact("C", "BC@x", "cd@x"));
        put("d", 2, contact("D", "cd@x"));
        put("e", 2, contact("E", "e@x"));

        assertThat(names()).containsExactly("C", "E");
        assertThat(desk.book.list(AddressBook.Sort.NAME).get(0).itemIds()).containsExactly("b", "c", "d");

        put("c", 4, RESERVED);
        assertThat(names()).containsExactly("B", "D", "E");
    }

    @Test
    void tellsWhatChanged() {
        put("b", 1, contact("B", "b@x"));
        assertThat(desk.events).singleElement().isInstanceOfSatisfying(BookEvent.OfContact.class, event -> {
            assertThat(event.kind()).isEqualTo(BookEvent.Kind.ADDED);
            assertThat(event.cause()).contains(Desk.stamp(1, 2));
        });
        put("b", 2, contact("B", "b@x"));
        assertThat(desk.events).isEmpty();
        put("b", 3, contact("BB", "b@x"));
        assertThat(desk.events).extracting(BookEvent::kind).containsExactly(BookEvent.Kind.CHANGED);
        put("b", 4, RESERVED);
        assertThat(desk.events).singleElement().isInstanceOfSatisfying(BookEvent.OfContact.class, event -> {
            assertThat(event.kind()).isEqualTo(BookEvent.Kind.REMOVED);
            assertThat(event.contact().contact().name()).contains("BB");
            assertThat(event.cause()).contains(Desk.stamp(4, 2));
        });
    }

    @Test
    void siblingsAreMergedPerFieldAndCounted() {
        put("b", 1, contact("B", "b@x"));
        desk.put(Desk.contact("b"), Desk.stamp(2, 3), contact("Later", "b2@x"), false);

        assertThat(desk.only().conflicts()).isEqualTo(1);
        assertThat(desk.only().contact().name()).contains("Later");
        assertThat(desk.only().contact().identities())
                .extracting(Identity::value)
                .containsExactly("b@x", "b2@x");
    }

    @Test
    void siblingsStandInTheOrderOfTheirStampsInWhateverOrderTheyCame() {
        put("b", 2, contact("B", "b@x", "second@x"));
        desk.put(Desk.contact("b"), Desk.stamp(1, 3), contact("B", "first@x", "b@x"), false);

        assertThat(desk.only().contact().identities())
                .extracting(Identity::value)
                .containsExactly("first@x", "b@x", "second@x");
    }

    @Test
    void aContactBesideAReservedOrRetractedSiblingIsShown() {
        put("b", 1, contact("B", "b@x"));
        desk.put(Desk.contact("b"), Desk.stamp(9, 3), RESERVED, false);

        assertThat(names()).containsExactly("B");
        assertThat(desk.only().conflicts()).isZero();
    }

    @Test
    void whatCannotBeShownIsKeptAside() {
        put("a", 1, "<contact xmlns='urn:xmpp:contacts:0' name='Nobody'/>");
        put("b", 1, "<other xmlns='urn:x'/>");
        desk.put(Desk.group("g"), Desk.stamp(1, 1), "<group xmlns='urn:xmpp:contacts:0' id='g' name=''/>", true);
        desk.book.apply(List.of(new ItemUpdate(Desk.contact("c"), List.of(), 1)));

        assertThat(names()).isEmpty();
        assertThat(desk.book.groups()).isEmpty();
        assertThat(desk.book.problems())
                .containsExactly(
                        new ProblemItem(Desk.contact("a"), ProblemItem.Reason.NO_IDENTITY),
                        new ProblemItem(Desk.contact("b"), ProblemItem.Reason.FOREIGN_PAYLOAD),
                        new ProblemItem(Desk.contact("c"), ProblemItem.Reason.UNREADABLE),
                        new ProblemItem(Desk.group("g"), ProblemItem.Reason.NO_GROUP_NAME));
        assertThat(desk.book.itemCount(ContactsXml.CONTACTS_NODE)).isEqualTo(3);
    }

    /** Fed bit by bit, with all that comes and goes, the book is what it is when fed at once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theBookIsAFunctionOfTheItems(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            ItemKey item = Desk.contact("item" + random.nextInt(8));
            String jids = random.nextInt(6) + "@x";
            String xml = random.nextInt(4) == 0
                    ? RESERVED
                    : contact("N" + random.nextInt(9), jids, random.nextInt(6) + "@y")
                            .replace("</contact>", "<group id='g" + random.nextInt(2) + "'/></contact>");
            desk.put(item, Desk.stamp(random.nextInt(20), random.nextInt(3)), xml, random.nextInt(3) > 0);
        }
        List<ItemKey> items = new ArrayList<>(desk.items());
        Collections.shuffle(items, random);
        AddressBook once = new AddressBook();
        once.load(items.stream()
                .map(item -> new ItemUpdate(item, desk.live(item), 0))
                .toList());

        assertThat(desk.book.list(AddressBook.Sort.NAME)).isEqualTo(once.list(AddressBook.Sort.NAME));
        assertThat(desk.book.list(AddressBook.Sort.ADDED, "g1")).isEqualTo(once.list(AddressBook.Sort.ADDED, "g1"));
        assertThat(desk.book.problems()).isEqualTo(once.problems());
    }

    @Test
    void sortsByFoldedNameAddedAndChanged() {
        put("a", 3, contact("\u00e9mile", "1@x"));
        put("b", 2, contact("Eva", "2@x"));
        put("c", 1, contact("adam", "3@x"));
        put("b", 9, contact("Eva", "2@x"));

        assertThat(names()).containsExactly("adam", "\u00e9mile", "Eva");
        assertThat(desk.book.list(AddressBook.Sort.CHANGED))
                .extracting(ContactView::id)
                .containsExactly("c", "a", "b");
    }

    @Test
    void searchFoldsCaseAndAccentsAndWantsEveryWord() throws InvalidInputException {
        desk.add("Ren\u00e9e Stra\u00dfer", "rs@example.org", "Caf\u00e9 Friends");
        desk.add("Bernard", "renee@example.org");
        desk.add("Zo\u00eb Renee", "z@example.org");

        assertThat(found("RENEE")).containsExactly("Ren\u00e9e Stra\u00dfer", "Zo\u00eb Renee", "Bernard");
        assertThat(found("strasser cafe")).containsExactly("Ren\u00e9e Stra\u00dfer");
        assertThat(found("STRA\u1e9eER")).containsExactly("Ren\u00e9e Stra\u00dfer");
        assertThat(found("renee nobody")).isEmpty();
    }

    private List<String> found(String text) {
        return desk.book.search(text).stream()
                .map(view -> view.contact().label())
                .toList();
    }

    @Test
    void aReferenceIsAnIdAnIdentityAPrefixOrAName() {
        put("abcdef", 1, contact("Ann", "ann@x"));
        put("abcxyz", 1, contact("Bob", "bob@x"));
        put("zzzz", 1, contact("Bob", "bob2@x"));

        assertThat(contact("abcdef")).isEqualTo("abcdef");
        assertThat(contact("ANN@x")).isEqualTo("abcdef");
        assertThat(contact("abcd")).isEqualTo("abcdef");
        assertThat(contact("Ann")).isEqualTo("abcdef");
        assertThat(contact("Bob")).isEqualTo("[abcxyz, zzzz]");
        assertThat(contact("abc")).isEqualTo("none");
        assertThat(contact("ann")).isEqualTo("none");
        put("abcdzz", 1, contact("Cyd", "cyd@x"));
        assertThat(contact("abcd")).isEqualTo("[abcdef, abcdzz]");
    }

    private String contact(String ref) {
        Resolved<ContactView> resolved = desk.book.contact(ref);
        if (resolved instanceof Resolved.Found<ContactView> found) {
            return found.value().id();
        }
        return resolved instanceof Resolved.Ambiguous<ContactView> many
                ? many.candidates().stream().map(ContactView::id).toList().toString()
                : "none";
    }

    @Test
    void aGroupNameMeansAllGroupsOfThatName() throws InvalidInputException {
        desk.put(Desk.group("i1"), Desk.stamp(1, 1), FRIENDS, true);
        desk.put(Desk.group("i2"), Desk.stamp(1, 1), FRIENDS.replace("789", "111"), true);
        put("a", 1, contact("A", "a@x").replace("</contact>", "<group id='grp-789'/></contact>"));
        put("b", 1, contact("B", "b@x").replace("</contact>", "<group id='grp-111'/></contact>"));
        desk.add("C", "c@x", "Friends");

        assertThat(desk.book.list(AddressBook.Sort.NAME, "Friends")).hasSize(3);
        assertThat(desk.book.list(AddressBook.Sort.NAME, "grp-111")).hasSize(2);
        assertThat(desk.book.group("Friends")).isInstanceOf(Resolved.Ambiguous.class);
        assertThat(desk.book.group("grp-7")).isInstanceOf(Resolved.Found.class);
        assertThat(desk.book.group("Foes")).isInstanceOf(Resolved.NotFound.class);
    }
}
