package im.kith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.ContactsException.Reason;
import im.kith.core.contacts.BookEvent;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.device.DeviceEvent;
import im.kith.transport.engine.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContactsTest {

    private Kith kith;
    private Contacts contacts;

    @BeforeEach
    void found() throws Exception {
        kith = Kith.inMemory("laptop", Optional.of("juliet@example.org"));
        contacts = kith.contacts();
    }

    @AfterEach
    void close() throws Exception {
        kith.close();
    }

    private static Reason reason(Exception thrown) {
        return ((ContactsException) thrown).reason();
    }

    @Test
    void contactsAreAddedFoundEditedMergedAndRemoved() throws Exception {
        ContactView romeo = contacts.add("Romeo", "romeo@example.org");
        contacts.add(new Draft(
                Optional.of("Romeo Montague"),
                List.of(new Identity("jid", "romeo@example.net")),
                List.of("Friends"),
                List.of()));
        assertThat(contacts.list()).hasSize(2);
        assertThat(contacts.get("romeo@example.org")).isEqualTo(romeo);
        assertThat(contacts.inGroup("Friends")).hasSize(1);
        assertThat(contacts.search("mont")).hasSize(1);
        ContactView one = contacts.merge("romeo@example.org", "romeo@example.net");
        assertThat(one.contact().identities()).hasSize(2);
        assertThat(contacts.edit(one.id(), ContactEdit.name("R.")).contact().name())
                .hasValue("R.");
        contacts.remove("romeo@example.net");
        assertThat(contacts.list()).isEmpty();
    }

    @Test
    void groupsAreAddedRenamedAndRemoved() throws Exception {
        contacts.addGroup("Friends", "of the family");
        assertThat(contacts.renameGroup("Friends", "Kin").name()).isEqualTo("Kin");
        assertThat(contacts.groups()).extracting(group -> group.name()).containsExactly("Kin");
        contacts.removeGroup("Kin");
        assertThat(contacts.groups()).isEmpty();
    }

    @Test
    void whatCannotBeDoneSaysWhyAndChangesNothing() throws Exception {
        ContactView romeo = contacts.add("Romeo", "romeo@example.org");
        contacts.add("Romeo", "romeo@example.net");
        assertThatThrownBy(() -> contacts.add("Romeo", "romeo@example.org"))
                .isInstanceOfSatisfying(ContactsException.class, thrown -> {
                    assertThat(reason(thrown)).isEqualTo(Reason.EXISTS);
                    assertThat(thrown.candidates()).containsExactly(romeo.id());
                });
        assertThatThrownBy(() -> contacts.get("Romeo")).isInstanceOfSatisfying(ContactsException.class, thrown -> {
            assertThat(reason(thrown)).isEqualTo(Reason.AMBIGUOUS);
            assertThat(thrown.candidates()).hasSize(2).contains(romeo.id());
        });
        assertThatThrownBy(() -> contacts.remove("romeo@example.org", "tybalt@example.org"))
                .isInstanceOfSatisfying(
                        ContactsException.class,
                        thrown -> assertThat(reason(thrown)).isEqualTo(Reason.NOT_FOUND));
        assertThatThrownBy(() -> contacts.add("Nobody", "not a jid@"))
                .isInstanceOfSatisfying(
                        ContactsException.class,
                        thrown -> assertThat(reason(thrown)).isEqualTo(Reason.INVALID));
        assertThat(contacts.list()).hasSize(2);
    }

    @Test
    void aSubscriberHearsOfChangesWithoutANetworkUntilItLeaves() throws Exception {
        List<DeviceEvent> heard = new CopyOnWriteArrayList<>();
        Subscription subscription = kith.subscribe(heard::add);
        try (subscription) {
            contacts.add("Romeo", "romeo@example.org");
            await().until(() -> heard.stream().anyMatch(ContactsTest::isRomeo));
        }
        heard.clear();
        contacts.add("Nurse", "nurse@example.org");
        // told before the write's result is there
        assertThat(heard).isEmpty();
    }

    private static boolean isRomeo(DeviceEvent event) {
        return event instanceof DeviceEvent.BookChanged changed
                && changed.changes().stream()
                        .anyMatch(each -> each instanceof BookEvent.OfContact contact
                                && contact.kind() == BookEvent.Kind.ADDED
                                && contact.contact().contact().label().equals("Romeo"));
    }

    @Test
    void aHomeIsNeededForWhatOnlyAHomeHas() {
        assertThatThrownBy(() -> kith.changePassphrase(Optional::empty, Optional::empty))
                .isInstanceOf(IllegalStateException.class);
    }
}
