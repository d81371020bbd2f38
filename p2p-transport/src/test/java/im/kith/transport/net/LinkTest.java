package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Version;
import im.kith.transport.wire.ByeReason;
import im.kith.transport.wire.Samples;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between members, over real sockets and real TLS. */
class LinkTest {

    private final TestAccount account = new TestAccount();

    @AfterEach
    void close() {
        account.close();
    }

    static Stream<InetAddress> loopbacks() {
        return Stream.of(TestAccount.V4, TestAccount.V6);
    }

    @ParameterizedTest
    @MethodSource("loopbacks")
    void framesGoBothWays(InetAddress address) throws Exception {
        TestDevice a = account.device(TestAccount.deviceId("a"), Timings.STANDARD, List.of(address));
        TestDevice b = account.device(TestAccount.deviceId("b"), Timings.STANDARD, List.of(address));
        Link toB = a.endpoint().dial(b.at(address), Optional.of(b.id)).get(20, TimeUnit.SECONDS);
        Link toA = b.link();
        Frame.Chunk chunk = new Frame.Chunk(List.of(Samples.version(1, Optional.of(Bytes.utf8("x")))));
        toB.send(chunk);
        toA.send(new Frame.LedgerIds(List.of()));
        await().until(() -> b.received.contains(chunk) && a.received.contains(new Frame.LedgerIds(List.of())));
        assertThat(toB.peer()).isEqualTo(b.id);
        assertThat(toA.peer()).isEqualTo(a.id);
        assertThat(toB.outbound()).isTrue();
        assertThat(toA.outbound()).isFalse();
        assertThat(a.received.get(0)).isEqualTo(Samples.hello(b.id));
        assertThat(b.received.get(0)).isEqualTo(Samples.hello(a.id));
        assertThat(toA.bytesIn()).isEqualTo(toB.bytesOut()).isGreaterThan(500);
        assertThat(a.endpoint().connected(b.id)).isTrue();
    }

    @Test
    void aMegabyteOfVersionsArrivesWholeAndInOrder() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        Link toB = a.connect(b);
        List<Version> versions = new ArrayList<>();
        Bytes payload = Bytes.wrap(new byte[200_000]);
        for (int i = 1; i <= 30; i++) {
            versions.add(Samples.version(i, Optional.of(payload)));
        }
        toB.send(new Frame.Chunk(versions));
        toB.send(new Frame.LedgerIds(List.of()));
        await().until(() -> b.received.contains(new Frame.LedgerIds(List.of())));
        assertThat(b.received.stream()
                        .filter(f -> f instanceof Frame.Chunk)
                        .flatMap(f -> ((Frame.Chunk) f).versions().stream()))
                .containsExactlyElementsOf(versions);
    }

    @Test
    void aReaderThatPausesHoldsTheSenderBackAndBothStayBounded() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        Link toB = a.connect(b);
        Link toA = b.link();
        toA.pause();
        Frame.Chunk chunk =
                new Frame.Chunk(Collections.nCopies(4, Samples.version(1, Optional.of(Bytes.wrap(new byte[200_000])))));
        int sent = 0;
        // Waits until nothing moves: the sockets' buffers are full and the link is not writable.
        long before;
        do {
            before = toB.bytesOut();
            while (toB.isWritable()) {
                toB.send(chunk);
                assertThat(++sent).as("chunks taken while nobody reads").isLessThan(100);
            }
            long seen = before;
            await().pollDelay(300, TimeUnit.MILLISECONDS).until(() -> seen >= 0);
        } while (toB.bytesOut() > before || toB.isWritable());
        long arrived = chunks(b);
        assertThat(arrived).as("chunks that arrived before the pause worked").isLessThanOrEqualTo(3);
        assertThat(a.open).containsExactly(toB);
        int writableBefore = a.writable.get();
        toA.resume();
        int all = sent;
        await().until(() -> chunks(b) == all);
        await().until(() -> a.writable.get() > writableBefore && toB.isWritable());
    }

    private static long chunks(TestDevice device) {
        return device.received.stream().filter(f -> f instanceof Frame.Chunk).count();
    }

    @Test
    void anIdleConnectionCostsLessThanFiveHundredOctetsInTenSeconds() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        Link toB = a.connect(b);
        b.link();
        await().until(() -> toB.bytesIn() == b.open.get(0).bytesOut());
        long in = toB.bytesIn();
        long out = toB.bytesOut();
        ((MemberLink) toB).write(WireCodec.encode(new WireFrame.Ping()));
        await().until(() -> toB.bytesIn() > in);
        long cycle = toB.bytesIn() - in + toB.bytesOut() - out;
        assertThat(2 * cycle).as("two pings and their answers").isLessThan(200);
    }

    @Test
    void aFarewellIsHeardAndNothingCanBeSentAfterIt() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        Link link = a.connect(b);
        b.link();
        link.close(ByeReason.RESTART, "who is out changed");
        link.send(Samples.hello(a.id));
        await().until(() -> a.closed.size() == 1 && b.closed.size() == 1);
        assertThat(a.closed.get(0).cause()).isEqualTo(Closed.Cause.LOCAL);
        assertThat(b.closed.get(0)).isEqualTo(new Closed(Closed.Cause.FAREWELL, "RESTART \"who is out changed\""));
        assertThat(b.closed.get(0).redial()).isTrue();
        assertThat(b.received).hasSize(1);
        assertThat(a.endpoint().connected(b.id)).isFalse();
    }

    @Test
    void aClosedEndpointSaysFarewellAndDialsNoMore() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        Link link = a.connect(b);
        b.link();
        b.close();
        await().until(() -> a.closed.size() == 1);
        assertThat(a.closed.get(0)).isEqualTo(new Closed(Closed.Cause.FAREWELL, "GOING_AWAY \"going away\""));
        assertThat(b.failure(a.at(), Optional.empty()).kind()).isEqualTo(DialException.Kind.REFUSED);
        assertThatCode(() -> {
                    link.send(Samples.hello(a.id));
                    link.close(ByeReason.OTHER, "again");
                    b.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatBreaksTheProtocolCostsTheConnectionAndIsNamed() throws Exception {
        DeviceId other = TestAccount.deviceId("other");
        byte[] hello = WireCodec.encode(new WireFrame.Replication(Samples.hello(TestAccount.deviceId("a"))));
        byte[] foreign = WireCodec.encode(new WireFrame.Replication(Samples.hello(other)));
        byte[] pair = WireCodec.encode(new WireFrame.Pair(Bytes.EMPTY));
        byte[] early = WireCodec.encode(new WireFrame.Replication(new Frame.LedgerIds(List.of())));
        breaks("frame of 1048577 octets", new byte[] {0, 0x10, 0, 1});
        breaks("frame of 4294967295 octets", new byte[] {-1, -1, -1, -1});
        breaks("frame of 0 octets", new byte[] {0, 0, 0, 0});
        breaks("frame: ", new byte[] {0, 0, 0, 3, 1, 2, 3});
        breaks("the hello of another device", foreign);
        breaks("something before the hello", early);
        breaks("a second hello", hello, hello);
        breaks("pairing between members", hello, pair);
    }

    @Test
    void anotherProtocolIsToldToBothSides() throws Exception {
        speaks(0, "runs an older kith (protocol 0, here 1): update it there");
        speaks(99, "runs a newer kith (protocol 99, here 1): update this one");
    }

    /** A real connection whose dialler says hello in another protocol, with fields that nobody here knows. */
    private void speaks(int protocol, String told) throws Exception {
        try (TestAccount fresh = new TestAccount()) {
            TestDevice a = fresh.device("a");
            TestDevice b = fresh.device("b");
            a.polite = false;
            var dial = a.endpoint().dial(b.at(), Optional.empty());
            await().until(() -> a.open.size() == 1);
            byte[] hello = Bytes.hex("000000060a0408" + String.format("%02x", protocol) + "5800")
                    .toArray();
            ((MemberLink) a.open.get(0))
                    .channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(hello))
                    .sync();
            await().until(() -> b.closed.size() == 1 && a.closed.size() == 1);
            assertThat(b.closed.get(0)).isEqualTo(new Closed(Closed.Cause.INCOMPATIBLE, told));
            assertThat(a.closed.get(0).cause()).isEqualTo(Closed.Cause.INCOMPATIBLE);
            assertThat(b.received).isEmpty();
            assertThat(dial).isDone();
        }
    }

    @Test
    void framesFieldsAndFeaturesOfALaterReleaseChangeNothing() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        MemberLink link = (MemberLink) a.connect(b);
        b.link();
        for (String later : List.of("000000043a020801", "000000055a03a20600")) {
            link.channel()
                    .writeAndFlush(Unpooled.wrappedBuffer(Bytes.hex(later).toArray()))
                    .sync();
        }
        link.send(new Frame.LedgerIds(List.of()));
        await().until(() -> b.received.contains(new Frame.LedgerIds(List.of())));
        assertThat(b.closed).isEmpty();
        assertThat(b.received.get(0))
                .as("a hello with features that nobody knows")
                .isInstanceOfSatisfying(
                        Frame.Hello.class, hello -> assertThat(hello.features()).contains("later"));
    }

    private void breaks(String complaint, byte[]... octets) throws Exception {
        try (TestAccount fresh = new TestAccount()) {
            TestDevice a = fresh.device("a");
            TestDevice b = fresh.device("b");
            a.polite = false;
            var dial = a.endpoint().dial(b.at(), Optional.empty());
            await().until(() -> a.open.size() == 1);
            for (byte[] some : octets) {
                ((MemberLink) a.open.get(0))
                        .channel()
                        .writeAndFlush(Unpooled.wrappedBuffer(some))
                        .sync();
            }
            await().until(() -> b.closed.size() == 1 && a.closed.size() == 1);
            assertThat(b.closed.get(0).cause()).isEqualTo(Closed.Cause.PROTOCOL);
            assertThat(b.closed.get(0).detail()).contains(complaint);
            assertThat(a.closed.get(0).detail()).startsWith("PROTOCOL \"").contains(complaint);
            assertThat(dial).isDone();
        }
    }

    @Test
    void aFrameCutByTheEndOfTheConnectionIsNotReceived() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        MemberLink link = (MemberLink) a.connect(b);
        b.link();
        byte[] frame = WireCodec.encode(new WireFrame.Replication(new Frame.LedgerIds(List.of())));
        link.channel()
                .writeAndFlush(Unpooled.wrappedBuffer(frame, 0, frame.length - 1))
                .sync();
        link.channel().close().sync();
        await().until(() -> b.closed.size() == 1);
        assertThat(b.closed.get(0).cause()).isEqualTo(Closed.Cause.LOST);
        assertThat(b.received).hasSize(1);
    }

    @Test
    void whoPingsAndDoesNotReadIsNotAnsweredWithoutEnd() throws Exception {
        TestDevice a = account.device("a");
        TestDevice b = account.device("b");
        MemberLink toB = (MemberLink) a.connect(b);
        MemberLink toA = (MemberLink) b.link();
        toB.pause();
        byte[] ping = WireCodec.encode(new WireFrame.Ping());
        byte[] pings = new byte[10_000 * ping.length];
        for (int i = 0; i < pings.length; i++) {
            pings[i] = ping[i % ping.length];
        }
        for (int rounds = 0; toA.isWritable(); rounds++) {
            assertThat(rounds).as("rounds of pings answered while nobody reads").isLessThan(1_000);
            flood(toB, toA, pings);
        }
        long answered = toA.bytesOut();
        for (int rounds = 0; rounds < 10; rounds++) {
            flood(toB, toA, pings);
        }
        assertThat(toA.bytesOut() - answered).as("octets answered after that").isLessThan(1 << 20);
        toB.resume();
        await().until(toA::isWritable);
    }

    private static void flood(MemberLink from, MemberLink to, byte[] octets) throws InterruptedException {
        long before = to.bytesIn();
        from.channel().writeAndFlush(Unpooled.wrappedBuffer(octets)).sync();
        await().until(() -> to.bytesIn() >= before + octets.length);
    }
}
