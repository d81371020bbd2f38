package im.kith.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.sim.SimKeys;
import im.kith.core.replica.sim.SimLedger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaRevocationTest {

    private static final ConnectionId LINE = new ConnectionId(-7);
    private static final DeviceId A = SimKeys.device("a");
    private static final DeviceId B = SimKeys.device("b");
    private static final DeviceId C = SimKeys.device("c");

    private Actor a;
    private Actor b;
    private Actor c;
    private VersionId one;
    private VersionId two;

    /** A publishes, B edits, both hold both. */
    @BeforeEach
    void anEditByB() throws StoreException {
        a = new Actor("a", A, B, C);
        b = new Actor("b", A, B, C);
        c = new Actor("c", A, B, C);
        one = a.publish("x", "one");
        Talk.over(a, b);
        two = b.publish("x", "two", one);
        Talk.over(a, b);
    }

    private static Place place(Actor actor, VersionId id) throws StoreException {
        return actor.store.all(Actor.key("x")).stream()
                .filter(stored -> stored.version().id().equals(id))
                .map(VersionStore.Stored::place)
                .findFirst()
                .orElseThrow();
    }

    private List<Effect> revoke(Actor actor, DeviceId by, DeviceId device, Set<Kept> kept) throws StoreException {
        return actor.give(Actor.revocation(by, device, kept));
    }

    /** Hands {@code versions} to A as B would. */
    private List<Effect> hand(Version... versions) throws StoreException {
        a.give(new Input.Opened(LINE, B));
        a.give(new Input.Received(
                LINE, Actor.sent(b.give(new Input.Opened(LINE, A))).get(0)));
        List<Effect> effects = a.give(new Input.Received(LINE, new Frame.Chunk(List.of(versions))));
        a.give(new Input.Closed(LINE));
        b.give(new Input.Closed(LINE));
        return effects;
    }

    @Test
    void whatNobodyKeepsGoesToQuarantineAndWhatItReplacedComesBack() throws StoreException {
        List<Effect> effects = revoke(a, A, B, Set.of());

        assertThat(a.texts("x")).containsExactly("one");
        assertThat(place(a, two)).isEqualTo(Place.QUARANTINE);
        assertThat(place(a, one)).isEqualTo(Place.LIVE);
        assertThat(Actor.notices(effects, Notice.ItemsChanged.class))
                .allSatisfy(notice -> assertThat(notice.items()).containsExactly(Actor.key("x")))
                .isNotEmpty();
    }

    @Test
    void whatTheRevokerKeepsStands() throws StoreException {
        List<Effect> effects = revoke(a, A, B, a.replica.stored(B));

        assertThat(a.texts("x")).containsExactly("two");
        assertThat(place(a, one)).isEqualTo(Place.HISTORY);
        assertThat(Actor.notices(effects, Notice.ItemsChanged.class)).isEmpty();
    }

    @Test
    void allPlacesCountForWhatIsStored() throws StoreException {
        VersionId three = a.publish("x", "three", two);
        revoke(a, C, B, Set.of());
        assertThat(place(a, two)).isEqualTo(Place.QUARANTINE);

        assertThat(a.replica.stored(B)).extracting(Kept::hash).containsExactly(two.hash());
        assertThat(a.replica.stored(A)).extracting(Kept::hash).containsExactlyInAnyOrder(one.hash(), three.hash());
    }

    @Test
    void placesKnowledgeAndStatementsAreOneTransaction() throws StoreException {
        List<Effect> effects = revoke(a, A, B, Set.of());

        assertThat(a.persisted).hasSize(1);
        StoreChange change = a.persisted.get(0);
        assertThat(change.toQuarantine()).containsExactly(two);
        assertThat(change.toLive()).containsExactly(one);
        assertThat(change.statements()).hasSize(1);
        assertThat(change.state().orElseThrow().knowledge()).isEqualTo(VersionVector.EMPTY.with(one.dot()));
        assertThat(Actor.notices(effects, Notice.StandingsChanged.class))
                .containsExactly(new Notice.StandingsChanged(
                        Map.of(B, new Notice.StandingsChanged.Change(Optional.of(Standing.IN), Standing.OUT))));
    }

    @Test
    void settingsGoIntoTheTransactionOfTheStatements() throws StoreException {
        List<Statement> statements = Actor.revocation(A, B, List.of()).statements();

        a.give(new Input.LocalStatements(statements, Map.of("secret", Optional.of(Bytes.utf8("s")))));

        assertThat(a.persisted).hasSize(1);
        assertThat(a.store.settings()).containsEntry("secret", Bytes.utf8("s"));
    }

    @Test
    void allConnectionsCloseWhenWhatIsVoidChanges() throws StoreException {
        revoke(a, A, B, Set.of());
        a.give(new Input.Opened(LINE, C));

        List<Effect> effects = revoke(a, C, B, a.replica.stored(B));

        assertThat(Actor.closed(effects)).contains(CloseReason.STANDING_CHANGED);
        assertThat(a.texts("x")).containsExactly("two");
    }

    @Test
    void aChunkOfAKeptListThatComesAfterItsRevocationGivesBackWhatItKeeps() throws StoreException {
        List<Statement> statements = Actor.revocation(A, B, a.replica.stored(B)).statements();
        a.give(new Input.LocalStatements(List.of(statements.get(1))));
        assertThat(a.texts("x")).containsExactly("one");

        a.give(new Input.LocalStatements(List.of(statements.get(0))));

        assertThat(a.texts("x")).containsExactly("two");
        assertThat(place(a, one)).isEqualTo(Place.HISTORY);
    }

    @Test
    void ofTwoContentsKeptForOneDotTheSmallerHashStands() throws StoreException {
        Actor twin = new Actor("b", A, B, C);
        twin.store = MemoryVersionStore.copyOf(b.store);
        twin.restart(false);
        List<VersionId> both = Stream.of(b.publish("y", "left"), twin.publish("y", "right"))
                .sorted(Comparator.comparing(VersionId::hash))
                .toList();
        assertThat(both.get(0).dot()).isEqualTo(both.get(1).dot());
        b.store.commit(
                SampleVersions.insert(
                        twin.read(twin.replica.live(Actor.key("y")).get(0))),
                b.now);
        hand(b.read(both.get(0)), b.read(both.get(1)));
        assertThat(a.replica.live(Actor.key("y"))).hasSize(2);

        revoke(a, A, B, a.replica.stored(B));

        assertThat(a.replica.live(Actor.key("y"))).containsExactly(both.get(0));
    }

    @Test
    void whenTheRevocationFallsEverythingStandsAgain() throws StoreException {
        Statement revocation = Actor.revocation(C, B, List.of()).statements().get(0);
        a.give(new Input.LocalStatements(List.of(revocation)));
        assertThat(a.texts("x")).containsExactly("one");

        a.give(new Input.LocalStatements(
                SimLedger.revocation(A, C, 4, List.of(), List.of(), List.of(revocation.id()))));

        assertThat(a.texts("x")).containsExactly("two");
        assertThat(a.replica.trust().standing(B)).contains(Standing.IN);
    }

    @Test
    void nothingThatIsVoidIsTakenSentOrInTheDigest() throws StoreException {
        Version late = b.read(b.publish("z", "late"));
        Set<Kept> kept = a.replica.stored(B);
        revoke(a, A, B, Set.of());
        Talk.over(a, c);
        a.give(new Input.RequestFull(C));

        Talk.over(a, c);

        assertThat(c.store.all(Actor.key("x"))).hasSize(1);
        assertThat(c.replica.digest()).isEqualTo(a.replica.digest());
        assertThat(kept).hasSize(1);
        c.give(new Input.Opened(LINE, A));
        c.give(new Input.Received(
                LINE, Actor.sent(a.give(new Input.Opened(LINE, C))).get(0)));
        assertThat(Actor.closed(c.give(new Input.Received(LINE, new Frame.Chunk(List.of(late, b.read(two)))))))
                .isEmpty();
        assertThat(c.replica.live(late.item())).isEmpty();
        assertThat(c.texts("x")).containsExactly("one");
    }

    @Test
    void whatAVoidVersionHadKeptFromComingIsFetchedWithoutADigest() throws StoreException {
        VersionId mine = a.publish("y", "mine");
        Talk.over(a, c);
        c.publish("y", "theirs", mine);
        Talk.over(b, c);
        assertThat(b.store.all(Actor.key("y"))).hasSize(1);
        revoke(a, A, C, Set.of());
        Talk.over(a, b);

        Talk talk = Talk.over(a, b);

        assertThat(b.texts("y")).containsExactly("mine");
        assertThat(talk.notices).noneMatch(Notice.DigestMismatch.class::isInstance);
    }

    @Test
    void aSuspendedDeviceGetsAndGivesNoDataAndNothingOfItIsVoid() throws StoreException {
        a.give(Actor.revocation(C, B, List.of()));
        a.give(Actor.revocation(B, C, List.of()));
        a.publish("w", "new");
        b.publish("v", "new");

        Talk.over(a, b);
        Talk talk = Talk.over(a, b);

        assertThat(a.replica.trust().standing(B)).contains(Standing.SUSPENDED);
        assertThat(talk.transcript).noneMatch(frame -> frame.contains("Chunk") || frame.contains("Done"));
        assertThat(a.texts("x")).containsExactly("two");
        assertThat(a.texts("v")).isEmpty();
        assertThat(b.texts("w")).isEmpty();
    }

    @Test
    void aRevokedDeviceLearnsItKeepsItsDataAndGoesOnWritingForItsOwner() throws StoreException {
        revoke(a, A, B, Set.of());
        a.publish("w", "new");

        Talk talk = Talk.over(b, a);

        assertThat(talk.transcript).contains("b: LedgerStatements 1 last").noneMatch(s -> s.contains("Chunk"));
        assertThat(b.replica.trust().standing(B)).contains(Standing.OUT);
        assertThat(b.texts("x")).containsExactly("two");
        assertThat(b.replica.state().knowledge()).isEqualTo(VersionVector.EMPTY.with(two.dot()));
        b.publish("y", "mine", new VersionId[0]);
        Talk.over(a, b);
        assertThat(b.texts("y")).containsExactly("mine");
        assertThat(a.texts("y")).isEmpty();
        assertThat(b.texts("w")).isEmpty();
    }

    @Test
    void oneThatIsInTakesNothingOfAnOutAuthorFromAnOutDevice() throws StoreException {
        revoke(a, A, B, Set.of());
        Input.LocalStatements revenge = Actor.revocation(B, A, List.of());
        b.give(revenge);

        Talk.over(a, b);

        assertThat(a.replica.trust().standing(A)).contains(Standing.IN);
        assertThat(a.replica.statements()).hasSize(5).doesNotContainAnyElementsOf(revenge.statements());
    }

    @Test
    void aStoreOpenedAsAnotherDeviceIsJudgedAnew() throws StoreException {
        Actor restored = new Actor("d", A, B, C);
        Talk.over(b, a);
        revoke(b, A, B, Set.of());
        assertThat(b.texts("x")).containsExactly("two");
        restored.store = MemoryVersionStore.copyOf(b.store);

        restored.restart(true);

        assertThat(restored.texts("x")).containsExactly("one");
        assertThat(place(restored, two)).isEqualTo(Place.QUARANTINE);
    }

    @Test
    void anAdmissionAloneMovesNothing() throws StoreException {
        a.give(new Input.LocalStatements(List.of(Actor.admission(SimKeys.device("d")))));

        assertThat(a.persisted.get(0).state()).isEmpty();
        assertThat(a.persisted.get(0).toLive()).isEmpty();
    }
}
