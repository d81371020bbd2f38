package im.kith.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.DeviceId;
import im.kith.core.account.StatementBody;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.replica.Input;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.xml.XmlElement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who gets which secret, and when a new one is made (R12); the ledger both ways. */
class DeviceSecretsTest {

    private static final String NODE = "urn:xmpp:bookmarks:1";

    private final DeviceWorld world = new DeviceWorld();

    private static void publish(DeviceWorld.Member member, String node, String id, XmlElement payload)
            throws StoreException {
        member.device().pubsub().publish(node, Optional.of(id), payload);
        member.commit();
    }

    private static XmlElement note(String text) {
        return XmlElement.builder("urn:example:note", "note").text(text).build();
    }

    private static XmlElement contact(String jid) {
        XmlElement identity = XmlElement.builder(ContactsXml.NS, "identity")
                .attribute("type", "jid")
                .text(jid)
                .build();
        return XmlElement.builder(ContactsXml.NS, "contact").child(identity).build();
    }

    private static Optional<String> text(DeviceWorld.Member member, String id) throws StoreException {
        return member.device()
                .pubsub()
                .item(NODE, id)
                .map(item -> item.payload().text());
    }

    private void revoke(DeviceWorld.Member by, DeviceId device) throws Exception {
        StatementBody body =
                new StatementBody.Revoke(device, Set.copyOf(by.device().ledger().ids()), Set.of(), Set.of());
        var statement = by.device()
                .ledger()
                .state(
                        body,
                        by.device().replica().state().clock().next(),
                        by.identity().signer());
        by.device().step(new Input.LocalStatements(List.of(statement)));
        by.commit();
    }

    private static Set<String> keyIds(DeviceWorld.Member member) throws StoreException {
        Set<String> ids = new TreeSet<>();
        member.store().forEachLive((Version version) -> version.header().keyId().ifPresent(ids::add));
        return ids;
    }

    @Test
    void aSecretServesUntilAMemberThatHasItIsOut() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var tablet = world.join(laptop, "tablet");
        publish(laptop, NODE, "a", note("one"));
        publish(laptop, NODE, "b", note("two"));
        assertThat(keyIds(laptop)).hasSize(1);
        world.sync(laptop, phone);
        revoke(laptop, tablet.device().me());
        publish(laptop, NODE, "b", note("three"));
        assertThat(keyIds(laptop)).hasSize(2);
        SharedSecret fresh = laptop.device().secretFor(NODE);
        assertThat(laptop.device()
                        .ledger()
                        .secrets()
                        .secret(fresh.id())
                        .orElseThrow()
                        .recipients())
                .containsExactlyInAnyOrder(laptop.device().me(), phone.device().me());
        assertThat(laptop.device().secretFor(NODE)).isEqualTo(fresh);
        world.sync(laptop, phone);
        assertThat(text(phone, "a")).contains("one");
        assertThat(text(phone, "b")).contains("three");
        assertThat(phone.device().secretFor(NODE)).isEqualTo(fresh);
    }

    @Test
    void twoThatMakeASecretAtTheSameTimeReadEachOtherAndGoOnWithOne() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        publish(laptop, NODE, "a", note("by laptop"));
        publish(phone, NODE, "b", note("by phone"));
        assertThat(laptop.device().secretFor(NODE).id())
                .isNotEqualTo(phone.device().secretFor(NODE).id());
        world.sync(laptop, phone);
        for (var member : List.of(laptop, phone)) {
            assertThat(text(member, "a")).contains("by laptop");
            assertThat(text(member, "b")).contains("by phone");
        }
        assertThat(laptop.device().secretFor(NODE)).isEqualTo(phone.device().secretFor(NODE));
    }

    @Test
    void whoHoldsASecretHandsItToAMemberThatLacksIt() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        publish(laptop, NODE, "a", note("made while the phone was away"));
        var server = world.join(phone, "server");
        assertThat(text(server, "a")).isEmpty();
        world.sync(laptop, server);
        assertThat(text(server, "a")).contains("made while the phone was away");
        long statements = laptop.device().ledger().statements().size();
        world.sync(laptop, server);
        world.sync(laptop, phone);
        world.sync(phone, server);
        assertThat(laptop.device().ledger().statements()).hasSize((int) statements);
        assertThat(text(phone, "a")).contains("made while the phone was away");
    }

    @Test
    void contactsThatCouldNotBeReadAreShownWhenTheirSecretArrives() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var tablet = world.join(laptop, "tablet");
        revoke(laptop, tablet.device().me());
        world.sync(laptop, phone);
        var server = world.join(phone, "server");
        // the new secret goes to those whom the laptop knows: not to the server
        publish(laptop, ContactsXml.CONTACTS_NODE, "juliet", contact("juliet@example.org"));
        world.sync(laptop, phone);
        server.events.clear();
        world.sync(phone, server);
        assertThat(server.device().book().contactCount()).isEqualTo(1);
        assertThat(server.device().book().problems()).isEmpty();
        int statements = events(server, DeviceEvent.LedgerChanged.class);
        assertThat(statements).isPositive();
        assertThat(events(server, DeviceEvent.BookChanged.class)).isPositive();
        server.reopen();
        assertThat(server.device().book().contactCount()).isEqualTo(1);
    }

    private static int events(DeviceWorld.Member member, Class<? extends DeviceEvent> kind) {
        return (int) member.events.stream().filter(kind::isInstance).count();
    }

    @Test
    void statementsMadeApartReachBothSides() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        laptop.device().rename(laptop.device().me(), "Laptop at home");
        laptop.commit();
        phone.device().rename(phone.device().me(), "Old phone");
        phone.commit();
        var server = world.join(phone, "server");
        world.sync(laptop, phone);
        for (var member : List.of(laptop, phone)) {
            assertThat(member.device().ledger().devices().stream()
                            .map(im.kith.core.account.Device::name)
                            .collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder("Laptop at home", "Old phone", "server");
        }
        assertThat(laptop.device().ledger().digest())
                .isEqualTo(phone.device().ledger().digest());
        laptop.reopen();
        assertThat(laptop.device().ledger().members()).contains(server.device().me());
    }

    @Test
    void discoveryKeysAreTheSameOnAllDevicesAndAfterAStart() throws Exception {
        var laptop = world.found("laptop");
        var phone = world.join(laptop, "phone");
        var keys = laptop.device().discoveryKeys();
        assertThat(keys).hasSize(1);
        assertThat(phone.device().discoveryKeys()).isEqualTo(keys);
        laptop.reopen();
        phone.reopen();
        assertThat(laptop.device().discoveryKeys()).isEqualTo(keys);
        assertThat(phone.device().discoveryKeys()).isEqualTo(keys);
        assertThat(laptop.device().accountJid()).isEqualTo(phone.device().accountJid());
    }

    @Test
    void aNodeThatCannotBeNamedInXmlDisturbsNothing() throws Exception {
        var laptop = world.found("laptop");
        assertThatThrownBy(() -> publish(laptop, "node\u0001", "a", note("x")))
                .isInstanceOf(IllegalArgumentException.class);
        var phone = world.join(laptop, "phone");
        publish(laptop, NODE, "a", note("y"));
        world.sync(laptop, phone);
        assertThat(text(phone, "a")).contains("y");
        assertThat(laptop.device().pubsub().nodes()).contains(NODE).hasSize(3);
    }
}
