package im.kith.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.sim.SimKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broken or lying peer may send, and what it costs. */
class ReplicaIncomingTest {

    private static final ConnectionId LINE = new ConnectionId(-1);
    private static final DeviceId A = SimKeys.device("a");
    private static final DeviceId B = SimKeys.device("b");
    private static final DeviceId STRANGER = SimKeys.device("stranger");

    private Actor a;
    private Actor b;

    @BeforeEach
    void twoMembers() throws StoreException {
        a = new Actor("a", A, B);
        b = new Actor("b", A, B);
    }

    @Test
    void aBadSignatureRefusesEverythingAfterIt() throws StoreException, MalformedException {
        Version first = b.read(b.publish("x", "one"));
        Version second = b.read(b.publish("y", "two"));
        Version third = b.read(b.publish("z", "three"));
        Version forged = Version.parse(second.headerOctets(), second.payload(), first.signature());
        connect(VersionVector.EMPTY);

        List<Effect> effects = receive(new Frame.Chunk(List.of(first, forged, third)));

        assertThat(Actor.closed(effects)).contains(CloseReason.BAD_VERSION);
        assertThat(a.texts("x")).containsExactly("one");
        assertThat(a.replica.size()).isEqualTo(1);
        assertThat(receive(done(b.replica.state().knowledge()))).isEmpty();
        assertThat(a.replica.state().knowledge().isEmpty()).isTrue();
    }

    @Test
    void anUnknownAuthorIsRefused() throws StoreException {
        connect(VersionVector.EMPTY);

        List<Effect> effects = receive(chunk(version(STRANGER, 1, VersionVector.EMPTY, Hlc.at(a.now))));

        assertThat(Actor.closed(effects)).contains(CloseReason.BAD_VERSION);
        assertThat(a.replica.size()).isZero();
    }

    @Test
    void versionsOfADeviceThatIsOutAreIgnored() throws StoreException {
        a.give(new Input.LocalStatements(List.of(Actor.admission(STRANGER))));
        a.give(Actor.revocation(Actor.FOUNDER, STRANGER, List.of()));
        connect(VersionVector.EMPTY);

        List<Effect> effects = receive(chunk(version(STRANGER, 1, VersionVector.EMPTY, Hlc.at(a.now))));

        assertThat(Actor.closed(effects)).isEmpty();
        assertThat(a.replica.size()).isZero();
    }

    @Test
    void aChunkNeverMovesKnowledge() throws StoreException {
        connect(VersionVector.EMPTY);
        receive(new Frame.Chunk(List.of(b.read(b.publish("x", "one")))));

        assertThat(a.replica.state().knowledge().isEmpty()).isTrue();
        assertThat(a.replica.beyond().isEmpty()).isFalse();
        receive(done(b.replica.state().knowledge()));
        assertThat(a.replica.state().knowledge()).isEqualTo(b.replica.state().knowledge());
        assertThat(a.replica.beyond().isEmpty()).isTrue();
    }

    @Test
    void aRepeatedChunkChangesNothing() throws StoreException {
        connect(VersionVector.EMPTY);
        Frame.Chunk chunk = new Frame.Chunk(List.of(b.read(b.publish("x", "one"))));
        receive(chunk);
        receive(chunk);

        assertThat(a.persisted).isEmpty();
        assertThat(a.texts("x")).containsExactly("one");
    }

    @Test
    void whatIsCoveredIsNotTakenAgain() throws StoreException {
        Version first = b.read(b.publish("x", "one"));
        Version second = b.read(b.publish("x", "two", first.id()));
        connect(VersionVector.EMPTY);
        receive(chunk(second));
        receive(chunk(first));

        assertThat(a.texts("x")).containsExactly("two");
    }

    @Test
    void aContextWithoutALaterClockDoesNotCover() throws StoreException {
        VersionId mine = a.publish("x", "one");
        VersionVector all =
                VersionVector.of(Map.of(mine.dot().replica(), mine.dot().sequence()));
        connect(VersionVector.EMPTY);
        receive(chunk(version(B, 1, all, Hlc.of(1, 0))));

        assertThat(a.replica.live(Actor.key("x"))).hasSize(2).contains(mine);
    }

    @Test
    void aClockOfTheYear2500DoesNotMoveTheLocalClock() throws StoreException {
        connect(VersionVector.EMPTY);
        receive(chunk(version(B, 1, VersionVector.EMPTY, Hlc.at(a.now.plus(Duration.ofDays(365 * 474))))));

        assertThat(a.replica.size()).isEqualTo(1);
        assertThat(a.replica.state().clock()).isEqualTo(Hlc.ZERO);
        receive(chunk(version(B, 2, VersionVector.EMPTY, Hlc.at(a.now.plus(Duration.ofHours(23))))));
        assertThat(a.replica.state().clock().instant()).isEqualTo(a.now.plus(Duration.ofHours(23)));
    }

    @Test
    void aClockWithNothingAfterItIsRefused() throws StoreException {
        connect(VersionVector.EMPTY);

        List<Effect> effects = receive(chunk(version(B, 1, VersionVector.EMPTY, new Hlc(-1))));

        assertThat(Actor.closed(effects)).contains(CloseReason.LIMIT);
    }

    @Test
    void knowledgeOfMyWritesThatINeverMadeGivesAFreshId() throws StoreException {
        ReplicaId before = a.replica.id();
        VersionId mine = a.publish("x", "one");

        List<Effect> effects = connect(VersionVector.of(Map.of(before, Dot.MAX_SEQUENCE)));

        assertThat(a.replica.id()).isNotEqualTo(before);
        assertThat(a.replica.state().sequence()).isZero();
        assertThat(a.replica.state().knowledge().covers(mine.dot())).isTrue();
        assertThat(Actor.closed(effects)).contains(CloseReason.REPLICA_CHANGED);
        assertThat(Actor.notices(effects, Notice.ReplicaChanged.class)).hasSize(1);
    }

    @Test
    void aDoneThatKnowsMoreOfMeThanIWroteGivesAFreshId() throws StoreException {
        ReplicaId before = a.replica.id();
        connect(VersionVector.EMPTY);

        List<Effect> effects = receive(done(VersionVector.of(Map.of(before, 7L))));

        assertThat(a.replica.id()).isNotEqualTo(before);
        assertThat(Actor.closed(effects)).contains(CloseReason.REPLICA_CHANGED);
    }

    @Test
    void aContextThatNamesAWriteOfMineThatINeverMadeGivesAFreshId() throws StoreException {
        ReplicaId before = a.replica.id();
        connect(VersionVector.EMPTY);

        receive(chunk(version(B, 1, VersionVector.of(Map.of(before, Dot.MAX_SEQUENCE)), Hlc.at(a.now))));
        VersionId mine = a.publish("x", "one");

        assertThat(mine.dot().replica()).isNotEqualTo(before);
        assertThat(a.texts("x")).contains("one");
    }

    @Test
    void aVersionOfMineThatINeverWroteIsKeptAndGivesAFreshId() throws StoreException {
        ReplicaId before = a.replica.id();
        connect(VersionVector.EMPTY);

        receive(chunk(version(A, before, 1)));

        assertThat(a.replica.id()).isNotEqualTo(before);
        assertThat(a.replica.size()).isEqualTo(1);
    }

    @Test
    void twoContentsForOneDotOfMineAreBothKeptAndTold() throws StoreException {
        ReplicaId before = a.replica.id();
        a.publish("x", "one");
        connect(VersionVector.EMPTY);

        List<Effect> effects = receive(chunk(version(A, before, 1)));

        assertThat(Actor.notices(effects, Notice.DotReused.class)).hasSize(1);
        assertThat(a.replica.live(Actor.key("x"))).hasSize(2);
        assertThat(a.replica.id()).isNotEqualTo(before);
    }

    @Test
    void anotherHomeThatWritesAsThisReplicaMakesBothTakeFreshIds() throws StoreException {
        ReplicaId before = a.replica.id();
        a.give(new Input.Opened(LINE, A));

        List<Effect> effects = receive(hello(A, before, VersionVector.EMPTY));

        assertThat(a.replica.id()).isNotEqualTo(before);
        assertThat(Actor.closed(effects)).contains(CloseReason.REPLICA_CHANGED);
        Frame.Hello next = (Frame.Hello)
                Actor.sent(a.give(new Input.Opened(new ConnectionId(-2), A))).get(0);
        assertThat(next.features()).contains(Session.FULL);
    }

    @Test
    void aRollBackThatIsNoticedGivesAFreshIdAndKeepsKnowledge() throws StoreException {
        VersionId mine = a.publish("x", "one");

        a.restart(true);

        assertThat(a.replica.id()).isNotEqualTo(mine.dot().replica());
        assertThat(a.replica.state().knowledge().covers(mine.dot())).isTrue();
        assertThat(a.store.state()).contains(a.replica.state());
    }

    private List<Effect> connect(VersionVector knowledge) throws StoreException {
        a.give(new Input.Opened(LINE, B));
        return receive(hello(B, b.replica.id(), knowledge));
    }

    private Frame hello(DeviceId device, ReplicaId replica, VersionVector knowledge) {
        return new Frame.Hello(
                Session.PROTOCOL,
                Set.of("something-new"),
                device,
                replica,
                a.replica.trust().digest(),
                knowledge,
                DotSet.EMPTY);
    }

    private static Frame done(VersionVector knowledge) {
        return new Frame.Done(knowledge, Bytes.EMPTY, Bytes.sha256(Bytes.EMPTY));
    }

    private static Frame chunk(Version version) {
        return new Frame.Chunk(List.of(version));
    }

    private static Version version(DeviceId author, ReplicaId replica, long sequence) {
        return sign(author, new Dot(replica, sequence), VersionVector.EMPTY, Hlc.at(Actor.START));
    }

    private static Version version(DeviceId author, long sequence, VersionVector context, Hlc hlc) {
        return sign(author, new Dot(ReplicaId.of(author, Bytes.hex("00000001")), sequence), context, hlc);
    }

    private static Version sign(DeviceId author, Dot dot, VersionVector context, Hlc hlc) {
        Bytes payload = Bytes.utf8("of " + dot);
        VersionHeader header = new VersionHeader(
                Actor.key("x"), dot, context, hlc, Optional.of("k"), Optional.of(Bytes.sha256(payload)));
        return Version.sign(header, Optional.of(payload), SimKeys.ACCOUNT, SimKeys.signer(author));
    }

    private List<Effect> receive(Frame frame) throws StoreException {
        return a.give(new Input.Received(LINE, frame));
    }
}
