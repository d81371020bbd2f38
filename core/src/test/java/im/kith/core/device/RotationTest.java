package im.kith.core.device;

import static im.kith.core.device.BookTalk.add;
import static im.kith.core.device.BookTalk.names;
import static im.kith.core.device.BookTalk.revoke;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** New shared secrets, by hand and with a revocation (XEP-0473, R12). */
class RotationTest {

    private static final String NODE = ContactsXml.CONTACTS_NODE;

    private final DeviceWorld world = new DeviceWorld();
    private final DeviceWorld.Member laptop;
    private final DeviceWorld.Member phone;

    RotationTest() throws Exception {
        laptop = world.found("laptop");
        phone = world.join(laptop, "phone");
        add(laptop, "juliet");
        world.sync(laptop, phone);
    }

    private static SharedSecret writes(DeviceWorld.Member member) throws Exception {
        return member.device().secretFor(NODE);
    }

    private void rotate(DeviceWorld.Member member) throws Exception {
        world.pass(Duration.ofMinutes(2));
        member.device().rotate();
        member.commit();
        world.pass(Duration.ofMinutes(2));
    }

    private static Bytes announced(DeviceWorld.Member member) {
        return member.device().discoveryKeys().get(0);
    }

    @Test
    void aNewDiscoveryKeyIsUsedOnceEverybodyHasIt() throws Exception {
        Bytes old = announced(laptop);
        var tablet = world.join(laptop, "tablet");
        rotate(laptop);
        assertThat(announced(laptop)).isEqualTo(old);
        world.sync(laptop, phone);
        assertThat(announced(laptop)).as("the tablet does not know the new one").isEqualTo(old);
        world.sync(laptop, tablet);
        assertThat(announced(laptop)).isNotEqualTo(old);
        assertThat(tablet.device().discoveryKeys()).contains(announced(laptop));
    }

    @Test
    void twoThatRotatedApartStillKnowEachOtherOnTheNetwork() throws Exception {
        rotate(laptop);
        rotate(phone);
        assertThat(phone.device().discoveryKeys()).contains(announced(laptop));
        assertThat(laptop.device().discoveryKeys()).contains(announced(phone));
        world.sync(laptop, phone);
        assertThat(announced(laptop)).isEqualTo(announced(phone));
    }

    @Test
    void aMemberThatNeverComesKeepsAnOldKeyInUseForAMonthAtMost() throws Exception {
        Bytes old = announced(laptop);
        rotate(laptop);
        assertThat(announced(laptop)).isEqualTo(old);
        world.pass(Duration.ofDays(31));
        assertThat(announced(laptop)).isNotEqualTo(old);
    }

    @Test
    void everybodyWritesWithTheNewSecretAndReadsTheOldOnes() throws Exception {
        SharedSecret old = writes(laptop);
        List<Bytes> keys = laptop.device().discoveryKeys();
        rotate(laptop);
        assertThat(writes(laptop).id()).isNotEqualTo(old.id());
        assertThat(writes(laptop).type()).isEqualTo(old.type());
        world.sync(laptop, phone);
        assertThat(writes(phone)).isEqualTo(writes(laptop));
        add(phone, "nurse");
        world.sync(phone, laptop);
        assertThat(names(laptop)).containsExactly("juliet", "nurse");
        assertThat(laptop.device().discoveryKeys()).hasSize(2).containsAll(keys);
        assertThat(laptop.device().discoveryKeys().get(0)).isNotIn(keys);
        assertThat(phone.device().discoveryKeys()).isEqualTo(laptop.device().discoveryKeys());
        phone.reopen();
        laptop.reopen();
        assertThat(writes(phone)).isEqualTo(writes(laptop));
        assertThat(names(phone)).containsExactly("juliet", "nurse");
    }

    @Test
    void twoThatRotateApartGoOnWithOneSecret() throws Exception {
        rotate(laptop);
        rotate(phone);
        add(laptop, "mercutio");
        add(phone, "nurse");
        assertThat(writes(laptop)).isNotEqualTo(writes(phone));
        world.sync(laptop, phone);
        assertThat(writes(laptop)).isEqualTo(writes(phone));
        assertThat(laptop.device().discoveryKeys().get(0))
                .isEqualTo(phone.device().discoveryKeys().get(0));
        for (var member : List.of(laptop, phone)) {
            assertThat(names(member)).containsExactly("juliet", "mercutio", "nurse");
        }
    }

    private static String kept(DeviceWorld.Member member, String secret) throws Exception {
        return member.device().setting("secret/" + secret).orElseThrow().toUtf8();
    }

    @Test
    void theOldSecretIsRetiredForTheOthersToo() throws Exception {
        String old = writes(laptop).id();
        rotate(laptop);
        world.sync(laptop, phone);
        var server = world.join(phone, "server");
        assertThat(kept(phone, old)).contains("revoked=\"true\"");
        assertThat(kept(server, old)).contains("revoked=\"true\"");
        assertThat(writes(server)).isEqualTo(writes(laptop));
    }

    @Test
    void aRevokedDeviceGetsNoNewSecret() throws Exception {
        revoke(laptop, phone);
        SharedSecret fresh = writes(laptop);
        world.sync(laptop, phone);
        assertThat(phone.store().settings()).doesNotContainKey("secret/" + fresh.id());
        assertThat(phone.device().discoveryKeys())
                .doesNotContain(laptop.device().discoveryKeys().get(0));
        assertThat(laptop.device().discoveryKeys())
                .contains(phone.device().discoveryKeys().get(0));
        world.pass(Duration.ofDays(31));
        assertThat(laptop.device().discoveryKeys()).hasSize(1);
    }

    @Test
    void revocationsMadeApartEndWithOneCleanDiscoveryKey() throws Exception {
        var tablet = world.join(laptop, "tablet");
        var server = world.join(laptop, "server");
        world.sync(laptop, phone);
        revoke(laptop, tablet);
        revoke(phone, server);
        world.sync(laptop, phone);
        world.sync(laptop, phone);
        world.pass(Duration.ofMinutes(2));
        world.sync(laptop, phone);
        assertThat(laptop.device().discoveryKeys().get(0))
                .isEqualTo(phone.device().discoveryKeys().get(0));
        for (var lost : List.of(tablet, server)) {
            world.sync(lost, laptop);
            assertThat(lost.device().discoveryKeys())
                    .doesNotContain(laptop.device().discoveryKeys().get(0));
        }
    }
}
