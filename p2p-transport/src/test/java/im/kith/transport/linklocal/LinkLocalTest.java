package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.pubsub.NodeConfig;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two people on 127.0.0.1, by real multicast and sockets, and strangers who write octets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkLocalTest {

    private Resident juliet;
    private Resident romeo;

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    @BeforeAll
    void meet(@TempDir Path directory) throws Exception {
        juliet = new Resident(directory.resolve("juliet"), "Pronto", Optional.of("juliet@capulet.example"));
        romeo = new Resident(directory.resolve("romeo"), "Forza", Optional.empty());
        soon().until(() -> juliet.sees(jid(romeo)) && romeo.sees("juliet@pronto"));
    }

    @AfterAll
    void part() throws Exception {
        juliet.close();
        romeo.close();
    }

    private static String jid(Resident resident) {
        return LocalJid.of(resident.name(), "").orElseThrow();
    }

    private static XmlElement message(String from, String to, String body) throws Exception {
        return XmlReader.read("<message xmlns='jabber:client' type='chat' from='" + from + "/x' to='" + to + "'><body>"
                + body + "</body></message>");
    }

    private static boolean got(Resident resident, String body) {
        return resident.got().stream().anyMatch(stanza -> stanza.toXml().contains(body));
    }

    @Test
    void theyTalkUnderLinkLocalAddressesAndAnXidIsVerified() throws Exception {
        assertThat(juliet.name()).isEqualTo("juliet@pronto");
        assertThat(romeo.linkLocal.take(message(romeo.account, "juliet@pronto", "By whose direction")))
                .isTrue();
        soon().until(() -> got(juliet, "By whose direction"));
        assertThat(juliet.got()).anySatisfy(stanza -> {
            assertThat(stanza.attribute("from")).contains(romeo.account);
            assertThat(stanza.attribute("to")).contains(juliet.account);
        });

        assertThat(juliet.linkLocal.take(message(juliet.account, romeo.account, "By love")))
                .isTrue();
        soon().until(() -> got(romeo, "By love"));
        assertThat(romeo.got())
                .anySatisfy(stanza -> assertThat(stanza.attribute("from")).contains("juliet@pronto"));
        assertThat(juliet.linkLocal.take(message(juliet.account, "mercutio@grave", "?")))
                .isFalse();
        assertThat(juliet.linkLocal.take(
                        message(juliet.account, Street.key(7).xid().jid(), "?")))
                .isFalse();
    }

    @Test
    void aStrangerSeesOpenNodesAndNoOthers() throws Exception {
        romeo.kith.call(device -> {
            device.pubsub().publish("urn:example:diary", Optional.of("1"), XmlElement.of("urn:example", "secret"));
            device.pubsub().publish("urn:example:open", Optional.of("1"), XmlElement.of("urn:example", "public"));
            device.pubsub().configure("urn:example:open", Map.of(NodeConfig.ACCESS_MODEL, "open"));
            return true;
        });
        try (RawStranger stranger = new RawStranger(romeo.linkLocal.port()).open("juliet@pronto", romeo.name())) {
            assertThat(stranger.header().attribute("from")).contains(romeo.name());
            String info = stranger.ask("get", "1", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                    .toXml();
            assertThat(info).contains("urn:xmpp:contacts:0", "urn:xmpp:openpgp:pubsub:0", "urn:xmpp:xid:0");
            String items = stranger.ask("get", "2", "<query xmlns='http://jabber.org/protocol/disco#items'/>")
                    .toXml();
            assertThat(items)
                    .contains("node='urn:xmpp:xid'", "node='urn:example:open'")
                    .doesNotContain("diary", "contacts");
            assertThat(items(stranger, "3", "urn:xmpp:xid")).contains(romeo.account, "id='current'");
            assertThat(items(stranger, "3b", "urn:xmpp:openpgp:0:public-keys"))
                    .contains("pubkey-metadata", "v4-fingerprint");
            assertThat(items(stranger, "4", "urn:example:open")).contains("public");
            assertThat(items(stranger, "5", "urn:example:diary"))
                    .contains("type='error'")
                    .doesNotContain("secret");
            assertThat(items(stranger, "6", ContactsXml.CONTACTS_NODE)).contains("closed-node");
            assertThat(items(stranger, "7", "urn:kith:settings")).contains("item-not-found");
            assertThat(stranger.ask(
                                    "set",
                                    "8",
                                    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:example:open'>"
                                            + "<item id='1'><x xmlns='urn:example'/></item></publish></pubsub>")
                            .toXml())
                    .contains("service-unavailable");
        }
    }

    private static String items(RawStranger stranger, String id, String node) throws Exception {
        return stranger.ask(
                        "get",
                        id,
                        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='" + node + "'/></pubsub>")
                .toXml();
    }

    @Test
    void theAnnouncedCapabilitiesAreThoseThatAreThere() throws Exception {
        try (RawStranger stranger = new RawStranger(juliet.linkLocal.port()).open(romeo.name(), "juliet@pronto")) {
            stranger.header();
            XmlElement query = stranger.ask("get", "1", "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                    .elements()
                    .get(0);
            String announced = romeo.linkLocal.presences().stream()
                    .filter(presence -> presence.attribute("from").equals(Optional.of("juliet@pronto")))
                    .flatMap(presence -> presence.elements().stream())
                    .flatMap(child -> child.attribute("ver").stream())
                    .findFirst()
                    .orElseThrow();
            assertThat(new EntityInfo(query).version()).isEqualTo(announced);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]> | not-well-formed",
                "GET / HTTP/1.1 | not-well-formed",
                "<stream xmlns='jabber:client'> | invalid-namespace",
                "<?xml version='1.0' encoding='ISO-8859-1'?><a/> | unsupported-encoding",
            })
    void whatIsNoStreamIsClosedWithItsError(String octets, String error) throws Exception {
        try (RawStranger stranger = new RawStranger(juliet.linkLocal.port()).write(octets + "\r\n\r\n")) {
            assertThat(stranger.end()).isEqualTo(error);
        }
        assertThat(juliet.sees(jid(romeo))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<message><body>&lol9;</body></message> | restricted-xml",
                "<message><!-- x --></message> | restricted-xml",
                "<message></massage> | not-well-formed",
                "<message from='somebody@else'/> | invalid-from",
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/> | unsupported-stanza-type",
            })
    void aHostileStanzaEndsItsStreamAlone(String stanza, String error) throws Exception {
        try (RawStranger stranger = new RawStranger(juliet.linkLocal.port()).open(romeo.name(), "juliet@pronto")) {
            stranger.header();
            stranger.pour(stanza);
            assertThat(stranger.end()).isEqualTo(error);
        }
    }

    @Test
    void aStanzaOfMoreThanSixtyFourKibibytesEndsTheStream() throws Exception {
        try (RawStranger stranger = new RawStranger(juliet.linkLocal.port()).open(romeo.name(), "juliet@pronto")) {
            stranger.header();
            assertThat(stranger.ask("get", "fits", "<ping xmlns='urn:xmpp:ping'>" + "x".repeat(60 << 10) + "</ping>")
                            .attribute("type"))
                    .contains("result");
            stranger.pour("<message><body>" + "x".repeat(70 << 10));
            assertThat(stranger.end()).isEqualTo("policy-violation");
        }
    }

    @Test
    void aFifthConnectionFromOneAddressPushesOutOneThatHasSaidNothing() throws Exception {
        try (RawStranger first = new RawStranger(juliet.linkLocal.port());
                RawStranger second = new RawStranger(juliet.linkLocal.port());
                RawStranger third = new RawStranger(juliet.linkLocal.port());
                RawStranger fourth = new RawStranger(juliet.linkLocal.port());
                RawStranger fifth = new RawStranger(juliet.linkLocal.port())) {
            assertThat(first.end()).isEmpty();
            assertThat(fifth.open(romeo.name(), "juliet@pronto").header().attribute("from"))
                    .contains("juliet@pronto");
            assertThat(second).isNotNull();
            assertThat(third).isNotNull();
            assertThat(fourth).isNotNull();
        }
    }

    @Test
    void whoAnnouncesNothingIsNotLetIn() throws Exception {
        try (RawStranger stranger = new RawStranger(juliet.linkLocal.port()).open("tybalt@rapier", "juliet@pronto")) {
            assertThat(stranger.end()).isEqualTo("not-authorized");
        }
    }

    @Test
    void itListensOnWhatWasAskedForAndNothingElse() throws Exception {
        try (Socket there = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), juliet.linkLocal.port())) {
            assertThat(there.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> new Socket(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), juliet.linkLocal.port())
                        .close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNameThatSomebodyHasIsGivenUpForAnother(@TempDir Path directory) throws Exception {
        try (Resident other = new Resident(directory, "Pronto", Optional.of("juliet@elsewhere.example"))) {
            soon().until(() -> other.name().equals("juliet@pronto-1"));
            soon().until(() -> juliet.sees("juliet@pronto-1"));
            assertThat(juliet.name()).isEqualTo("juliet@pronto");
        }
        soon().until(() -> !juliet.sees("juliet@pronto-1"));
    }
}
