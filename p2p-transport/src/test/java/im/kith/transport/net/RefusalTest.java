package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.Frame;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is kept out, and that it costs nobody else anything. */
class RefusalTest {

    private static final int READ_MILLIS = 20_000;

    /** A record of TLS with a hello that is none. */
    private static final byte[] NONSENSE_TLS = {22, 3, 1, 0, 5, 1, 0, 0, 1, 0};

    private final TestAccount account = new TestAccount();

    @AfterEach
    void close() {
        account.close();
    }

    private static Socket socket(TestDevice to) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(READ_MILLIS);
        socket.connect(to.at());
        return socket;
    }

    /** How many octets come before the other side closes. */
    private static int answer(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().readAllBytes().length;
        } catch (SocketException reset) {
            return 0;
        }
    }

    private static int answerTo(TestDevice device, byte[]... octets) throws IOException {
        Socket socket = socket(device);
        for (byte[] some : octets) {
            socket.getOutputStream().write(some);
        }
        return answer(socket);
    }

    private byte[] knock() {
        return Knock.make(account.discoveryKey, TestAccount.RANDOM).toArray();
    }

    @Test
    void aStrangerWhoKnowsTheKnockIsRefusedAndCostsOnlyThatConnection() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        TestDevice stranger = account.stranger();
        Link link = b.connect(a);
        DialException.Kind kind = stranger.failure(a.at(), Optional.empty()).kind();
        assertThat(kind).isIn(DialException.Kind.NO_HELLO, DialException.Kind.NO_ANSWER);
        link.send(new Frame.LedgerIds(List.of()));
        await().until(() -> a.received.contains(new Frame.LedgerIds(List.of())));
        assertThat(a.opened).hasSize(1);
    }

    @Test
    void aStrangerWhoAnswersADialIsSeenThrough() throws Exception {
        TestDevice a = account.device("a");
        TestDevice stranger = account.stranger();
        DialException failure = a.failure(stranger.at(), Optional.empty());
        assertThat(failure.kind()).isEqualTo(DialException.Kind.STRANGER);
        assertThat(a.opened).isEmpty();
        assertThat(stranger.opened).isEmpty();
    }

    @Test
    void anotherDeviceThanExpectedWillNotDo() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        DialException failure = a.failure(b.at(), Optional.of(TestAccount.deviceId("c")));
        assertThat(failure.kind()).isEqualTo(DialException.Kind.WRONG_DEVICE);
        assertThat(failure.device()).contains(b.id);
        assertThat(b.opened).isEmpty();
    }

    @Test
    void aDeviceDoesNotConnectToItself() throws Exception {
        TestDevice a = account.device("a");
        assertThat(a.failure(a.at(), Optional.empty()).kind()).isEqualTo(DialException.Kind.SELF);
    }

    @Test
    void withoutAKnockNothingAnswers() throws Exception {
        TestDevice a = account.device(TestAccount.deviceId("a"), TestAccount.IMPATIENT, List.of(TestAccount.V4));
        assertThat(answerTo(a)).isZero();
        assertThat(answerTo(a, "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isZero();
        assertThat(answerTo(a, new byte[Knock.LENGTH])).isZero();
        byte[] wrongKey = Knock.make(Bytes.sha256(Bytes.utf8("other")), TestAccount.RANDOM)
                .toArray();
        assertThat(answerTo(a, wrongKey, new byte[200])).isZero();
        assertThat(answerTo(a, Arrays.copyOf(knock(), Knock.LENGTH - 1))).isZero();
        byte[] pairing = Knock.make(Knock.PAIRING_KEY, TestAccount.RANDOM).toArray();
        assertThat(answerTo(a, pairing, new byte[200])).isZero();
        assertThat(a.opened).isEmpty();
    }

    @Test
    void aKnockOpensOnce() throws Exception {
        TestDevice a = account.device("a");
        byte[] knock = knock();
        assertThat(answerTo(a, knock, NONSENSE_TLS)).as("the alert of TLS").isPositive();
        assertThat(answerTo(a, knock, NONSENSE_TLS)).isZero();
    }

    @Test
    void aRetiredDiscoveryKeyStillOpensAndTheDiallerTriesAllOfItsKeys() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        account.keys = List.of(Bytes.sha256(Bytes.utf8("new")), account.discoveryKey);
        assertThat(answerTo(a, knock(), NONSENSE_TLS)).isPositive();
        a.endpoint().dial(b.at(), Optional.empty(), 1).get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoIsSlowIsClosedAtEveryStep() throws Exception {
        TestDevice a = account.device(TestAccount.deviceId("a"), TestAccount.IMPATIENT, List.of(TestAccount.V4));
        assertThat(answerTo(a)).as("says nothing").isZero();
        Socket trickling = socket(a);
        byte[] knock = knock();
        trickling.getOutputStream().write(knock, 0, 10);
        assertThat(answer(trickling)).as("stops in its knock").isZero();
        assertThat(answerTo(a, knock, new byte[] {22, 3, 1}))
                .as("stops in its TLS")
                .isZero();
        TestDevice mute = account.device("mute");
        mute.polite = false;
        mute.connect(a);
        await().until(() -> a.closed.size() == 1);
        assertThat(a.closed.get(0)).isEqualTo(new Closed(Closed.Cause.PROTOCOL, "no hello"));
    }

    @Test
    void aMemberGetsInDuringAFloodFromItsOwnAddressAndFromOthers() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        List<Socket> flood = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket();
                flood.add(socket);
                InetAddress from = TestAccount.address("127.0.0." + (1 + i % 50));
                socket.bind(new InetSocketAddress(from, 0));
                socket.connect(a.at());
            }
            Link link = b.connect(a);
            assertThat(a.endpoint().connections()).isLessThanOrEqualTo(Gate.MAX_UNAUTHENTICATED + 1);
            link.send(new Frame.LedgerIds(List.of()));
            await().until(() -> a.received.contains(new Frame.LedgerIds(List.of())));
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
    }

    @Test
    void itListensOnWhatWasAskedForAndNothingElse() throws Exception {
        TestDevice a =
                account.device(TestAccount.deviceId("a"), Timings.STANDARD, List.of(TestAccount.V4, TestAccount.V6));
        new Socket(TestAccount.V4, a.endpoint().port()).close();
        new Socket(TestAccount.V6, a.endpoint().port()).close();
        assertThat(refused("127.0.0.2", a.endpoint().port())).isTrue();
        a.endpoint().listenOn(List.of(TestAccount.V6, TestAccount.address("127.0.0.2")));
        assertThat(refused("127.0.0.2", a.endpoint().port())).isFalse();
        // the kernel has a closed one until the event loop selects again
        await().until(() -> refused("127.0.0.1", a.endpoint().port()));
    }

    private static boolean refused(String address, int port) throws IOException {
        try (Socket socket = new Socket(TestAccount.address(address), port)) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }
}
