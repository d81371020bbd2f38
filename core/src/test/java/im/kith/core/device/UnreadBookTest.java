package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Resolved;
import im.kith.core.contacts.SummaryDraft;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.VersionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A book that reads what it is asked for answers as one that has read everything. */
class UnreadBookTest extends RandomBook {

    private static AddressBook book(DeviceWorld.Member member) {
        return member.device().book();
    }

    private static ContactEdit adding(Identity identity) {
        return new ContactEdit(Optional.empty(), List.of(identity), List.of(), List.of(), List.of());
    }

    private static ContactEdit removing(Identity identity) {
        return new ContactEdit(Optional.empty(), List.of(), List.of(identity), List.of(), List.of());
    }

    /** Words and references of all kinds, for contacts that there are and that there are not. */
    private static Set<String> questions(DeviceWorld.Member member, Random random) {
        Set<String> questions = new LinkedHashSet<>(List.of("nobody", "nob", "", "example", "g1", "N1 example", "e"));
        List<ContactView> all = book(member).list(AddressBook.Sort.NAME);
        for (int i = 0; i < 12; i++) {
            ContactView some = all.get(random.nextInt(all.size()));
            questions.add(some.id());
            questions.add(some.itemIds().get(some.itemIds().size() - 1));
            questions.add(some.id().substring(0, AddressBook.PREFIX));
            some.contact().name().ifPresent(questions::add);
            some.contact().identities().forEach(identity -> questions.add(identity.value()));
            some.groups()
                    .forEach(group -> group.name()
                            .ifPresent(name ->
                                    questions.add(name + " " + some.contact().label())));
        }
        return questions;
    }

    private static List<Object> answers(DeviceWorld.Member member, String question) {
        return List.of(book(member).contact(question), List.copyOf(book(member).search(question)));
    }

    private static void assertAnswers(DeviceWorld.Member member, Map<String, List<Object>> expected) {
        for (String question : expected.keySet()) {
            assertThat(answers(member, question)).as(question).isEqualTo(expected.get(question));
        }
    }

    private void changeOften(Random random, DeviceWorld.Member... members) throws Exception {
        for (int i = 0; i < 10; i++) {
            change(members[random.nextInt(members.length)], random);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyQuestionIsAnsweredAsByABookThatHasReadAll(long seed) throws Exception {
        Random random = new Random(seed);
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        run(laptop, imported(planner(laptop), 1));
        run(laptop, imported(planner(laptop), 101));
        for (int round = 0; round < 3; round++) {
            changeOften(random, laptop, phone);
            world.sync(laptop, phone);
            laptop.keepSummary();
            for (int i = random.nextInt(3); i > 0; i--) {
                change(random.nextBoolean() ? laptop : phone, random);
                world.sync(laptop, phone);
            }
            laptop.reopen();
            Map<String, List<Object>> expected = new LinkedHashMap<>();
            for (String question : questions(laptop, random)) {
                expected.put(question, answers(laptop, question));
            }
            int partly = 0;
            for (String question : expected.keySet()) {
                laptop.reopen();
                assertThat(answers(laptop, question)).as(question).isEqualTo(expected.get(question));
                partly += book(laptop).isComplete() ? 0 : 1;
            }
            assertThat(partly).isGreaterThan(10);
            laptop.reopen();
            assertAnswers(laptop, expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void editsInABookThatHasReadLittleDoAsInOneThatHasReadAll(long seed) throws Exception {
        Random random = new Random(seed);
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        run(laptop, imported(planner(laptop), 1));
        for (int round = 0; round < 4; round++) {
            changeOften(random, laptop, phone);
            world.sync(laptop, phone);
            laptop.keepSummary();
            List<ContactView> all = book(laptop).list(AddressBook.Sort.NAME);
            ContactView some = all.get(random.nextInt(all.size()));
            ContactView other = all.get(random.nextInt(all.size()));
            MemoryVersionStore before = MemoryVersionStore.copyOf((MemoryVersionStore) laptop.store());
            List<Outcome> outcomes = new ArrayList<>();
            for (boolean complete : List.of(true, false)) {
                laptop.reopen(MemoryVersionStore.copyOf(before), false);
                if (complete) {
                    book(laptop).complete();
                }
                Outcome taken = planner(laptop)
                        .edit(some.id(), adding(other.contact().identities().get(0)));
                Outcome outcome =
                        planner(laptop).edit(some.id(), edit(laptop, some.id(), 100 + round, new Random(seed)));
                outcomes.add(taken instanceof Outcome.AlreadyExists ? taken : outcome);
                laptop.events.clear();
                run(laptop, outcome);
                assertThat(laptop.events).hasAtLeastOneElementOfType(DeviceEvent.BookChanged.class);
                assertThat(book(laptop).isComplete()).isEqualTo(complete);
            }
            assertThat(outcomes.get(0).getClass()).isEqualTo(outcomes.get(1).getClass());
            List<Shown> shown = shown(laptop);
            laptop.reopen();
            assertThat(shown(laptop)).isEqualTo(shown);
            world.pass(Duration.ofMinutes(1));
            world.sync(laptop, phone);
            assertThat(shown(phone)).isEqualTo(shown);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aSummaryThatIsLostMeanwhileCostsNoAnswer(long seed) throws Exception {
        Random random = new Random(seed);
        FaultyStore store = new FaultyStore(new MemoryVersionStore());
        var laptop = world.found("laptop", store);
        for (int i = 0; i < 9; i++) {
            run(laptop, imported(planner(laptop), 100 * i));
        }
        int incomplete = 0;
        for (int round = 0; round < 2; round++) {
            book(laptop).complete();
            SummaryDraft draft = new SummaryDraft(book(laptop), store);
            draft.write();
            draft.keep();
            change(laptop, random);
            change(laptop, random);
            Map<String, List<Object>> expected = new LinkedHashMap<>();
            questions(laptop, random).forEach(question -> expected.put(question, answers(laptop, question)));
            List<String> some = new ArrayList<>(expected.keySet());
            Collections.shuffle(some, random);
            for (String first : some.subList(0, 12)) {
                store.loseSummary(Integer.MAX_VALUE);
                laptop.reopen();
                assertThat(answers(laptop, first)).as(first).isEqualTo(expected.get(first));
                incomplete += book(laptop).isComplete() ? 0 : 1;
                store.loseSummary(random.nextInt(3));
                assertAnswers(laptop, expected);
                laptop.reopen();
                assertAnswers(laptop, expected);
            }
        }
        assertThat(incomplete).isGreaterThan(10);
    }

    @Test
    void whatIsReadDoesNotGrowWithTheBook() throws Exception {
        assertThat(readForFindingAndEditing(2_000)).isEqualTo(readForFindingAndEditing(200));
    }

    /** How many versions are read to show, find and change one contact of so many. */
    private int readForFindingAndEditing(int contacts) throws Exception {
        FaultyStore store = new FaultyStore(new MemoryVersionStore());
        var laptop = world.found("laptop", store);
        for (int i = 0; i < contacts; i += 30) {
            run(laptop, imported(planner(laptop), i));
        }
        laptop.keepSummary();
        int before = store.handedOut();
        laptop.reopen();
        String id = view(laptop, "p100@example.org").id();
        assertThat(book(laptop).search("i101 p101@")).hasSize(1);
        run(laptop, planner(laptop).edit(id, ContactEdit.name("Edited")));
        laptop.reopen();
        assertThat(view(laptop, "Edited").id()).isEqualTo(id);
        assertThat(book(laptop).isComplete()).isFalse();
        return store.handedOut() - before;
    }

    @Test
    void whatOnlyOneOfTheItemsOfAContactStillSaysLeadsToIt() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var tablet = world.join(laptop, "tablet");
        run(laptop, imported(planner(laptop), 1));
        Identity old = new Identity("jid", "old@example.org");
        Draft juliet = new Draft(
                Optional.of("Juliet"), List.of(old, new Identity("jid", "new@example.org")), List.of(), List.of());
        run(laptop, planner(laptop).add(juliet));
        run(phone, planner(phone).add(juliet));
        add(tablet, "Another", "old@example.org");
        run(laptop, planner(laptop).edit(view(laptop, "new@example.org").id(), removing(old)));
        world.sync(laptop, phone);
        assertThat(view(laptop, "new@example.org").itemIds()).hasSize(2);
        List<Object> expected = answers(laptop, "old@example.org");
        laptop.keepSummary();
        laptop.reopen();
        assertThat(answers(laptop, "old@example.org")).isEqualTo(expected);
        assertThat(book(laptop).isComplete()).isFalse();

        world.sync(laptop, tablet);
        laptop.reopen();
        book(laptop).complete();
        List<Shown> shown = shown(laptop);
        laptop.reopen();
        assertThat(view(laptop, "new@example.org").itemIds()).hasSize(3);
        assertThat(book(laptop).isComplete()).isFalse();
        assertThat(shown(laptop)).isEqualTo(shown);
    }

    @Test
    void aSummaryThatNobodyUnderstandsIsMadeAnew() throws Exception {
        var laptop = world.found("laptop");
        run(laptop, imported(planner(laptop), 1));
        laptop.store()
                .keepSummary(
                        List.of(Bytes.wrap(new byte[VersionStore.SUMMARY_PART])),
                        1,
                        laptop.store().summaryPoint());
        laptop.reopen();
        view(laptop, "p3@example.org");
        assertThat(book(laptop).isComplete()).isTrue();
        laptop.keepSummary();
        laptop.reopen();
        view(laptop, "p3@example.org");
        assertThat(book(laptop).isComplete()).isFalse();
    }

    @Test
    void whoIsLetInOrOutIsNoReasonForStaleAnswers() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        run(laptop, imported(planner(laptop), 1));
        world.sync(laptop, phone);
        name(phone, "p3@example.org", "Called so by the phone");
        add(phone, "Only the phone's", "phone@example.org");
        world.sync(laptop, phone);
        laptop.keepSummary();
        add(phone, "Not seen before", "late@example.org");
        laptop.device().revoke(List.of(phone.device().me()), List.of());
        laptop.commit();
        world.sync(laptop, phone);
        List<Shown> shown = shown(laptop);
        laptop.reopen();
        assertThat(book(laptop).contact("late@example.org")).isInstanceOf(Resolved.NotFound.class);
        assertThat(view(laptop, "p3@example.org").contact().name()).isEqualTo(Optional.of("Called so by the phone"));
        assertThat(shown(laptop)).isEqualTo(shown);
    }

    @Test
    void anAddressThatAnotherContactHasIsRefusedAlthoughThatWasNotRead() throws Exception {
        var laptop = world.found("laptop");
        run(laptop, imported(planner(laptop), 1));
        laptop.keepSummary();
        laptop.reopen();
        String id = view(laptop, "p3@example.org").id();
        Outcome outcome = planner(laptop).edit(id, adding(new Identity("jid", "P7@Example.org")));
        assertThat(outcome).isInstanceOf(Outcome.AlreadyExists.class);
        assertThat(book(laptop).isComplete()).isFalse();
    }
}
