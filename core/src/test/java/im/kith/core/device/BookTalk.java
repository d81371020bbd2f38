package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust.Standing;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What tests say to a device's address book and hear from it. */
final class BookTalk {

    private BookTalk() {}

    static void add(DeviceWorld.Member member, String name) throws Exception {
        Draft draft = new Draft(
                Optional.of(name), List.of(new Identity("jid", name + "@example.org")), List.of("Friends"), List.of());
        write(member, planner(member).add(draft));
    }

    /** Gives the contact whose address is {@code jid}'s another name. */
    static void rename(DeviceWorld.Member member, String jid, String name) throws Exception {
        String id = member.device().book().list(AddressBook.Sort.NAME).stream()
                .filter(view -> view.contact().identities().get(0).value().equals(jid + "@example.org"))
                .findFirst()
                .orElseThrow()
                .id();
        write(
                member,
                planner(member)
                        .edit(id, new ContactEdit(Optional.of(name), List.of(), List.of(), List.of(), List.of())));
    }

    private static Planner planner(DeviceWorld.Member member) {
        return new Planner(member.device().book(), Privacy.DEFAULT, new SecureRandom());
    }

    private static void write(DeviceWorld.Member member, Outcome outcome) throws Exception {
        assertThat(outcome).isInstanceOf(Outcome.Plan.class);
        member.device().write(((Outcome.Plan) outcome).writes());
        member.commit();
    }

    static List<String> names(DeviceWorld.Member member) {
        return member.device().book().list(AddressBook.Sort.NAME).stream()
                .map(view -> view.contact().name().orElse(""))
                .toList();
    }

    static void revoke(DeviceWorld.Member by, DeviceWorld.Member... devices) throws Exception {
        List<DeviceId> ids =
                List.of(devices).stream().map(member -> member.device().me()).toList();
        by.device().revoke(ids, Set.of());
        by.commit();
    }

    static Standing standing(DeviceWorld.Member asSeenBy, DeviceWorld.Member of) {
        return asSeenBy.device().ledger().standing(of.device().me()).orElseThrow();
    }
}
