package im.kith.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.sim.SimKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaSessionTest {

    private static final ConnectionId LINE = new ConnectionId(-1);
    private static final DeviceId A = SimKeys.device("a");
    private static final DeviceId B = SimKeys.device("b");
    private static final DeviceId C = SimKeys.device("c");

    private Actor a;
    private Actor b;

    @BeforeEach
    void twoMembers() throws StoreException {
        a = new Actor("a", A, B, C);
        b = new Actor("b", A, B, C);
    }

    @Test
    void twoThatAgreeSayHelloAndDoneAndNothingMore() throws StoreException {
        a.publish("x", "one");
        Talk.over(a, b);

        assertThat(Talk.over(a, b).transcript).containsExactlyInAnyOrder("a: Hello", "b: Hello", "a: Done", "b: Done");
    }

    @Test
    void theDifferenceGoesBeforeDone() throws StoreException {
        a.publish("x", "one");
        a.publish("y", "two");

        Talk talk = Talk.over(a, b);

        assertThat(talk.transcript).containsSubsequence("a: Hello", "a: Chunk of 2", "a: Done");
        assertThat(b.texts("x")).containsExactly("one");
        assertThat(b.replica.state().knowledge()).isEqualTo(a.replica.state().knowledge());
    }

    @Test
    void whatIsWrittenDuringAConnectionIsPushed() throws StoreException {
        Talk talk = new Talk(a, b);
        talk.run();
        talk.transcript.clear();

        a.publish("x", "one");
        talk.run();

        assertThat(talk.transcript).containsExactly("a: Chunk of 1", "a: Done");
        assertThat(b.texts("x")).containsExactly("one");
    }

    @Test
    void othersVersionsWaitADelayBeforeTheyArePassedOn() throws StoreException {
        Actor c = new Actor("c", A, B, C);
        Talk bc = new Talk(b, c);
        bc.run();
        a.publish("x", "one");
        bc.transcript.clear();
        Talk.over(a, b);

        bc.run();
        assertThat(bc.transcript).isEmpty();
        b.now = b.now.plus(Outbox.DELAY);
        bc.run();

        assertThat(bc.transcript).containsExactly("a: Chunk of 1", "a: Done");
        assertThat(c.texts("x")).containsExactly("one");
    }

    @Test
    void ledgersAreComparedBeforeData() throws StoreException {
        Actor joiner = new Actor("c", C, A);
        a.publish("x", "one");

        Talk talk = new Talk(a, joiner);
        talk.run();

        assertThat(talk.transcript)
                .containsSubsequence("a: LedgerIds", "a: LedgerStatements 1 last", "a: Chunk of 1", "a: Done");
        assertThat(joiner.replica.trust().digest()).isEqualTo(a.replica.trust().digest());
    }

    @Test
    void aStatementMadeDuringAConnectionIsPushed() throws StoreException {
        Talk talk = new Talk(a, b);
        talk.run();
        talk.transcript.clear();

        a.give(new Input.LocalStatements(List.of(Actor.admission(SimKeys.device("d")))));
        talk.run();

        assertThat(talk.transcript).containsExactly("a: LedgerStatements 1");
        assertThat(b.replica.trust().members()).contains(SimKeys.device("d"));
    }

    @Test
    void aDeviceThatIsOutGetsStatementsAndNothingElse() throws StoreException {
        a.publish("x", "one");
        a.give(Actor.revocation(Actor.FOUNDER, B, List.of()));

        List<Effect> opened = a.give(new Input.Opened(LINE, B));

        Frame.Hello hello = (Frame.Hello) Actor.sent(opened).get(0);
        assertThat(hello.knowledge()).isEqualTo(VersionVector.EMPTY);
        assertThat(hello.features()).contains(Session.LEDGER_ONLY);
        Talk talk = new Talk(a, b);
        talk.run();
        assertThat(talk.transcript).doesNotContain("a: Chunk of 1", "a: Done");
        assertThat(b.replica.trust().standing(B)).contains(Trust.Standing.OUT);
        assertThat(b.replica.size()).isZero();
    }

    @Test
    void aChangeOfWhoIsOutClosesAllConnections() throws StoreException {
        a.give(new Input.Opened(LINE, B));

        List<Effect> effects = a.give(Actor.revocation(Actor.FOUNDER, C, List.of()));

        assertThat(Actor.closed(effects)).contains(CloseReason.STANDING_CHANGED);
    }

    @Test
    void aChunkBeforeHelloCloses() throws StoreException {
        a.give(new Input.Opened(LINE, B));

        assertThat(refusal(new Frame.Chunk(List.of()))).contains(CloseReason.PROTOCOL);
    }

    @Test
    void aSecondHelloCloses() throws StoreException {
        a.give(new Input.Opened(LINE, B));
        a.give(new Input.Received(LINE, hello(VersionVector.EMPTY, DotSet.EMPTY)));

        assertThat(refusal(hello(VersionVector.EMPTY, DotSet.EMPTY))).contains(CloseReason.PROTOCOL);
    }

    @Test
    void aDoneBeforeTheLedgersAreComparedCloses() throws StoreException {
        a.give(new Input.Opened(LINE, B));
        Frame.Hello plain = hello(VersionVector.EMPTY, DotSet.EMPTY);
        a.give(new Input.Received(
                LINE,
                new Frame.Hello(
                        plain.protocol(),
                        plain.features(),
                        B,
                        plain.replica(),
                        Bytes.sha256(Bytes.EMPTY),
                        plain.knowledge(),
                        plain.beyond())));

        assertThat(refusal(new Frame.Done(VersionVector.EMPTY, Bytes.EMPTY, Bytes.sha256(Bytes.EMPTY))))
                .contains(CloseReason.PROTOCOL);
    }

    @Test
    void aHelloOfAnotherDeviceCloses() throws StoreException {
        a.give(new Input.Opened(LINE, C));

        assertThat(refusal(hello(VersionVector.EMPTY, DotSet.EMPTY))).contains(CloseReason.PROTOCOL);
    }

    @Test
    void moreRangesThanTheLimitClose() throws StoreException {
        a.give(new Input.Opened(LINE, B));
        List<DotSet.Range> ranges = new ArrayList<>();
        for (int i = 0; i <= DotSet.MAX_RANGES; i++) {
            ranges.add(new DotSet.Range(2L * i + 1, 2L * i + 1));
        }
        DotSet beyond = DotSet.of(new TreeMap<>(Map.of(b.replica.id(), ranges)));

        assertThat(refusal(hello(VersionVector.EMPTY, beyond))).contains(CloseReason.LIMIT);
    }

    @Test
    void aChunkOverTheLimitCloses() throws StoreException {
        a.give(new Input.Opened(LINE, B));
        a.give(new Input.Received(LINE, hello(VersionVector.EMPTY, DotSet.EMPTY)));
        List<Version> versions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            versions.add(b.read(b.publish("x" + i, "0123456789abcdef".repeat(Version.MAX_PAYLOAD / 16))));
        }

        assertThat(refusal(new Frame.Chunk(versions))).contains(CloseReason.LIMIT);
        assertThat(a.replica.size()).isZero();
    }

    @Test
    void framesOfAConnectionThatWasClosedAreIgnored() throws StoreException {
        assertThat(a.give(new Input.Received(LINE, new Frame.Chunk(List.of())))).isEmpty();
    }

    @Test
    void anEqualDigestIsRememberedOnce() throws StoreException {
        a.publish("x", "one");
        Talk.over(a, b);

        assertThat(b.replica.agreedWith(A)).contains(a.replica.state().knowledge());
        b.give(new Input.Opened(LINE, A));
        b.give(new Input.Received(LINE, b.replica.state().knowledge().isEmpty() ? done(a) : helloOf(a)));
        b.give(new Input.Received(LINE, done(a)));
        assertThat(b.persisted).isEmpty();
    }

    private static Frame helloOf(Actor actor) {
        return new Frame.Hello(
                Session.PROTOCOL,
                Set.of(),
                actor.device,
                actor.replica.id(),
                actor.replica.trust().digest(),
                actor.replica.state().knowledge(),
                DotSet.EMPTY);
    }

    private static Frame done(Actor actor) {
        return new Frame.Done(actor.replica.state().knowledge(), Bytes.EMPTY, actor.replica.digest());
    }

    private Frame.Hello hello(VersionVector knowledge, DotSet beyond) {
        return new Frame.Hello(
                Session.PROTOCOL, Set.of(), B, b.replica.id(), b.replica.trust().digest(), knowledge, beyond);
    }

    private Optional<CloseReason> refusal(Frame frame) throws StoreException {
        return Actor.closed(a.give(new Input.Received(LINE, frame)));
    }
}
