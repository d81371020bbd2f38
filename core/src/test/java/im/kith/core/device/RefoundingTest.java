package im.kith.core.device;

import static im.kith.core.device.BookTalk.add;
import static im.kith.core.device.BookTalk.names;
import static im.kith.core.device.BookTalk.rename;
import static im.kith.core.device.BookTalk.revoke;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlElement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A new account of what a device of another one holds. */
class RefoundingTest {

    private static final String NODE = "urn:xmpp:bookmarks:1";

    private final DeviceWorld world = new DeviceWorld();

    private static List<ContactView> list(DeviceWorld.Member member) {
        return member.device().book().list(AddressBook.Sort.NAME);
    }

    @Test
    void aRevokedDeviceKeepsItsContactsInAnAccountOfItsOwn() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        add(laptop, "juliet");
        add(laptop, "nurse");
        world.sync(laptop, phone);
        world.pass(Duration.ofHours(2));
        rename(phone, "nurse", "Angelica");
        XmlElement room =
                XmlElement.builder("urn:xmpp:bookmarks:1", "conference").build();
        phone.device().pubsub().publish(NODE, Optional.of("room@example.org"), room);
        phone.device().setting("privacy", Optional.of(Bytes.utf8("kept")));
        revoke(laptop, phone);
        world.sync(laptop, phone);
        List<ContactView> before = list(phone);
        int items = phone.device().book().itemCount(ContactsXml.CONTACTS_NODE);
        world.pass(Duration.ofDays(3));
        Refounding refounding = phone.device().refound(Optional.empty(), Optional.empty());
        var fresh = world.refounded(refounding);
        assertThat(names(fresh)).containsExactly("Angelica", "juliet");
        assertThat(fresh.device().book().itemCount(ContactsXml.CONTACTS_NODE)).isEqualTo(items);
        for (int i = 0; i < before.size(); i++) {
            ContactView now = list(fresh).get(i);
            assertThat(now.contact()).isEqualTo(before.get(i).contact());
            assertThat(now.added()).isEqualTo(before.get(i).added());
            assertThat(now.changed()).isEqualTo(before.get(i).changed());
            assertThat(now.groups()).isEqualTo(before.get(i).groups());
        }
        assertThat(fresh.device()
                        .pubsub()
                        .item(NODE, "room@example.org")
                        .orElseThrow()
                        .payload())
                .isEqualTo(room);
        assertThat(fresh.device().setting("privacy")).contains(Bytes.utf8("kept"));
        assertThat(fresh.device().account()).isNotEqualTo(phone.device().account());
        assertThat(fresh.device().accountJid()).isNotEqualTo(phone.device().accountJid());
        assertThat(fresh.device().isMember()).isTrue();
        assertThat(fresh.device().warnings()).isEmpty();
        assertThat(refounding.unreadable()).isZero();
    }

    @Test
    void theNewAccountTakesDevicesAndTheOldSecretsOpenNothingOfIt() throws Exception {
        var laptop = world.found("laptop");
        add(laptop, "juliet");
        Refounding refounding = laptop.device().refound(Optional.of("desk"), Optional.of("romeo@example.net"));
        var fresh = world.refounded(refounding);
        assertThat(fresh.device().accountJid()).isEqualTo("romeo@example.net");
        var server = world.join(fresh, "server");
        world.sync(fresh, server);
        assertThat(names(server)).containsExactly("juliet");
        laptop.store().settings().keySet().stream()
                .filter(name -> name.startsWith("secret/"))
                .forEach(name -> assertThat(refounding.first().settings()).doesNotContainKey(name));
        assertThat(refounding.first().insert())
                .noneMatch(
                        version -> version.dot().replica().isOf(laptop.device().me()));
    }
}
