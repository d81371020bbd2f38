package im.kith.core.pep;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.device.DeviceWorld;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DeviceKey;
import im.kith.core.xml.XmlElement;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Certificates (XEP-0373 §4) towards XMPP software and strangers. */
class PepCertificatesTest {

    private static final String NODE = ContactsXml.CONTACTS_NODE;
    private static final String LIST = "urn:xmpp:openpgp:0:public-keys";
    private static final String NS = "<pubsub xmlns='" + Desk.PUBSUB + "'>";
    private static final String OPENPGP = "urn:xmpp:openpgp:0";

    private final DeviceWorld world = new DeviceWorld();
    private final Desk desk;
    private final DeviceKey client;

    PepCertificatesTest() throws Exception {
        desk = new Desk(world, world.found("laptop"));
        client = DeviceKey.generate(desk.member().device().accountJid(), world.now(), new SecureRandom());
    }

    private static String fingerprint(Bytes fingerprint) {
        return fingerprint.toHex().toUpperCase(Locale.ROOT);
    }

    private static String fingerprint(DeviceWorld.Member member) {
        return fingerprint(member.identity().keys().fingerprint());
    }

    private List<XmlElement> items(Asker asker, String node) throws Exception {
        return Desk.items(desk.ask(asker, "get", NS + "<items node='" + node + "'/></pubsub>"));
    }

    private List<String> listed(Asker asker) throws Exception {
        return items(asker, LIST).get(0).elements().get(0).elements().stream()
                .map(entry -> entry.attribute("v4-fingerprint").orElseThrow())
                .toList();
    }

    private static String list(String fingerprint) {
        return "<public-keys-list xmlns='" + OPENPGP + "'><pubkey-metadata v4-fingerprint='" + fingerprint
                + "' date='2026-01-01T00:00:00Z'/></public-keys-list>";
    }

    @Test
    void theDevicesCertificatesAreThereForAnybodyWithoutBeingPublished() throws Exception {
        var phone = world.join(desk.member(), "phone");
        assertThat(listed(Desk.stranger())).containsExactlyInAnyOrder(fingerprint(desk.member()), fingerprint(phone));
        XmlElement key = items(Desk.stranger(), LIST + ":" + fingerprint(phone)).get(0);
        Instant unused = Instant.parse(key.attribute("id").orElseThrow());
        Bytes octets = Bytes.wrap(Base64.getDecoder()
                .decode(key.elements().get(0).elements().get(0).text()));
        assertThat(octets).isEqualTo(phone.identity().keys().certificate());
        String nodes = desk.ask(Desk.stranger(), "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                .toXml();
        assertThat(nodes)
                .contains("node='" + LIST + "'")
                .contains(fingerprint(phone))
                .doesNotContain(NODE);
        assertThat(desk.ask(
                                Desk.stranger(),
                                "get",
                                "<query xmlns='http://jabber.org/protocol/disco#info' node='" + LIST + "'/>")
                        .toXml())
                .contains("<value>open</value>");
    }

    @Test
    void whatSoftwarePublishesIsListedBesideAndMakesNobodyAMember() throws Exception {
        String own = fingerprint(client.certificate().fingerprint());
        String options = "<publish-options><x xmlns='jabber:x:data' type='submit'>"
                + "<field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/pubsub#publish-options</value></field>"
                + "<field var='pubsub#access_model'><value>open</value></field></x></publish-options>";
        for (String[] each : new String[][] {
            {LIST + ":" + own, "<pubkey xmlns='" + OPENPGP + "'><data>AAAA</data></pubkey>"}, {LIST, list(own)}
        }) {
            XmlElement reply = desk.ask(
                    "set",
                    NS + "<publish node='" + each[0] + "'><item>" + each[1] + "</item></publish>" + options
                            + "</pubsub>");
            assertThat(reply.attribute("type")).contains("result");
        }
        assertThat(listed(Desk.stranger())).containsExactly(own, fingerprint(desk.member()));
        assertThat(items(Desk.stranger(), LIST + ":" + own)).hasSize(1);
        assertThat(desk.member().device().ledger().devices()).hasSize(1);
        Desk phone = new Desk(world, world.join(desk.member(), "phone"));
        desk.sync(phone);
        XmlElement there = phone.ask(Desk.stranger(), "get", NS + "<items node='" + LIST + "'/></pubsub>");
        assertThat(there.toXml()).contains(own).contains(fingerprint(phone.member()));
    }

    @Test
    void aDeviceThatIsOutIsListedNoMoreWhateverSoftwareHasPublished() throws Exception {
        var phone = world.join(desk.member(), "phone");
        desk.publish(LIST, "current", list(fingerprint(phone)));
        assertThat(listed(desk.owner())).contains(fingerprint(phone));
        desk.member().device().revoke(List.of(phone.device().me()), List.<DeviceId>of());
        assertThat(listed(desk.owner())).containsExactly(fingerprint(desk.member()));
        assertThat(Desk.error(desk.ask("get", NS + "<items node='" + LIST + ":" + fingerprint(phone) + "'/></pubsub>")))
                .containsExactly("item-not-found");
    }

    @Test
    void whoListensHearsWhenADeviceComesOrGoes() throws Exception {
        desk.listen(desk.owner(), LIST);
        assertThat(desk.sent)
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains(fingerprint(desk.member()));
        desk.sent.clear();
        var phone = world.join(desk.member(), "phone");
        desk.settle();
        assertThat(desk.sent)
                .singleElement()
                .extracting(XmlElement::toXml)
                .asString()
                .contains(fingerprint(phone));
        desk.sent.clear();
        desk.settle();
        assertThat(desk.sent).isEmpty();
    }

    @Test
    void theDevicesCertificatesCannotBeReplacedOrRemoved() throws Exception {
        String node = LIST + ":" + fingerprint(desk.member());
        String id = items(desk.owner(), node).get(0).attribute("id").orElseThrow();
        String owner = "<pubsub xmlns='" + Desk.PUBSUB + "#owner'>";
        for (String request : List.of(
                NS + "<publish node='" + node + "'><item id='x'><pubkey xmlns='" + OPENPGP
                        + "'/></item></publish></pubsub>",
                NS + "<retract node='" + node + "'><item id='" + id + "'/></retract></pubsub>",
                NS + "<retract node='" + LIST + "'><item id='current'/></retract></pubsub>",
                owner + "<delete node='" + LIST + "'/></pubsub>",
                owner + "<delete node='" + node + "'/></pubsub>",
                owner + "<purge node='" + node + "'/></pubsub>")) {
            assertThat(Desk.error(desk.ask("set", request))).containsExactly("not-allowed");
        }
        assertThat(Desk.error(desk.ask(
                        Desk.stranger(),
                        "set",
                        NS + "<publish node='" + LIST + "'><item>" + list("00") + "</item></publish></pubsub>")))
                .containsExactly("forbidden");
        assertThat(listed(desk.owner())).containsExactly(fingerprint(desk.member()));
    }
}
