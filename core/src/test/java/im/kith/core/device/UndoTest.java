package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.DuplicatePair;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.ImportPlan;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.contacts.Resolved;
import im.kith.core.contacts.UndoPlan;
import im.kith.core.device.Undoing.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R13: history and undo over whole devices. */
class UndoTest {

    private final DeviceWorld world = new DeviceWorld();
    private final Random ids = new Random(7);

    /** What is shown but when it was changed, which an undo is itself. */
    private record Shown(String id, List<String> items, Object contact, List<?> groups, Instant added) {}

    private static List<Shown> shown(DeviceWorld.Member member) {
        return member.device().book().list(AddressBook.Sort.NAME).stream()
                .map(v -> new Shown(v.id(), v.itemIds(), v.contact(), v.groups(), v.added()))
                .toList();
    }

    private static List<Object> groups(DeviceWorld.Member member) {
        List<Object> groups = new ArrayList<>();
        for (GroupView view : member.device().book().groups()) {
            groups.add(List.of(view.group(), view.contacts(), view.added()));
        }
        return groups;
    }

    private Planner planner(DeviceWorld.Member member) throws Exception {
        return new Planner(member.device().book(), member.device().privacy(), ids);
    }

    private void run(DeviceWorld.Member member, Outcome outcome) throws Exception {
        assertThat(outcome).isInstanceOf(Outcome.Plan.class);
        member.device().write(((Outcome.Plan) outcome).writes());
        member.commit();
        world.pass(Duration.ofSeconds(1));
    }

    private void add(DeviceWorld.Member member, String name, String jid, String... groups) throws Exception {
        run(member, planner(member).add(draft(name, jid, groups)));
    }

    private static Draft draft(String name, String jid, String... groups) {
        return new Draft(Optional.of(name), List.of(new Identity("jid", jid)), List.of(groups), List.of());
    }

    private void name(DeviceWorld.Member member, String ref, String name) throws Exception {
        run(member, planner(member).edit(view(member, ref).id(), ContactEdit.name(name)));
    }

    private static ContactView view(DeviceWorld.Member member, String ref) {
        if (member.device().book().contact(ref) instanceof Resolved.Found<ContactView> found) {
            return found.value();
        }
        throw new AssertionError("not one: " + ref);
    }

    private UndoPlan undo(DeviceWorld.Member member) throws Exception {
        return undo(member, member.device().undoing().last(Optional.empty()));
    }

    private UndoPlan undo(DeviceWorld.Member member, Found found) throws Exception {
        assertThat(found).isInstanceOf(Found.Change.class);
        UndoPlan plan = planner(member).undo(((Found.Change) found).reversals());
        member.device().write(plan.writes());
        member.commit();
        world.pass(Duration.ofSeconds(1));
        return plan;
    }

    private static Past past(DeviceWorld.Member member, String ref) throws Exception {
        if (member.device().histories().find(ref) instanceof Resolved.Found<Past> found) {
            return found.value();
        }
        throw new AssertionError("not one: " + ref);
    }

    private static List<List<String>> changes(DeviceWorld.Member member, String ref) throws Exception {
        return member.device().histories().of(past(member, ref)).stream()
                .map(Revision::change)
                .toList();
    }

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

    /** One random change; false if it came to nothing. */
    private boolean change(DeviceWorld.Member member, Random random) throws Exception {
        List<ContactView> all = member.device().book().list(AddressBook.Sort.NAME);
        List<GroupView> groups = member.device().book().groups();
        int n = random.nextInt(1000);
        int what = all.size() < 3 ? 0 : random.nextInt(8);
        Planner planner = planner(member);
        String some = all.isEmpty() ? "" : all.get(random.nextInt(all.size())).id();
        Outcome outcome = switch (what) {
            case 0, 1 -> planner.add(draft("N" + n, "p" + n + "@example.org", "G" + n % 4));
            case 2 -> planner.edit(some, edit(member, some, n, random));
            case 3 -> planner.remove(List.of(some, all.get(0).id()));
            case 4 ->
                planner.merge(List.of(
                        some,
                        all.get(random.nextInt(all.size())).id(),
                        all.get(0).id()));
            case 5 -> imported(planner, n);
            case 6 ->
                groups.isEmpty()
                        ? new Outcome.Missing("")
                        : planner.groups()
                                .remove(groups.get(random.nextInt(groups.size()))
                                        .id());
            default ->
                groups.size() < 2
                        ? new Outcome.Missing("")
                        : planner.groups()
                                .join(List.of(
                                        groups.get(0).id(),
                                        groups.get(groups.size() - 1).id()));
        };
        if (outcome instanceof Outcome.Plan plan && !plan.writes().isEmpty()) {
            run(member, plan);
            return true;
        }
        return false;
    }

    private static ContactEdit edit(DeviceWorld.Member member, String id, int n, Random random) {
        List<Identity> identities = view(member, id).contact().identities();
        return new ContactEdit(
                random.nextBoolean() ? Optional.of(n % 5 == 0 ? "" : "E" + n) : Optional.empty(),
                List.of(new Identity("tel", "+" + n)),
                random.nextBoolean() ? List.of(identities.get(0)) : List.of(),
                List.of("G" + n % 5),
                List.of());
    }

    private static Outcome imported(Planner planner, int n) {
        ImportPlan plan = planner.importAll(IntStream.range(n, n + 30)
                .mapToObj(i -> draft("I" + i, "p" + i + "@example.org", "G" + i % 3))
                .toList());
        return new Outcome.Plan(plan.writes(), List.of());
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
