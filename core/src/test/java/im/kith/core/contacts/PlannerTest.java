package im.kith.core.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.clock.Hlc;
import im.kith.core.replica.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final Desk desk = new Desk(1);
    private final Desk other = new Desk(2);

    private static ContactEdit groups(List<String> add, List<String> remove) {
        return new ContactEdit(Optional.empty(), List.of(), List.of(), add, remove);
    }

    private static ContactEdit identities(List<String> add, List<String> remove) {
        return new ContactEdit(
                Optional.empty(),
                add.stream().map(jid -> new Identity("jid", jid)).toList(),
                remove.stream().map(jid -> new Identity("jid", jid)).toList(),
                List.of(),
                List.of());
    }

    @Test
    void addingMakesMissingGroupsInTheSamePlan() throws InvalidInputException {
        String id = desk.add("  Juliet ", "juliet@example.org", "Friends", "Friends ", "Family");

        assertThat(desk.only().id()).isEqualTo(id).hasSize(26).matches("[a-z2-7]+");
        assertThat(desk.only().contact().name()).contains("Juliet");
        assertThat(desk.only().groups())
                .extracting(ref -> ref.name().orElse("?"))
                .containsExactly("Friends", "Family");
        desk.add("Romeo", "romeo@example.org", "Family");
        assertThat(desk.book.groups()).extracting(GroupView::name).containsExactly("Family", "Friends");
        assertThat(desk.book.groups().get(0).contacts()).isEqualTo(2);
        GroupView group = desk.book.groups().get(0);
        assertThat(group.itemIds()).containsExactly(group.id());
    }

    @Test
    void addingAKnownIdentityTellsWhoHasIt() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org");

        assertThat(desk.planner().add(Desk.draft("J", "JULIET@example.org")))
                .isEqualTo(new Outcome.AlreadyExists(id, "JULIET@example.org"));
    }

    @Test
    void badInputIsRefusedEachWithItsOwnMessage() {
        refused(new Draft(Optional.of("J"), List.of(), List.of(), List.of()), "at least one identity");
        refused(Desk.draft("J", "juliet@example.org/balcony"), "resource");
        refused(Desk.draft("J".repeat(1024), "j@x"), "contact name of 1024 bytes, more than 1023");
        refused(Desk.draft("J\u0000", "j@x"), "control character");
        refused(Desk.draft("J", "j@x", " "), "empty group name");
        refused(Desk.draft("J", "j@x", "g".repeat(1024)), "group name of 1024 bytes");
        refused(
                Desk.draft(
                        "J",
                        "j@x",
                        IntStream.range(0, 257).mapToObj(i -> "g" + i).toArray(String[]::new)),
                "257 groups");
        refused(
                new Draft(
                        Optional.empty(),
                        IntStream.range(0, 257)
                                .mapToObj(i -> new Identity("jid", i + "@x"))
                                .toList(),
                        List.of(),
                        List.of()),
                "257 identities");
        refused(
                new Draft(
                        Optional.empty(),
                        IntStream.range(0, 256)
                                .mapToObj(i -> new Identity("x", i + "\u00e9".repeat(1000)))
                                .toList(),
                        List.of(),
                        List.of()),
                "too big");
    }

    private void refused(Draft draft, String why) {
        assertThatThrownBy(() -> desk.planner().add(draft))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(why);
        ImportPlan plan = desk.planner().importAll(List.of(draft));
        assertThat(plan.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).contains(why));
        assertThat(plan.added()).isZero();
    }

    @Test
    void editsMadeApartAreBothThereAfterwards() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org", "Friends");
        desk.sync(other);
        desk.edit(id, ContactEdit.name("Juliet Capulet"));
        other.edit(id, groups(List.of("Family"), List.of("Friends")));
        other.edit(id, identities(List.of("j@example.net"), List.of()));
        desk.sync(other);

        assertThat(desk.only()).isEqualTo(other.only());
        assertThat(desk.only().contact().name()).contains("Juliet Capulet");
        assertThat(desk.only().groups())
                .extracting(ref -> ref.name().orElse("?"))
                .containsExactly("Family");
        assertThat(desk.only().contact().identities()).hasSize(2);
        assertThat(desk.only().conflicts()).isEqualTo(1);

        desk.edit(id, ContactEdit.name("J"));
        desk.sync(other);
        assertThat(other.only().conflicts()).isZero();
        assertThat(other.only().contact().name()).contains("J");
        assertThat(other.only().groups())
                .extracting(ref -> ref.name().orElse("?"))
                .containsExactly("Family");
    }

    @Test
    void theSameContactMadeApartIsOneAndStaysOneWhenEdited() throws InvalidInputException {
        String mine = desk.add("Juliet", "juliet@example.org", "Friends");
        String theirs = other.add("Jule", "Juliet@example.org", "Family");
        desk.sync(other);
        String smaller = mine.compareTo(theirs) < 0 ? mine : theirs;
        assertThat(desk.only().id()).isEqualTo(smaller);
        assertThat(desk.only().groups()).hasSize(2);

        other.edit(smaller, groups(List.of(), List.of("Friends")));
        desk.sync(other);

        assertThat(desk.only().itemIds()).containsExactly(smaller);
        assertThat(desk.only().groups())
                .extracting(ref -> ref.name().orElse("?"))
                .containsExactly("Family");
        assertThat(desk.visible(ContactsXml.CONTACTS_NODE)).hasSize(2).containsEntry(smaller, false);
        assertThat(desk.only()).isEqualTo(other.only());
    }

    @Test
    void stampsOfAnotherItemSurviveEvenWhenItsClockIsFarAhead() throws InvalidInputException {
        desk.add("Juliet", "juliet@example.org");
        desk.now = 1_000_000_000;
        other.add("Jule", "juliet@example.org");
        desk.now = 1_000_000;
        Stamp future = Desk.stamp(900_000_000_000L, 3);
        String xml =
                "<contact xmlns='urn:xmpp:contacts:0' name='Later'><identity type='jid'>juliet@example.org</identity></contact>";
        desk.put(Desk.contact("zzz"), future, xml, false);

        desk.edit(desk.only().id(), groups(List.of("G"), List.of()));

        assertThat(desk.only().contact().name()).contains("Later");
        assertThat(desk.only().changed()).isAfter(future.hlc().instant().minusMillis(1));
        assertThat(desk.live(Desk.contact(desk.only().id())))
                .singleElement()
                .satisfies(sibling -> assertThat(sibling.stamp().hlc()).isGreaterThan(future.hlc()));
    }

    @Test
    void editingWhatIsSoAlreadyWritesNothing() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org", "Friends");

        Outcome outcome = desk.planner()
                .edit(
                        id,
                        new ContactEdit(
                                Optional.of("Juliet"),
                                List.of(new Identity("jid", "JULIET@example.org")),
                                List.of(),
                                List.of("Friends"),
                                List.of()));

        assertThat(outcome).isEqualTo(new Outcome.Plan(List.of(), List.of(id)));
    }

    @Test
    void editsOfWhatIsNotThereAreMissingAndOfWhatIsTakenExist() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org");
        String romeo = desk.add("Romeo", "romeo@example.org");

        assertThat(desk.planner().edit("nobody", ContactEdit.NONE)).isEqualTo(new Outcome.Missing("nobody"));
        assertThat(desk.planner().edit(id, identities(List.of(), List.of("x@y"))))
                .isEqualTo(new Outcome.Missing("x@y"));
        assertThat(desk.planner().edit(id, groups(List.of(), List.of("G")))).isEqualTo(new Outcome.Missing("G"));
        assertThat(desk.planner().edit(id, identities(List.of("romeo@example.org"), List.of())))
                .isEqualTo(new Outcome.AlreadyExists(romeo, "romeo@example.org"));
        assertThat(desk.planner().remove(List.of("nobody"))).isEqualTo(new Outcome.Missing("nobody"));
        assertThatThrownBy(() -> desk.planner().edit(id, identities(List.of(), List.of("juliet@example.org"))))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void theEmptyNameTakesTheNameAway() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org");
        desk.edit(id, ContactEdit.name(" "));

        assertThat(desk.only().contact().name()).isEmpty();
        assertThat(desk.only().contact().label()).isEqualTo("juliet@example.org");
    }

    @Test
    void anUnknownGroupCanBeLeftById() throws InvalidInputException {
        desk.put(
                Desk.contact("a"),
                Desk.stamp(1, 3),
                "<contact xmlns='urn:xmpp:contacts:0'><identity type='jid'>a@x</identity><group id='lost'/></contact>",
                false);
        desk.edit("a", groups(List.of(), List.of("lost")));

        assertThat(desk.only().groups()).isEmpty();
    }

    @Test
    void groupsAreMadeRenamedDescribedAndRemoved() throws InvalidInputException {
        String id = desk.run(desk.planner().groups().add(" Friends ", "those I like"));
        desk.add("Juliet", "juliet@example.org", "Friends");
        String foes = desk.run(desk.planner().groups().add("Foes", ""));

        assertThat(desk.planner().groups().add("Friends", "")).isEqualTo(new Outcome.AlreadyExists(id, "Friends"));
        assertThat(desk.planner().groups().rename(foes, "Friends")).isEqualTo(new Outcome.AlreadyExists(id, "Friends"));
        assertThat(desk.planner().groups().rename("none", "x")).isEqualTo(new Outcome.Missing("none"));
        desk.run(desk.planner().groups().rename(id, "Amici"));
        desk.run(desk.planner().groups().describe(id, "it", "quelli che amo"));
        Group group = desk.book.groups().get(0).group();
        assertThat(group.name()).isEqualTo("Amici");
        assertThat(group.description("it-CH")).contains("quelli che amo");
        assertThat(group.description("fr")).contains("those I like");

        desk.run(desk.planner().groups().describe(id, "", ""));
        assertThat(desk.book.groups().get(0).group().descriptions())
                .containsExactly(new Description("it", "quelli che amo"));
        desk.run(desk.planner().groups().remove(id));
        assertThat(desk.book.groups()).extracting(GroupView::id).containsExactly(foes);
        assertThat(desk.only().groups()).isEmpty();
    }

    @Test
    void anImportUnitesByIdentityAndTwiceAddsNothing() throws InvalidInputException {
        String juliet = desk.add("Juliet", "juliet@example.org", "Friends");
        List<Draft> drafts = new ArrayList<>(List.of(
                Desk.draft("Other name", "JULIET@example.org", "Family"),
                Desk.draft("Romeo", "romeo@example.net", "Friends", "New"),
                new Draft(
                        Optional.empty(),
                        List.of(new Identity("jid", "romeo@example.net"), new Identity("tel", "1")),
                        List.of(),
                        List.of(Desk.xml("<x xmlns='urn:x'/>"))),
                Desk.draft("bad", "a@b/c")));

        ImportPlan plan = desk.planner().importAll(drafts);
        desk.write(plan.writes());

        assertThat(List.of(plan.read(), plan.added(), plan.merged(), plan.unchanged()))
                .containsExactly(4, 1, 2, 0);
        assertThat(plan.rejected()).extracting(ImportPlan.Rejected::index).containsExactly(3);
        List<ContactView> all = desk.book.list(AddressBook.Sort.NAME);
        assertThat(all).extracting(view -> view.contact().label()).containsExactly("Juliet", "Romeo");
        assertThat(all.get(0).id()).isEqualTo(juliet);
        assertThat(all.get(0).groups()).hasSize(2);
        assertThat(all.get(1).contact().extensions()).hasSize(1);
        assertThat(desk.book.groups()).hasSize(3);

        ImportPlan again = desk.planner().importAll(drafts);
        assertThat(again.writes()).isEmpty();
        assertThat(again.unchanged()).isEqualTo(3);
    }

    @Test
    void anImportedBridgeJoinsContacts() throws InvalidInputException {
        desk.add("A", "a@x");
        desk.add("B", "b@x");
        Draft bridge = new Draft(
                Optional.of("C"),
                List.of(new Identity("jid", "a@x"), new Identity("jid", "b@x")),
                List.of(),
                List.of());

        ImportPlan plan = desk.planner().importAll(List.of(Desk.draft("D", "d@x"), bridge, bridge));
        desk.write(plan.writes());

        assertThat(List.of(plan.added(), plan.merged(), plan.unchanged())).containsExactly(1, 1, 1);
        assertThat(desk.book.list(AddressBook.Sort.NAME))
                .extracting(view -> view.contact().label())
                .containsExactly("B", "D");
        assertThat(desk.book.list(AddressBook.Sort.NAME).get(0).itemIds()).hasSize(1);
    }

    @Test
    void otherSoftwareThatDropsTheEditsDoesNoHarm() throws InvalidInputException {
        String id = desk.add("Juliet", "juliet@example.org", "Friends");
        desk.edit(id, groups(List.of("Family"), List.of("Friends")));
        List<Sibling> shown = desk.live(Desk.contact(id));
        String family = desk.only().contact().groupIds().get(0);
        String rewritten = "<contact xmlns='urn:xmpp:contacts:0'><identity type='jid'>juliet@example.org</identity>"
                + "<group id='" + family + "'/><group id='new'/></contact>";

        Stamp stamp = new Stamp(Hlc.of(9_000_000, 0), Desk.replica(7));
        Fields fields = Fields.read(
                Subject.CONTACT,
                Merges.restamped(ContactsXml.CONTACTS_NODE, shown, Desk.xml(rewritten))
                        .apply(stamp),
                stamp);

        assertThat(fields.all().stream().filter(field -> field.stamp().equals(stamp)))
                .extracting(Field::key)
                .containsExactlyInAnyOrder(FieldKey.NAME, FieldKey.group("new"));
        assertThat(fields.all().stream().filter(field -> !field.present())).hasSize(2);
        assertThat(fields.added()).isEqualTo(desk.only().added().toEpochMilli());
        assertThat(Set.of(Merges.merged(ContactsXml.CONTACTS_NODE, shown).size()))
                .containsExactly(1);
    }

    @Test
    void onOtherNodesTheLatestPayloadStandsWhole() {
        desk.put(Desk.contact("a"), Desk.stamp(5, 2), "<x xmlns='urn:x' a='1'/>", false);
        desk.put(Desk.contact("a"), Desk.stamp(4, 3), "<x xmlns='urn:x' b='1'/>", false);

        assertThat(Merges.payload("urn:other", desk.live(Desk.contact("a"))))
                .contains(Desk.xml("<x xmlns='urn:x' a='1'/>"));
    }
}
