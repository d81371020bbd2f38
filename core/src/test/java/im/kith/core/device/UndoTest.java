package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.DuplicatePair;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.ImportPlan;
import im.kith.core.contacts.Privacy;
import im.kith.core.contacts.Resolved;
import im.kith.core.contacts.UndoPlan;
import im.kith.core.device.Undoing.Found;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R13: history and undo over whole devices. */
class UndoTest extends RandomBook {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void undoOfTheLastChangeRestoresTheViewAndUndoingThatRestoresTheChange(long seed) throws Exception {
        var laptop = world.found("laptop");
        Random random = new Random(seed);
        for (int step = 0; step < 40; step++) {
            List<Shown> before = shown(laptop);
            List<Object> groupsBefore = groups(laptop);
            if (!change(laptop, random)) {
                continue;
            }
            List<Shown> after = shown(laptop);
            List<Object> groupsAfter = groups(laptop);
            assertThat(undo(laptop).kept()).isEmpty();
            assertThat(shown(laptop)).as("seed %s, step %s, undone", seed, step).isEqualTo(before);
            assertThat(groups(laptop)).isEqualTo(groupsBefore);
            assertThat(undo(laptop).kept()).isEmpty();
            assertThat(shown(laptop))
                    .as("seed %s, step %s, done again", seed, step)
                    .isEqualTo(after);
            assertThat(groups(laptop)).isEqualTo(groupsAfter);
            if (random.nextInt(3) == 0) {
                undo(laptop);
                assertThat(shown(laptop))
                        .as("seed %s, step %s, undone again", seed, step)
                        .isEqualTo(before);
            }
        }
    }

    @Test
    void whatAnotherDeviceChangedSinceStaysAndIsTold() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org");
        String id = view(laptop, "juliet@example.org").id();
        run(
                laptop,
                planner(laptop)
                        .edit(
                                id,
                                new ContactEdit(
                                        Optional.of("Jules"), List.of(), List.of(), List.of("Friends"), List.of())));
        world.sync(laptop, phone);
        world.pass(Duration.ofHours(1));
        name(phone, "juliet@example.org", "Julia");
        world.sync(laptop, phone);
        UndoPlan plan = undo(laptop);
        assertThat(plan.kept()).singleElement().asString().contains("name was changed since");
        world.sync(laptop, phone);
        for (var member : List.of(laptop, phone)) {
            assertThat(view(member, "juliet@example.org").contact().name()).contains("Julia");
            assertThat(view(member, "juliet@example.org").groups()).isEmpty();
        }
    }

    @Test
    void anUndoneRemovalIsBackOnAllDevicesUnderItsId() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org", "Friends");
        List<Shown> before = shown(laptop);
        run(laptop, planner(laptop).remove(List.of(view(laptop, "Juliet").id())));
        for (int i = 0; i < 20; i++) {
            add(laptop, "Other " + i, "other" + i + "@example.org");
        }
        world.sync(laptop, phone);
        undo(laptop, laptop.device().undoing().last(Optional.of(past(laptop, "juliet@example.org"))));
        world.sync(laptop, phone);
        assertThat(shown(phone)).containsAll(before);
        assertThat(shown(phone)).isEqualTo(shown(laptop));
    }

    @Test
    void anUndoWinsAgainstAnEditOfAnotherFieldMadeApart() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org");
        name(laptop, "Juliet", "Jules");
        world.sync(laptop, phone);
        undo(laptop);
        run(
                phone,
                planner(phone)
                        .edit(
                                view(phone, "Jules").id(),
                                new ContactEdit(Optional.empty(), List.of(), List.of(), List.of("Family"), List.of())));
        world.sync(laptop, phone);
        assertThat(view(phone, "juliet@example.org").contact().name()).contains("Juliet");
        assertThat(view(laptop, "juliet@example.org").groups()).hasSize(1);
    }

    @Test
    void anUndoThatPartsDuplicatesWinsAgainstAnEditMadeApartToo() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org");
        world.pass(Duration.ofMinutes(1));
        add(phone, "Jules", "juliet@example.org");
        world.sync(laptop, phone);
        name(laptop, "juliet@example.org", "Julia");
        world.sync(laptop, phone);
        undo(laptop);
        run(
                phone,
                planner(phone)
                        .edit(
                                view(phone, "Julia").id(),
                                new ContactEdit(Optional.empty(), List.of(), List.of(), List.of("Family"), List.of())));
        world.sync(laptop, phone);
        for (var member : List.of(laptop, phone)) {
            assertThat(view(member, "juliet@example.org").contact().name()).contains("Jules");
            assertThat(view(member, "juliet@example.org").groups()).hasSize(1);
        }
    }

    @Test
    void whatWasChangedSinceAMergeStaysWhenTheMergeIsUndone() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org");
        world.pass(Duration.ofMinutes(1));
        add(phone, "Juliet", "juliet@example.org", "Family");
        world.sync(laptop, phone);
        run(laptop, planner(laptop).mergeCertain());
        world.sync(laptop, phone);
        name(phone, "Juliet", "Julia");
        world.sync(laptop, phone);
        undo(laptop);
        assertThat(view(laptop, "juliet@example.org").itemIds()).hasSize(2);
        assertThat(view(laptop, "juliet@example.org").contact().name()).contains("Julia");
        assertThat(view(laptop, "juliet@example.org").groups()).hasSize(1);
    }

    @Test
    void historyTellsWhoChangedWhatNewestFirstAlsoOfWhatIsGone() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org");
        world.sync(laptop, phone);
        name(phone, "Juliet", "Jules");
        world.sync(laptop, phone);
        run(phone, planner(phone).remove(List.of(view(phone, "Jules").id())));
        world.sync(laptop, phone);
        assertThat(changes(laptop, "juliet@example.org"))
                .containsExactly(
                        List.of("removed"),
                        List.of("name: Juliet → Jules"),
                        List.of("created", "name: Juliet", "added jid juliet@example.org"));
        List<Revision> revisions = laptop.device().histories().of(past(laptop, "Jules"));
        assertThat(revisions.get(0).device()).contains(phone.device().me());
        assertThat(revisions.get(2).device()).contains(laptop.device().me());
        assertThat(laptop.device().histories().find("nobody@example.org")).isInstanceOf(Resolved.NotFound.class);
    }

    @Test
    void aMergeOfAnotherDeviceIsUndoneByItsVersion() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org");
        add(laptop, "Jules", "juliet@example.com");
        world.sync(laptop, phone);
        List<Shown> before = shown(phone);
        run(
                phone,
                planner(phone)
                        .merge(List.of(
                                view(phone, "Juliet").id(), view(phone, "Jules").id())));
        world.sync(laptop, phone);
        assertThat(changes(laptop, "juliet@example.org").get(0).get(0)).startsWith("merged into");
        String version = laptop.device()
                .histories()
                .of(past(laptop, "juliet@example.org"))
                .get(0)
                .version();
        undo(laptop, laptop.device().undoing().named(version, Optional.empty()));
        world.sync(laptop, phone);
        assertThat(shown(phone)).isEqualTo(before);
    }

    @Test
    void duplicatesThatShareAnAddressLookAsBeforeAfterTheirMergeIsUndone() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet", "juliet@example.org", "Friends");
        world.pass(Duration.ofMinutes(1));
        add(phone, "Jules", "juliet@example.org", "Family");
        world.sync(laptop, phone);
        List<Shown> before = shown(laptop);
        assertThat(before).hasSize(1);
        run(laptop, planner(laptop).mergeCertain());
        undo(laptop);
        assertThat(shown(laptop)).isEqualTo(before);
        undo(laptop);
        undo(laptop);
        assertThat(shown(laptop)).isEqualTo(before);
        world.sync(laptop, phone);
        assertThat(shown(phone)).isEqualTo(before);
    }

    @Test
    void thePartsOfAnImportAreUndoneTogetherAlsoAfterAStart() throws Exception {
        var laptop = world.found("laptop");
        add(laptop, "Juliet", "juliet@example.org");
        List<Shown> before = shown(laptop);
        for (int part = 0; part < 3; part++) {
            int first = 100 * part;
            ImportPlan plan = planner(laptop)
                    .importAll(IntStream.range(first, first + 100)
                            .mapToObj(i -> draft("I" + i, "p" + i + "@example.org"))
                            .toList());
            if (part == 0) {
                laptop.device().write(plan.writes());
            } else {
                laptop.device().writeMore(plan.writes());
            }
            laptop.commit();
        }
        assertThat(shown(laptop)).hasSize(301);
        laptop.reopen();
        undo(laptop);
        assertThat(shown(laptop)).isEqualTo(before);
    }

    @Test
    void anIdentityThatIsAnotherContactsByNowIsNotGivenBack() throws Exception {
        var laptop = world.found("laptop");
        add(laptop, "Juliet", "juliet@example.org");
        String id = view(laptop, "Juliet").id();
        Identity second = new Identity("jid", "jc@example.org");
        run(
                laptop,
                planner(laptop)
                        .edit(id, new ContactEdit(Optional.empty(), List.of(second), List.of(), List.of(), List.of())));
        run(
                laptop,
                planner(laptop)
                        .edit(id, new ContactEdit(Optional.empty(), List.of(), List.of(second), List.of(), List.of())));
        String version =
                laptop.device().histories().of(past(laptop, "Juliet")).get(0).version();
        add(laptop, "Julius Caesar", "jc@example.org");
        Found found = laptop.device().undoing().named(version, Optional.empty());
        UndoPlan plan = planner(laptop).undo(((Found.Change) found).reversals());
        assertThat(plan.writes()).isEmpty();
        assertThat(plan.kept()).singleElement().asString().contains("another contact's");
    }

    @Test
    void aRemovalOfMoreThanIsRememberedIsUndoneAsAWhole() throws Exception {
        var laptop = world.found("laptop");
        List<Identity> numbers = IntStream.range(0, 150)
                .mapToObj(i -> new Identity("tel", "+" + i))
                .toList();
        List<String> groups = IntStream.range(0, 150).mapToObj(i -> "G" + i).toList();
        add(laptop, "Juliet", "juliet@example.org");
        String id = view(laptop, "Juliet").id();
        run(laptop, planner(laptop).edit(id, new ContactEdit(Optional.empty(), numbers, List.of(), groups, List.of())));
        List<Shown> before = shown(laptop);
        run(laptop, planner(laptop).edit(id, new ContactEdit(Optional.empty(), List.of(), numbers, List.of(), groups)));
        List<Shown> after = shown(laptop);
        undo(laptop);
        assertThat(shown(laptop)).isEqualTo(before);
        undo(laptop);
        assertThat(shown(laptop)).isEqualTo(after);
    }

    @Test
    void privacyAndIgnoredPairsHoldOnAllDevices() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        assertThat(phone.device().privacy()).isEqualTo(Privacy.DEFAULT);
        laptop.device().privacy(new Privacy(false, true));
        laptop.device().ignored().add(DuplicatePair.of("b", "a"));
        laptop.commit();
        world.sync(laptop, phone);
        assertThat(phone.device().privacy()).isEqualTo(new Privacy(false, true));
        assertThat(phone.device().ignored().all()).containsExactly(new DuplicatePair("a", "b"));
        phone.device().ignored().remove(DuplicatePair.of("a", "b"));
        phone.commit();
        world.sync(laptop, phone);
        assertThat(laptop.device().ignored().all()).isEmpty();
        assertThat(laptop.device().pubsub().nodes()).noneMatch(node -> node.startsWith("urn:kith:"));
    }
}
