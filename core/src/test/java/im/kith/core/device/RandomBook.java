package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.ImportPlan;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
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

/** Devices with address books that random changes are made to, and taken back. */
abstract class RandomBook {

    final DeviceWorld world = new DeviceWorld();
    final Random ids = new Random(7);

    /** What is shown but when it was changed, which an undo is itself. */
    record Shown(String id, List<String> items, Object contact, List<?> groups, Instant added) {}

    static List<Shown> shown(DeviceWorld.Member member) {
        return member.device().book().list(AddressBook.Sort.NAME).stream()
                .map(v -> new Shown(v.id(), v.itemIds(), v.contact(), v.groups(), v.added()))
                .toList();
    }

    static List<Object> groups(DeviceWorld.Member member) {
        List<Object> groups = new ArrayList<>();
        for (GroupView view : member.device().book().groups()) {
            groups.add(List.of(view.group(), view.contacts(), view.added()));
        }
        return groups;
    }

    Planner planner(DeviceWorld.Member member) throws Exception {
        return new Planner(member.device().book(), member.device().privacy(), ids);
    }

    void run(DeviceWorld.Member member, Outcome outcome) throws Exception {
        assertThat(outcome).isInstanceOf(Outcome.Plan.class);
        member.device().write(((Outcome.Plan) outcome).writes());
        member.commit();
        world.pass(Duration.ofSeconds(1));
    }

    void add(DeviceWorld.Member member, String name, String jid, String... groups) throws Exception {
        run(member, planner(member).add(draft(name, jid, groups)));
    }

    static Draft draft(String name, String jid, String... groups) {
        return new Draft(Optional.of(name), List.of(new Identity("jid", jid)), List.of(groups), List.of());
    }

    void name(DeviceWorld.Member member, String ref, String name) throws Exception {
        run(member, planner(member).edit(view(member, ref).id(), ContactEdit.name(name)));
    }

    static ContactView view(DeviceWorld.Member member, String ref) {
        if (member.device().book().contact(ref) instanceof Resolved.Found<ContactView> found) {
            return found.value();
        }
        throw new AssertionError("not one: " + ref);
    }

    UndoPlan undo(DeviceWorld.Member member) throws Exception {
        return undo(member, member.device().undoing().last(Optional.empty()));
    }

    UndoPlan undo(DeviceWorld.Member member, Found found) throws Exception {
        assertThat(found).isInstanceOf(Found.Change.class);
        UndoPlan plan = planner(member).undo(((Found.Change) found).reversals());
        member.device().write(plan.writes());
        member.commit();
        world.pass(Duration.ofSeconds(1));
        return plan;
    }

    static Past past(DeviceWorld.Member member, String ref) throws Exception {
        if (member.device().histories().find(ref) instanceof Resolved.Found<Past> found) {
            return found.value();
        }
        throw new AssertionError("not one: " + ref);
    }

    static List<List<String>> changes(DeviceWorld.Member member, String ref) throws Exception {
        return member.device().histories().of(past(member, ref)).stream()
                .map(Revision::change)
                .toList();
    }

    /** One random change; false if it came to nothing. */
    boolean change(DeviceWorld.Member member, Random random) throws Exception {
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

    static ContactEdit edit(DeviceWorld.Member member, String id, int n, Random random) {
        List<Identity> identities = view(member, id).contact().identities();
        return new ContactEdit(
                random.nextBoolean() ? Optional.of(n % 5 == 0 ? "" : "E" + n) : Optional.empty(),
                List.of(new Identity("tel", "+" + n)),
                random.nextBoolean() ? List.of(identities.get(0)) : List.of(),
                List.of("G" + n % 5),
                List.of());
    }

    static Outcome imported(Planner planner, int n) {
        ImportPlan plan = planner.importAll(IntStream.range(n, n + 30)
                .mapToObj(i -> draft("I" + i, "p" + i + "@example.org", "G" + i % 3))
                .toList());
        return new Outcome.Plan(plan.writes(), List.of());
    }
}
