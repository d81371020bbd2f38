package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DeviceCertificate;
import im.kith.core.openpgp.DeviceKey;
import im.kith.core.openpgp.ItemCipher;
import im.kith.core.openpgp.SecretNotice;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.openpgp.Signcrypt;
import im.kith.core.xml.XmlElement;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that encrypts for itself (XEP-0473), over its stream: all it knows of the account it is told there. */
class SharedSecretsTest {

    private static final String OPENPGP = "urn:xmpp:openpgp:0";
    private static final String LIST = "urn:xmpp:openpgp:0:public-keys";

    private final SecureRandom random = new SecureRandom();
    private final House house = new House();
    private final DeviceKey key =
            DeviceKey.generate(House.ACCOUNT, Clock.systemUTC().instant(), random);

    SharedSecretsTest() throws Exception {}

    @AfterEach
    void close() {
        house.close();
    }

    private Person approved() throws Exception {
        String token = house.device
                .submit(owned -> owned.tokens()
                        .add("libervia", false, Optional.of(key.certificate().encoded()))
                        .orElseThrow())
                .join();
        Person person = house.person().login(token);
        person.bind("libervia");
        return person;
    }

    private static XmlElement first(XmlElement reply) {
        return reply.elements().get(0).elements().get(0).elements().get(0);
    }

    /** The device's certificate, found as XEP-0373 §4.3 and §4.4 say. */
    private DeviceCertificate published(Person person) throws Exception {
        String items = "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='%s'/></pubsub>";
        XmlElement list = first(person.ask("get", House.ACCOUNT, String.format(items, LIST)));
        String fingerprint = list.elements()
                .get(0)
                .elements()
                .get(0)
                .attribute("v4-fingerprint")
                .orElseThrow();
        XmlElement item = first(person.ask("get", House.ACCOUNT, String.format(items, LIST + ":" + fingerprint)));
        String data = item.elements().get(0).elements().get(0).text();
        DeviceCertificate certificate =
                DeviceCertificate.parse(Bytes.wrap(Base64.getDecoder().decode(data)));
        assertThat(certificate.fingerprint().toHex()).isEqualToIgnoringCase(fingerprint);
        return certificate;
    }

    private List<SecretNotice> told(Person person, DeviceCertificate by) throws Exception {
        XmlElement message =
                person.hear(stanza -> stanza.first(OPENPGP, "openpgp").isPresent());
        assertThat(message.attribute("from")).contains(House.ACCOUNT);
        Bytes octets = Bytes.wrap(Base64.getDecoder()
                .decode(message.first(OPENPGP, "openpgp").get().text()));
        List<SecretNotice> notices = new ArrayList<>();
        for (String element :
                new Signcrypt(random).open(octets, key, List.of(by)).payload()) {
            notices.add(SecretNotice.read(element).orElseThrow());
        }
        return notices;
    }

    private static SharedSecret contacts(List<SecretNotice> notices) {
        return notices.stream()
                .filter(SecretNotice.Share.class::isInstance)
                .map(notice -> ((SecretNotice.Share) notice).secret())
                .filter(secret -> secret.node().equals(ContactsXml.CONTACTS_NODE) && !secret.isRevoked())
                .findFirst()
                .orElseThrow();
    }

    private String publication(SharedSecret secret, String name) {
        Bytes message = new ItemCipher(random)
                .encrypt(
                        secret,
                        Bytes.utf8("<contact xmlns='urn:xmpp:contacts:0'><identity type='jid'>" + name
                                + "@example.org</identity></contact>"));
        return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='" + ContactsXml.CONTACTS_NODE
                + "'><item><encrypted xmlns='urn:xmpp:openpgp:pubsub:0' key='" + secret.id() + "'>"
                + Base64.getEncoder().encodeToString(message.toArray()) + "</encrypted></item></publish></pubsub>";
    }

    private int contacts() {
        return house.device.submit(owned -> owned.book().contactCount()).join();
    }

    @Test
    void whatItIsToldWhenItComesOpensAndWritesContactsAndSoDoesWhatItIsToldAfterARotation() throws Exception {
        Person person = approved();
        DeviceCertificate device = published(person);
        person.say("<presence/>");
        SharedSecret secret = contacts(told(person, device));
        assertThat(person.ask("set", House.ACCOUNT, publication(secret, "romeo"))
                        .attribute("type"))
                .contains("result");
        house.device.submit(owned -> owned.rotate()).join();
        List<SecretNotice> news = told(person, device);
        assertThat(news)
                .anyMatch(notice -> notice instanceof SecretNotice.Revoke revoke
                        && revoke.id().equals(secret.id()));
        assertThat(person.ask("set", House.ACCOUNT, publication(contacts(news), "tybalt"))
                        .attribute("type"))
                .contains("result");
        assertThat(contacts()).isEqualTo(2);
    }

    @Test
    void aSecretOfItsOwnIsTakenByAMessageToTheAccount() throws Exception {
        Person person = approved();
        DeviceCertificate device = published(person);
        SharedSecret own =
                new SharedSecret(ContactsXml.CONTACTS_NODE, "own-1", Instant.now(), "a secret of its own", null, false);
        XmlElement refused = person.ask("set", House.ACCOUNT, publication(own, "romeo"));
        assertThat(Person.condition(refused)).isEqualTo("not-acceptable");
        Bytes message = new Signcrypt(random)
                .signcrypt(
                        List.of(new SecretNotice.Share(House.ACCOUNT, own).toXml()),
                        List.of(device),
                        key,
                        House.ACCOUNT,
                        Instant.now());
        person.say("<message to='" + House.ACCOUNT + "' id='m'><openpgp xmlns='" + OPENPGP + "'>"
                + Base64.getEncoder().encodeToString(message.toArray()) + "</openpgp></message>");
        assertThat(person.ask("set", House.ACCOUNT, publication(own, "romeo")).attribute("type"))
                .contains("result");
        assertThat(contacts()).isEqualTo(1);
    }

    @Test
    void aResourceOfAnotherTokenIsToldNothing() throws Exception {
        Person person = house.bound("balcony");
        person.say("<presence/>");
        house.device.submit(owned -> owned.rotate()).join();
        assertThat(person.rest())
                .noneMatch(stanza -> stanza.first(OPENPGP, "openpgp").isPresent());
    }
}
