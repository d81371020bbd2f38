package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.Trust;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Devices as a whole: keys, ledger, encryption, replication and the address book together. */
class DeviceTest {

    private final DeviceWorld world = new DeviceWorld();

    @Test
    void aContactAddedOnOneDeviceIsShownOnTheOther() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet Capulet", "juliet@example.org", "Friends");
        world.sync(laptop, phone);
        ContactView juliet = list(phone).get(0);
        assertThat(juliet.contact().name()).contains("Juliet Capulet");
        assertThat(juliet.groups().get(0).name()).contains("Friends");
        assertThat(phone.events).anyMatch(event -> event instanceof DeviceEvent.BookChanged);
    }

    @Test
    void whatWasCommittedIsThereAfterAStart() throws Exception {
        var laptop = world.found("laptop");
        add(laptop, "Juliet Capulet", "juliet@example.org", "Friends");
        laptop.reopen();
        assertThat(list(laptop)).hasSize(1);
        assertThat(laptop.device().book().groups()).hasSize(1);
    }

    @Test
    void editsOfDifferentFieldsMadeApartAreBothShown() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet Capulet", "juliet@example.org", "Friends");
        world.sync(laptop, phone);
        world.pass(Duration.ofHours(1));
        edit(laptop, new ContactEdit(Optional.of("Juliet M."), List.of(), List.of(), List.of(), List.of()));
        edit(phone, new ContactEdit(Optional.empty(), List.of(), List.of(), List.of("Family"), List.of()));
        world.sync(laptop, phone);
        for (var member : List.of(laptop, phone)) {
            ContactView juliet = list(member).get(0);
            assertThat(juliet.contact().name()).contains("Juliet M.");
            assertThat(juliet.groups())
                    .extracting(group -> group.name().orElse(""))
                    .contains("Friends", "Family");
        }
    }

    @Test
    void editsMadeApartAreMergedAlikeAfterAStart() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet Capulet", "juliet@example.org", "Friends");
        add(laptop, "Romeo Montague", "romeo@example.org", "Friends");
        world.sync(laptop, phone);
        world.pass(Duration.ofHours(1));
        edit(laptop, new ContactEdit(Optional.of("Juliet M."), List.of(), List.of(), List.of(), List.of()));
        edit(phone, new ContactEdit(Optional.empty(), List.of(), List.of(), List.of("Family"), List.of()));
        world.sync(laptop, phone);
        List<ContactView> before = List.copyOf(list(laptop));
        assertThat(before).extracting(ContactView::conflicts).containsExactlyInAnyOrder(0, 1);
        laptop.reopen();
        assertThat(list(laptop)).isEqualTo(before);
    }

    @Test
    void aThirdDeviceAdmittedByTheSecondReadsWhatTheFirstWroteBefore() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet Capulet", "juliet@example.org", "Friends");
        world.sync(laptop, phone);
        var server = world.join(phone, "server");
        world.sync(phone, server);
        assertThat(list(server)).hasSize(1);
        add(server, "Nurse", "nurse@example.org", "Friends");
        world.sync(server, laptop);
        assertThat(list(laptop)).hasSize(2);
        assertThat(laptop.device().ledger().standing(server.device().me())).contains(Trust.Standing.IN);
    }

    @Test
    void afterAPassBothKnowThatTheyHoldTheSame() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "Juliet Capulet", "juliet@example.org", "Friends");
        world.sync(laptop, phone);
        assertThat(phone.device().replica().digest())
                .isEqualTo(laptop.device().replica().digest());
        assertThat(laptop.device().peers().lastPass(phone.device().me())).isPresent();
        assertThat(laptop.events).noneMatch(event -> event instanceof DeviceEvent.Warning);
    }

    private static List<ContactView> list(DeviceWorld.Member member) {
        return member.device().book().list(AddressBook.Sort.NAME);
    }

    private static void add(DeviceWorld.Member member, String name, String jid, String group) throws Exception {
        Draft draft = new Draft(Optional.of(name), List.of(new Identity("jid", jid)), List.of(group), List.of());
        write(member, planner(member).add(draft));
    }

    private static void edit(DeviceWorld.Member member, ContactEdit edit) throws Exception {
        write(member, planner(member).edit(list(member).get(0).id(), edit));
    }

    private static void write(DeviceWorld.Member member, Outcome outcome) throws Exception {
        assertThat(outcome).isInstanceOf(Outcome.Plan.class);
        member.device().write(((Outcome.Plan) outcome).writes());
        member.commit();
    }

    private static Planner planner(DeviceWorld.Member member) {
        return new Planner(member.device().book(), Privacy.DEFAULT, new SecureRandom());
    }
}
