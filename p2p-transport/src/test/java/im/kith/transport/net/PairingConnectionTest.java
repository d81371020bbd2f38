package im.kith.transport.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.core.octets.Bytes;
import im.kith.transport.wire.ByeReason;
import im.kith.transport.wire.Samples;
import im.kith.transport.wire.WireCodec;
import im.kith.transport.wire.WireFrame;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The door for a device that is not a member yet. */
class PairingConnectionTest {

    private final TestAccount account = new TestAccount();
    private final Conversation inviterHears = new Conversation();
    private final Conversation joinerHears = new Conversation();
    private final TestDevice joiner = new TestDevice(TestAccount.deviceId("nobody yet"));

    private static final class Conversation implements PairListener {
        private final List<PairLink> opened = new CopyOnWriteArrayList<>();
        private final List<Bytes> received = new CopyOnWriteArrayList<>();
        private final List<Closed> closed = new CopyOnWriteArrayList<>();

        @Override
        public void opened(PairLink link) {
            opened.add(link);
        }

        @Override
        public void received(PairLink link, Bytes data) {
            received.add(data);
        }

        @Override
        public void closed(PairLink link, Closed why) {
            closed.add(why);
        }
    }

    @BeforeEach
    void startAJoinerThatListensNowhereAndHasNoAccount() throws IOException {
        joiner.start(new EndpointConfig(
                Optional.empty(),
                TestAccount.identity(),
                hash -> List.of(),
                List::of,
                List.of(),
                0,
                TestAccount.RANDOM,
                Timings.STANDARD));
    }

    @AfterEach
    void close() {
        joiner.close();
        account.close();
    }

    private PairLink join(TestDevice inviter) throws Exception {
        CompletableFuture<PairLink> dial = joiner.endpoint().dialForPairing(inviter.at(), joinerHears);
        return dial.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whileInvitingBothTalkAndKnowEachOthersKeys() throws Exception {
        TestDevice inviter = account.device("inviter");
        inviter.endpoint().invite(inviterHears);
        PairLink toInviter = join(inviter);
        await().until(() -> inviterHears.opened.size() == 1);
        PairLink toJoiner = inviterHears.opened.get(0);
        assertThat(toJoiner.peerKeyHash())
                .isEqualTo(toInviter.ownKeyHash())
                .isEqualTo(joiner.config().identity().keyHash());
        assertThat(toInviter.peerKeyHash())
                .isEqualTo(toJoiner.ownKeyHash())
                .isEqualTo(inviter.config().identity().keyHash());
        Bytes most = Bytes.wrap(new byte[WireFrame.Pair.MAX_DATA]);
        toInviter.send(Bytes.utf8("round 1"));
        toInviter.send(most);
        toJoiner.send(Bytes.utf8("round 1 too"));
        await().until(() -> inviterHears.received.size() == 2 && joinerHears.received.size() == 1);
        assertThat(inviterHears.received).containsExactly(Bytes.utf8("round 1"), most);
        toInviter.close(ByeReason.PAIRED, "done");
        await().until(() -> inviterHears.closed.size() == 1 && joinerHears.closed.size() == 1);
        assertThat(inviterHears.closed.get(0)).isEqualTo(new Closed(Closed.Cause.FAREWELL, "PAIRED \"done\""));
        assertThat(inviter.opened).isEmpty();
    }

    @Test
    void whoDoesNotInviteDoesNotAnswer() throws Exception {
        TestDevice device = account.device("device");
        assertThatThrownBy(() -> join(device))
                .cause()
                .isInstanceOfSatisfying(
                        DialException.class, e -> assertThat(e.kind()).isEqualTo(DialException.Kind.NO_ANSWER));
        device.endpoint().invite(inviterHears);
        join(device);
        device.endpoint().stopInviting();
        assertThatThrownBy(() -> join(device)).hasCauseInstanceOf(DialException.class);
        assertThat(joinerHears.opened).hasSize(1);
    }

    @Test
    void aPairingConnectionCarriesNothingElse() throws Exception {
        TestDevice inviter = account.device("inviter");
        inviter.endpoint().invite(inviterHears);
        PairChannel link = (PairChannel) join(inviter);
        byte[] hello = WireCodec.encode(new WireFrame.Replication(Samples.hello()));
        link.channel().writeAndFlush(Unpooled.wrappedBuffer(hello)).sync();
        await().until(() -> inviterHears.closed.size() == 1);
        assertThat(inviterHears.closed.get(0)).isEqualTo(new Closed(Closed.Cause.PROTOCOL, "not pairing"));
        assertThat(inviter.opened).isEmpty();
        assertThat(inviterHears.received).isEmpty();
    }

    @Test
    void aFloodOfPairingLeavesRoomForMembers() throws Exception {
        TestDevice inviter = account.device("inviter");
        TestDevice member = account.device("member");
        inviter.endpoint().invite(inviterHears);
        for (int i = 0; i < Gate.MAX_PAIRING; i++) {
            join(inviter);
        }
        assertThatThrownBy(() -> join(inviter)).hasCauseInstanceOf(DialException.class);
        member.connect(inviter);
    }
}
