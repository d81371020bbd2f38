package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.XmlElement;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmppEndpointTest {

    private static final String PUBLISH = "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:x'>"
            + "<item id='%s'><tune xmlns='urn:x'>%s</tune></item></publish></pubsub>";
    private static final String ITEMS =
            "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:x'/></pubsub>";

    private Served served;

    @BeforeEach
    void serve(@TempDir Path directory) throws Exception {
        served = new Served(directory);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void aClientLogsInBindsPublishesAndGetsItBack() throws Exception {
        try (RawClient client = served.bound("balcony")) {
            XmlElement published = client.ask("set", "p1", String.format(PUBLISH, "a", "lark"));
            assertThat(published.attribute("type")).contains("result");
            XmlElement items = client.ask("get", "g1", ITEMS);
            assertThat(items.toXml()).contains("lark");
            assertThat(items.attribute("from")).contains(Served.ACCOUNT);
        }
    }

    @Test
    void whoSaysNotifyHearsOfWhatAnotherResourcePublishes() throws Exception {
        try (RawClient one = served.bound("one");
                RawClient two = served.bound("two")) {
            two.write(
                    "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='v'/></presence>");
            XmlElement question = two.next(element -> element.local().equals("iq"));
            two.write(
                    "<iq type='result' id='" + question.attribute("id").orElseThrow()
                            + "'><query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:x+notify'/></query></iq>");
            // answered in order, so the features are known by then
            assertThat(two.ask("get", "g", ITEMS).attribute("type")).isEqualTo(Optional.of("error"));
            one.ask("set", "p", String.format(PUBLISH, "a", "lark"));
            XmlElement event = two.next(element -> element.local().equals("message"));
            assertThat(event.toXml()).contains("lark");
        }
    }

    @Test
    void tlsWorksForThoseWhoWantIt() throws Exception {
        try (RawClient client = served.client()) {
            client.open();
            client.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            assertThat(client.next().local()).isEqualTo("proceed");
            client.secure();
            assertThat(client.login(served.token).first(Names.BIND, "bind")).isPresent();
            client.bind("secure");
            assertThat(client.ask("set", "p", String.format(PUBLISH, "a", "x".repeat(100_000)))
                            .attribute("type"))
                    .contains("result");
            assertThat(client.ask("get", "g", ITEMS).toXml()).hasSizeGreaterThan(100_000);
        }
    }

    @Test
    void requestsThatAreWrittenAllAtOnceAreAllAnswered() throws Exception {
        try (RawClient client = served.bound("bulk")) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 500; i++) {
                all.append("<iq type='set' id='")
                        .append(i)
                        .append("'>")
                        .append(String.format(PUBLISH, "item" + i, "x"))
                        .append("</iq>");
            }
            client.write(all.toString());
            for (int i = 0; i < 500; i++) {
                XmlElement answer = client.next();
                assertThat(answer.attribute("id")).contains(Integer.toString(i));
                assertThat(answer.attribute("type")).contains("result");
            }
        }
    }

    @Test
    void whatIsWrittenWithoutWaitingForAnswersIsTakenInOrder() throws Exception {
        try (RawClient client = served.client()) {
            client.write("<?xml version='1.0'?>" + RawClient.OPENING + RawClient.plain("juliet", served.token)
                    + "<?xml version='1.0'?>" + RawClient.OPENING
                    + "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
            client.piece();
            assertThat(client.next().local()).isEqualTo("features");
            assertThat(client.next().local()).isEqualTo("success");
            client.feed.restart();
            client.piece();
            assertThat(client.next().local()).isEqualTo("features");
            assertThat(client.answer("bind").attribute("type")).contains("result");
        }
    }

    @Test
    void theDaemonSaysFarewell() throws Exception {
        try (RawClient client = served.bound("one")) {
            served.kith.close();
            assertThat(client.error()).isEqualTo("system-shutdown");
        }
    }

    @Test
    void bothLoopbackAddressesHaveTheSamePort() throws Exception {
        for (String address : served.endpoint.addresses()) {
            try (Socket socket = new Socket(address, served.endpoint.port())) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
    }
}
