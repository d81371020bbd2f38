package im.kith.transport.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.xml.StreamPiece;
import im.kith.core.xml.XmlElement;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody on this machine can do to the XMPP port, with and without a token: the daemon goes on. */
class HostileStreamTest {

    private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";
    private static final String LAUGHS = "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;&lol;'>"
            + "<!ENTITY lol3 '&lol2;&lol2;&lol2;&lol2;'>]>";

    private Served served;
    private RawClient honest;

    @BeforeEach
    void serve(@TempDir Path directory) throws Exception {
        served = new Served(directory);
        honest = served.bound("honest");
    }

    @AfterEach
    void theDaemonIsUnharmed() throws Exception {
        assertThat(honest.ask("get", "still", PING).attribute("type")).contains("result");
        try (RawClient later = served.bound("later")) {
            assertThat(later.ask("get", "new", PING).attribute("type")).contains("result");
        }
        honest.close();
        served.close();
    }

    /** What {@code text} of somebody without a token leads to. */
    private String stranger(String text) throws Exception {
        try (RawClient client = served.client()) {
            client.pour(text);
            XmlElement error = client.next(element -> element.is(Names.STREAM, "error"), StreamPiece.Opened.class);
            client.awaitEnd();
            return error.elements().get(0).local();
        }
    }

    /** What {@code text} of a bound resource leads to. */
    private String resource(String text) throws Exception {
        try (RawClient client = served.bound("bad")) {
            client.pour(text);
            String error = client.error();
            client.awaitEnd();
            return error;
        }
    }

    @Test
    void entitiesAndDocumentTypesAreRefusedUnread() throws Exception {
        assertThat(stranger("<?xml version='1.0'?><!DOCTYPE lolz>" + RawClient.OPENING))
                .isEqualTo("restricted-xml");
        // the parser has no internal subset at all
        assertThat(stranger("<?xml version='1.0'?>" + LAUGHS + RawClient.OPENING))
                .isIn("restricted-xml", "not-well-formed");
        assertThat(stranger(RawClient.OPENING + "<a>&lol3;</a>")).isEqualTo("restricted-xml");
        assertThat(resource("<message><body>&lol3;</body></message>")).isEqualTo("restricted-xml");
        assertThat(resource("<message><!-- x --></message>")).isEqualTo("restricted-xml");
        assertThat(resource("<?php x ?>")).isEqualTo("restricted-xml");
        assertThat(resource("<message><body a='&lol;'/></message>")).isIn("restricted-xml", "not-well-formed");
    }

    @Test
    void tagsThatAreNeverClosedEndWhereTheLimitIs() throws Exception {
        assertThat(stranger(RawClient.OPENING + "<a>".repeat(1_000))).isEqualTo("policy-violation");
        assertThat(resource("<message>" + "<a>".repeat(100_000))).isEqualTo("policy-violation");
        assertThat(resource("<message><body>" + "x".repeat(2 << 20))).isEqualTo("policy-violation");
        assertThat(resource("<message a='" + "x".repeat(2 << 20))).isEqualTo("policy-violation");
        assertThat(resource("<" + "x".repeat(2 << 20))).isEqualTo("policy-violation");
        StringBuilder attributes = new StringBuilder("<message");
        for (int i = 0; i < 65; i++) {
            attributes.append(" a").append(i).append("='x'");
        }
        assertThat(resource(attributes + "/>")).isEqualTo("policy-violation");
    }

    @Test
    void beforeTheLoginLittleIsTaken() throws Exception {
        assertThat(stranger(RawClient.OPENING + "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                        + "A".repeat(20_000) + "</auth>"))
                .isEqualTo("policy-violation");
    }

    @Test
    void aStanzaThatIsTooLargeCostsThatStanzaOnly() throws Exception {
        try (RawClient client = served.bound("large")) {
            String large = "<x xmlns='urn:x'>" + "x".repeat(400 << 10) + "</x>";
            XmlElement refused = client.ask("set", "big", large);
            assertThat(Person.condition(refused)).isEqualTo("policy-violation");
            assertThat(client.ask("get", "p", PING).attribute("type")).contains("result");
        }
    }

    @Test
    void garbageIsNoStream() throws Exception {
        Random random = new Random(1);
        for (int run = 0; run < 20; run++) {
            byte[] garbage = new byte[1 + random.nextInt(9_000)];
            random.nextBytes(garbage);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.endpoint.port())) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                byte[] answer = socket.getInputStream().readAllBytes();
                String text = new String(answer, StandardCharsets.UTF_8);
                assertThat(text.isEmpty() || text.contains("<stream:error>"))
                        .as(text)
                        .isTrue();
            } catch (IOException reset) {
                // closed before it was read to its end
            }
        }
        assertThat(stranger("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n<")).isIn("not-well-formed", "bad-format");
        assertThat(stranger("<?xml version='1.0' encoding='ISO-8859-1'?>" + RawClient.OPENING))
                .isEqualTo("unsupported-encoding");
    }

    @Test
    void halfATlsHandshakeAndWhatIsSlippedInBeforeItGoNowhere() throws Exception {
        String starttls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
        try (RawClient client = served.client()) {
            client.open();
            client.write(starttls);
            assertThat(client.next().local()).isEqualTo("proceed");
            client.write("this is no TLS, nor will it be, whatever is waited for");
            client.awaitEnd();
        }
        try (RawClient client = served.client()) {
            client.open();
            client.write(starttls + RawClient.plain("juliet", served.token));
            assertThat(client.error()).isEqualTo("policy-violation");
        }
        try (RawClient client = served.client()) {
            client.open();
            client.write(starttls);
            // and nothing more: the connection counts as one without a login
            assertThat(client.next().local()).isEqualTo("proceed");
        }
    }

    @Test
    void whoGuessesGetsThreeTriesAStreamAndFewStreams() throws Exception {
        List<RawClient> guessers = new ArrayList<>();
        try {
            for (int i = 0; i < XmppLimits.WITHOUT_LOGIN - 2; i++) {
                RawClient guesser = served.client();
                guesser.open();
                guesser.write(RawClient.plain("juliet", "guess" + i));
                guessers.add(guesser);
            }
            // meanwhile the right token is not held up
            try (RawClient other = served.bound("other")) {
                assertThat(other.ask("get", "p", PING).attribute("type")).contains("result");
            }
            assertThat(guessers.get(0).next().local()).isEqualTo("failure");
            guessers.get(0).write(RawClient.plain("juliet", "again"));
            assertThat(guessers.get(0).next().local()).isIn("failure", "error");
        } finally {
            for (RawClient guesser : guessers) {
                guesser.close();
            }
        }
    }

    @Test
    void whoHoldsConnectionsWithoutALoginKeepsNobodyOut() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * XmppLimits.WITHOUT_LOGIN; i++) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), served.endpoint.port()));
            }
            try (RawClient other = served.bound("other")) {
                assertThat(other.ask("get", "p", PING).attribute("type")).contains("result");
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void tenThousandConnectionsAreTakenOrRefusedAndWhoIsLoggedInGoesOn() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 10_000; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.endpoint.port());
                if (open.size() < 200) {
                    open.add(socket);
                } else {
                    socket.close();
                }
                if (i % 1_000 == 0) {
                    assertThat(honest.ask("get", "p" + i, PING).attribute("type"))
                            .contains("result");
                }
            }
            int silent = 0;
            for (Socket socket : open) {
                socket.setSoTimeout(1);
                try {
                    socket.getInputStream().read();
                } catch (SocketTimeoutException stillOpen) {
                    silent++;
                } catch (IOException reset) {
                    // refused
                }
            }
            assertThat(silent).isLessThanOrEqualTo(XmppLimits.WITHOUT_LOGIN);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        served.awaitRoom();
    }

    @Test
    void stanzasInTheNameOfOthersEndTheStream() throws Exception {
        assertThat(resource("<iq type='get' id='x' from='juliet@capulet.example/honest'>" + PING + "</iq>"))
                .isEqualTo("invalid-from");
        assertThat(resource("<message from='romeo@montague.example' to='juliet@capulet.example'/>"))
                .isEqualTo("invalid-from");
    }

    @Test
    void whoDoesNotReadIsCutOffAndTheWriterIsNot() throws Exception {
        try (RawClient deaf = served.bound("deaf")) {
            assertThat(deaf.socket.isConnected()).isTrue();
            String body = "x".repeat(200 << 10);
            OutputStream out = honest.socket.getOutputStream();
            byte[] message = ("<message to='juliet@capulet.example/deaf'><body>" + body + "</body></message>")
                    .getBytes(StandardCharsets.UTF_8);
            // after it is gone they come back as errors, which are small
            for (int i = 0; i < 450; i++) {
                out.write(message);
            }
            XmlElement error = honest.next(element -> element.local().equals("message"));
            assertThat(Person.condition(error)).isEqualTo("service-unavailable");
        }
    }

    @Test
    void aTokenThatIsRemovedEndsItsStreams() throws Exception {
        String other = served.token("other", false);
        try (RawClient client = served.client()) {
            client.login(other);
            client.bind("other");
            served.kith.call(device -> device.tokens().remove("other"));
            assertThat(client.error()).isEqualTo("not-authorized");
        }
    }

    @Test
    void itListensOnLoopbackOnly() {
        assertThat(served.endpoint.addresses())
                .isNotEmpty()
                .allMatch(address -> address.equals("127.0.0.1") || address.equals("0:0:0:0:0:0:0:1"));
    }
}
