package im.kith.core.pep;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.device.DeviceWorld;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DeviceCertificate;
import im.kith.core.openpgp.DeviceKey;
import im.kith.core.openpgp.ItemCipher;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.openpgp.Signcrypt;
import im.kith.core.xml.XmlElement;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shared secrets (XEP-0473 §5.2, §5.3) towards XMPP software. */
class PepKeysTest {

    private static final String NODE = ContactsXml.CONTACTS_NODE;
    private static final String NS = "<pubsub xmlns='" + Desk.PUBSUB + "'>";
    private static final String OPENPGP = "urn:xmpp:openpgp:0";

    private final SecureRandom random = new SecureRandom();
    private final DeviceWorld world = new DeviceWorld();
    private final Desk desk;
    private final DeviceKey client;

    PepKeysTest() throws Exception {
        desk = new Desk(world, world.found("laptop"));
        client = DeviceKey.generate(account(), world.now(), random);
        world.pass(Duration.ofMinutes(1));
    }

    private String account() {
        return desk.member().device().accountJid();
    }

    private Asker approved() throws Exception {
        return desk.resource("libervia", client.certificate().encoded());
    }

    private List<XmlElement> items(Asker asker, String node) throws Exception {
        return Desk.items(desk.ask(asker, "get", NS + "<items node='" + node + "'/></pubsub>"));
    }

    /** What the client reads in {@code messages}: it trusts the certificates that the account publishes. */
    private List<SecretNotice> read(List<XmlElement> messages) throws Exception {
        List<SecretNotice> notices = new ArrayList<>();
        for (XmlElement message : messages) {
            if (message.first(OPENPGP, "openpgp").isPresent()) {
                assertThat(message.toXml().length()).isLessThan(262_144);
                assertThat(message.attribute("from")).contains(account());
                Bytes octets = Bytes.wrap(Base64.getDecoder()
                        .decode(message.first(OPENPGP, "openpgp").get().text()));
                DeviceCertificate signer =
                        DeviceCertificate.parse(desk.member().identity().keys().certificate());
                Signcrypt.Opened opened = new Signcrypt(random).open(octets, client, List.of(signer));
                for (String element : opened.payload()) {
                    notices.add(SecretNotice.read(element).orElseThrow());
                }
            }
        }
        return notices;
    }

    private static List<SharedSecret> shared(List<SecretNotice> notices) {
        return notices.stream()
                .filter(SecretNotice.Share.class::isInstance)
                .map(notice -> ((SecretNotice.Share) notice).secret())
                .toList();
    }

    private void addContact(String id) throws Exception {
        desk.publish(
                desk.resource("clear", true),
                NODE,
                id,
                "<contact xmlns='urn:xmpp:contacts:0'><identity type='jid'>" + id
                        + "@example.org</identity></contact>");
    }

    @Test
    void anApprovedClientGetsTheSecretsWhenItComesAndReadsTheContactsWithThem() throws Exception {
        addContact("juliet");
        Asker asker = approved();
        List<SharedSecret> secrets = shared(read(desk.comes(asker)));
        assertThat(secrets).extracting(SharedSecret::node).containsExactlyInAnyOrder(NODE, ContactsXml.GROUPS_NODE);
        XmlElement encrypted = items(asker, NODE).stream()
                .filter(item -> item.attribute("id").equals(Optional.of("juliet")))
                .findFirst()
                .orElseThrow()
                .elements()
                .get(0);
        SharedSecret secret = secrets.stream()
                .filter(each -> encrypted.attribute("key").equals(Optional.of(each.id())))
                .findFirst()
                .orElseThrow();
        Bytes message = Bytes.wrap(Base64.getDecoder().decode(encrypted.text()));
        assertThat(new ItemCipher(random).decrypt(message, secret).toUtf8()).contains("juliet@example.org");
        assertThat(desk.comes(asker)).as("it is here already").isEmpty();
        desk.goes(asker);
        assertThat(shared(read(desk.comes(asker)))).hasSize(2);
    }

    @Test
    void nobodyElseGetsAny() throws Exception {
        assertThat(desk.comes(desk.resource("gajim", false))).isEmpty();
        assertThat(desk.comes(new Asker(
                        "romeo@montague.local",
                        false,
                        false,
                        Optional.of(client.certificate().encoded()))))
                .isEmpty();
        desk.member().device().rotate();
        desk.settle();
        assertThat(desk.sent).isEmpty();
    }

    @Test
    void afterARotationItIsToldOfTheNewSecretsAndThatTheOldOnesAreRetired() throws Exception {
        Asker asker = approved();
        List<SharedSecret> before = shared(read(desk.comes(asker)));
        world.pass(Duration.ofMinutes(1));
        desk.sent.clear();
        desk.member().device().rotate();
        desk.settle();
        List<SecretNotice> told = read(desk.sent);
        assertThat(shared(told)).hasSize(2).noneMatch(SharedSecret::isRevoked).doesNotContainAnyElementsOf(before);
        assertThat(told.stream().filter(SecretNotice.Revoke.class::isInstance).map(r -> ((SecretNotice.Revoke) r).id()))
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(SharedSecret::id).toList());
        desk.goes(asker);
        List<SharedSecret> all = shared(read(desk.comes(asker)));
        assertThat(all.stream().filter(SharedSecret::isRevoked).map(SharedSecret::id))
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(SharedSecret::id).toList());
        assertThat(all).hasSize(4);
    }

    @Test
    void manySecretsComeInSeveralMessagesEachSmallEnough() throws Exception {
        for (int i = 0; i < 40; i++) {
            world.pass(Duration.ofMinutes(1));
            desk.member().device().rotate();
        }
        desk.settle();
        List<XmlElement> messages = desk.comes(approved());
        assertThat(messages).hasSizeGreaterThan(1);
        assertThat(shared(read(messages))).hasSize(82);
    }

    @Test
    void afterADeviceIsRevokedTheClientWritesWithWhatThatDeviceHasNot() throws Exception {
        var phone = world.join(desk.member(), "phone");
        Asker asker = approved();
        List<SharedSecret> before = shared(read(desk.comes(asker)));
        world.pass(Duration.ofMinutes(1));
        desk.member().device().revoke(List.of(phone.device().me()), List.<DeviceId>of());
        desk.settle();
        assertThat(shared(read(desk.sent))).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    @Test
    void whoseTokenIsGoneIsNotToldOfTheSecretsThatReplaceHisThoughHeIsStillConnected() throws Exception {
        Asker gone = approved();
        desk.comes(gone);
        DeviceKey other = DeviceKey.generate(account(), world.now(), random);
        Asker stays = desk.resource("gajim", other.certificate().encoded());
        desk.comes(stays);
        world.pass(Duration.ofMinutes(1));
        desk.sent.clear();
        desk.member().device().tokens().remove("libervia");
        desk.settle();
        assertThat(desk.sent)
                .isNotEmpty()
                .allMatch(message -> message.attribute("to").equals(Optional.of(stays.jid())));
        assertThat(desk.says(gone, said(client, share(made("s1", "text"))))).isEmpty();
        assertThat(desk.member().device().pubsub().keys().secrets()).doesNotContainKey("s1");
    }

    @Test
    void whatAnotherDeviceRotatesIsToldOnceItIsHere() throws Exception {
        Desk phone = new Desk(world, world.join(desk.member(), "phone"));
        desk.sync(phone);
        Asker asker = approved();
        List<SharedSecret> before = shared(read(desk.comes(asker)));
        world.pass(Duration.ofMinutes(1));
        phone.member().device().rotate();
        desk.sent.clear();
        desk.sync(phone);
        assertThat(shared(read(desk.sent))).hasSize(2).doesNotContainAnyElementsOf(before);
    }

    private XmlElement said(DeviceKey signer, String... elements) throws MalformedException {
        DeviceCertificate device =
                DeviceCertificate.parse(desk.member().identity().keys().certificate());
        Bytes sealed =
                new Signcrypt(random).signcrypt(List.of(elements), List.of(device), signer, account(), world.now());
        return XmlElement.builder("jabber:client", "message")
                .attribute("to", account())
                .attribute("id", "m1")
                .child(XmlElement.builder(OPENPGP, "openpgp")
                        .text(Base64.getEncoder().encodeToString(sealed.toArray()))
                        .build())
                .build();
    }

    private String share(SharedSecret secret) throws MalformedException {
        return new SecretNotice.Share(account(), secret).toXml();
    }

    private SharedSecret made(String id, String text) {
        return new SharedSecret(NODE, id, Instant.parse("2100-01-01T00:00:00Z"), text, null, false);
    }

    private String sealed(SharedSecret secret, String name) {
        Bytes message = new ItemCipher(random)
                .encrypt(
                        secret,
                        Bytes.utf8("<contact xmlns='urn:xmpp:contacts:0'><identity type='jid'>" + name
                                + "@example.org</identity></contact>"));
        return "<encrypted xmlns='urn:xmpp:openpgp:pubsub:0' key='" + secret.id() + "'>"
                + Base64.getEncoder().encodeToString(message.toArray()) + "</encrypted>";
    }

    @Test
    void aSecretThatTheClientMakesIsGoodForReadingItOnAllDevicesAndKithNeverWritesWithIt() throws Exception {
        Desk phone = new Desk(world, world.join(desk.member(), "phone"));
        Asker asker = approved();
        desk.comes(asker);
        SharedSecret own = made("1234-abcd", "a secret of the client's own");
        assertThat(Desk.error(desk.publish(asker, NODE, "c1", sealed(own, "juliet"))))
                .containsExactly("not-acceptable", "invalid-payload");
        assertThat(desk.says(asker, said(client, share(own)))).isEmpty();
        assertThat(desk.publish(asker, NODE, "c1", sealed(own, "juliet")).attribute("type"))
                .contains("result");
        desk.sync(phone);
        for (Desk each : List.of(desk, phone)) {
            assertThat(each.member().device().book().contactCount()).isEqualTo(1);
        }
        Asker there = phone.resource("there", client.certificate().encoded());
        assertThat(phone.publish(there, NODE, "c2", sealed(own, "romeo")).attribute("type"))
                .contains("result");
        desk.sync(phone);
        for (XmlElement item : items(desk.owner(), NODE)) {
            assertThat(item.toXml()).doesNotContain("1234-abcd");
        }
        assertThat(shared(read(desk.sent)))
                .as("it is handed back as one not to write with")
                .singleElement()
                .satisfies(secret -> {
                    assertThat(secret.id()).isEqualTo(own.id());
                    assertThat(secret.isRevoked()).isTrue();
                    assertThat(secret.timestamp()).isBeforeOrEqualTo(world.now());
                });
    }

    @Test
    void whoeverIsNotApprovedOrSpeaksOfOtherThingsHandsOverNothing() throws Exception {
        Asker asker = approved();
        desk.comes(asker);
        int before = desk.member().device().pubsub().keys().secrets().size();
        DeviceKey other = DeviceKey.generate(account(), world.now(), random);
        String secret = share(made("s1", "text"));
        assertThat(desk.says(asker, said(other, secret))).isEmpty();
        assertThat(desk.says(desk.owner(), said(client, secret))).isEmpty();
        assertThat(desk.says(asker, said(client, "<body xmlns='jabber:client'>hello</body>")))
                .isEmpty();
        SharedSecret elsewhere = new SharedSecret("urn:xmpp:microblog:0", "s2", world.now(), "text", null, false);
        assertThat(desk.says(asker, said(client, share(elsewhere)))).isEmpty();
        String foreign = new SecretNotice.Share("romeo@montague.lit", made("s3", "text")).toXml();
        assertThat(desk.says(asker, said(client, foreign))).isEmpty();
        assertThat(desk.says(
                        asker,
                        Desk.read("<message xmlns='jabber:client'><openpgp xmlns='" + OPENPGP
                                + "'>%%%</openpgp></message>")))
                .isEmpty();
        assertThat(desk.member().device().pubsub().keys().secrets()).hasSize(before);
    }

    @Test
    void nobodyTakesTheIdOfAnotherSecret() throws Exception {
        Asker asker = approved();
        SharedSecret kiths = shared(read(desk.comes(asker))).get(0);
        int before = desk.member().device().pubsub().keys().secrets().size();
        List<SharedSecret> forged = List.of(
                new SharedSecret(kiths.node(), kiths.id(), world.now(), "another text", null, false),
                made("a".repeat(64), "to come"));
        for (SharedSecret each : forged) {
            List<XmlElement> answer = desk.says(asker, said(client, share(each)));
            assertThat(answer).singleElement().satisfies(error -> {
                assertThat(error.attribute("type")).contains("error");
                assertThat(error.attribute("id")).contains("m1");
                assertThat(Desk.error(error)).containsExactly("not-acceptable");
            });
        }
        assertThat(desk.says(asker, said(client, share(kiths)))).as("an echo").isEmpty();
        assertThat(desk.member().device().pubsub().keys().secrets()).hasSize(before);
    }

    @Test
    void aSecretThatTheClientRetiresIsReplaced() throws Exception {
        Asker asker = approved();
        List<SharedSecret> before = shared(read(desk.comes(asker)));
        SharedSecret contacts = before.stream()
                .filter(secret -> secret.node().equals(NODE))
                .findFirst()
                .orElseThrow();
        world.pass(Duration.ofMinutes(1));
        String revoke = new SecretNotice.Revoke(account(), NODE, contacts.id(), List.of()).toXml();
        desk.says(asker, said(client, revoke));
        assertThat(shared(read(desk.sent))).singleElement().satisfies(fresh -> {
            assertThat(fresh.node()).isEqualTo(NODE);
            assertThat(fresh.isRevoked()).isFalse();
        });
        desk.sent.clear();
        desk.says(asker, said(client, revoke));
        assertThat(desk.sent).as("it is retired already").isEmpty();
    }
}
