package im.kith.core.device;

import static im.kith.core.device.BookTalk.add;
import static im.kith.core.device.BookTalk.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DeviceKey;
import im.kith.core.openpgp.SharedSecret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Passwords for XMPP software on a device's machine. */
class TokensTest {

    private final DeviceWorld world = new DeviceWorld();
    private final DeviceWorld.Member laptop;

    TokensTest() throws Exception {
        laptop = world.found("laptop");
    }

    private Tokens tokens() {
        return laptop.device().tokens();
    }

    private String added(String name) throws Exception {
        String password = tokens().add(name, false, Optional.empty()).orElseThrow();
        laptop.commit();
        return password;
    }

    private Bytes certificate() {
        return DeviceKey.generate("juliet@example.org", world.now(), new SecureRandom())
                .certificate()
                .encoded();
    }

    @Test
    void aTokenOpensFromThenOnAlsoAfterARestartAndNoOtherTextDoes() throws Exception {
        String gajim = added("gajim");
        String psi = added("psi");
        laptop.reopen();
        Credentials credentials = tokens().credentials();
        assertThat(credentials.byPassword(gajim).map(Token::name)).contains("gajim");
        assertThat(credentials.byPassword(psi).map(Token::name)).contains("psi");
        assertThat(credentials.byPassword(gajim.substring(1))).isEmpty();
        assertThat(gajim).matches("[a-z2-7]{26}").isNotEqualTo(psi);
    }

    @Test
    void neitherPasswordNorKeysAreInWhatIsPrintedAndNoPasswordIsInTheSettings() throws Exception {
        String password = added("gajim");
        Token token = tokens().named("gajim").orElseThrow();
        assertThat(token + " " + tokens().credentials())
                .doesNotContain(password)
                .doesNotContain(token.storedKey().toHex().substring(0, 8));
        for (Map.Entry<String, Bytes> setting : laptop.store().settings().entrySet()) {
            assertThat(setting.getKey()).doesNotContain("gajim");
            assertThat(setting.getValue().toUtf8()).doesNotContain(password);
        }
    }

    @Test
    void aRemovedTokenOpensNothingAndWhoStandsByItIsTold() throws Exception {
        String password = added("gajim");
        assertThat(tokens().remove("gajim")).isTrue();
        assertThat(laptop.events).noneMatch(event -> event instanceof DeviceEvent.TokenRemoved);
        laptop.commit();
        assertThat(laptop.events).contains(new DeviceEvent.TokenRemoved("gajim"));
        assertThat(tokens().credentials().byPassword(password)).isEmpty();
        laptop.reopen();
        assertThat(tokens().all()).isEmpty();
        assertThat(tokens().remove("gajim")).isFalse();
    }

    @Test
    void aNameIsTakenOnceAndThereIsALimit() throws Exception {
        added("gajim");
        assertThat(tokens().add("gajim", true, Optional.empty())).isEmpty();
        assertThatThrownBy(() -> tokens().add("a\u001bb", false, Optional.empty()))
                .isInstanceOf(MalformedException.class);
        for (int i = 1; i < Tokens.MOST; i++) {
            added("t" + i);
        }
        assertThatThrownBy(() -> tokens().add("one more", false, Optional.empty()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void useIsRemembered() throws Exception {
        added("gajim");
        world.pass(Duration.ofHours(3));
        tokens().used("gajim");
        laptop.commit();
        laptop.reopen();
        assertThat(tokens().named("gajim").orElseThrow().lastUsed()).contains(world.now());
        assertThat(tokens().named("gajim").orElseThrow().added()).isBefore(world.now());
    }

    @Test
    void tokensStayOnTheirDeviceAndAreLeftBehindWithTheOldAccount() throws Exception {
        added("gajim");
        DeviceWorld.Member phone = world.join(laptop, "phone");
        world.sync(laptop, phone);
        assertThat(phone.device().tokens().all()).isEmpty();
        DeviceWorld.Member anew = world.refounded(laptop.device().refound(Optional.empty(), Optional.empty()));
        assertThat(anew.device().tokens().all()).isEmpty();
    }

    @Test
    void withATokenWhoseSoftwareKnewTheSecretsTheyAreReplacedOnAllDevices() throws Exception {
        DeviceWorld.Member phone = world.join(laptop, "phone");
        add(laptop, "juliet");
        world.sync(laptop, phone);
        tokens().add("libervia", false, Optional.of(certificate()));
        added("gajim");
        SharedSecret before = laptop.device().secretFor(ContactsXml.CONTACTS_NODE);
        tokens().remove("gajim");
        assertThat(laptop.device().secretFor(ContactsXml.CONTACTS_NODE)).isEqualTo(before);
        world.pass(Duration.ofMinutes(1));
        tokens().remove("libervia");
        laptop.commit();
        SharedSecret after = laptop.device().secretFor(ContactsXml.CONTACTS_NODE);
        assertThat(after.id()).isNotEqualTo(before.id());
        world.sync(laptop, phone);
        assertThat(phone.device().secretFor(ContactsXml.CONTACTS_NODE)).isEqualTo(after);
        add(phone, "romeo");
        world.sync(laptop, phone);
        assertThat(List.of(names(laptop), names(phone))).allMatch(names -> names.equals(names(laptop)));
        assertThat(names(laptop)).containsExactlyInAnyOrder("juliet", "romeo");
    }
}
