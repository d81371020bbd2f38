package im.kith.core.replica;

import static im.kith.core.replica.SampleVersions.change;
import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.move;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.retract;
import static im.kith.core.replica.SampleVersions.settings;
import static im.kith.core.replica.SampleVersions.state;
import static im.kith.core.replica.SampleVersions.statement;
import static im.kith.core.replica.SampleVersions.statements;
import static im.kith.core.replica.SampleVersions.version;
import static im.kith.core.replica.SampleVersions.write;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.account.Statement;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link VersionStore} does; each test looks before and after the store was closed and opened again. */
public abstract class VersionStoreContract {

    private static final Instant T1 = Instant.ofEpochMilli(1_700_000_000_001L);
    private static final Instant T2 = T1.plusMillis(1);
    private static final Instant T3 = T1.plusMillis(2);

    private VersionStore store = new MemoryVersionStore();

    /** Opens the store under test: empty the first time, later with what it had when it was closed. */
    protected abstract VersionStore open() throws Exception;

    @FunctionalInterface
    private interface Look {
        void at(VersionStore store) throws StoreException;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    private void nowAndReopened(Look look) throws Exception {
        look.at(store);
        store.close();
        store = open();
        look.at(store);
    }

    private static List<Version> live(VersionStore store) throws StoreException {
        List<Version> live = new ArrayList<>();
        store.forEachLive(live::add);
        return live;
    }

    @Test
    void aNewStoreIsEmpty() throws Exception {
        nowAndReopened(s -> {
            assertThat(s.state()).isEmpty();
            assertThat(s.statements()).isEmpty();
            assertThat(s.settings()).isEmpty();
            assertThat(live(s)).isEmpty();
            assertThat(s.historyBefore(T3)).isEmpty();
        });
    }

    @Test
    void theLatestStateIsKept() throws Exception {
        store.commit(change(state(1, 0)), T1);
        ReplicaState latest = new ReplicaState(
                SampleVersions.replica(2),
                7,
                VersionVector.EMPTY.with(dot(1, 3)).with(dot(2, 7)),
                new Hlc(-2));
        store.commit(change(latest), T2);
        nowAndReopened(s -> assertThat(s.state()).contains(latest));
    }

    @Test
    void aChangeWithoutStateLeavesTheState() throws Exception {
        store.commit(change(state(1, 4)), T1);
        store.commit(insert(publish("a", dot(1, 1))), T2);
        nowAndReopened(s -> assertThat(s.state()).contains(state(1, 4)));
    }

    @Test
    void liveVersionsComeInTheOrderStoredWithEveryOctet() throws Exception {
        Version third = publish("c", dot(3, 1), Bytes.EMPTY);
        Version first = publish("b", dot(2, 9));
        Version second = retract("a", dot(1, 5));
        store.commit(insert(first, second), T1);
        store.commit(insert(third), T1);
        nowAndReopened(s -> {
            List<Version> live = live(s);
            assertThat(live).containsExactly(first, second, third);
            for (int i = 0; i < 3; i++) {
                Version expected = List.of(first, second, third).get(i);
                assertThat(live.get(i).headerOctets()).isEqualTo(expected.headerOctets());
                assertThat(live.get(i).payload()).isEqualTo(expected.payload());
                assertThat(live.get(i).signature()).isEqualTo(expected.signature());
            }
        });
    }

    @Test
    void thousandsOfLiveVersionsAreAllHandedOutOnce() throws Exception {
        List<Version> many = IntStream.rangeClosed(1, 2_048)
                .mapToObj(i -> publish("item-" + i, dot(1, i)))
                .toList();
        store.commit(insert(many), T1);
        nowAndReopened(s -> assertThat(live(s)).containsExactlyElementsOf(many));
    }

    @Test
    void aConsumerMayUseTheStore() throws Exception {
        store.commit(insert(publish("a", dot(1, 1)), publish("b", dot(1, 2))), T1);
        List<Version> read = new ArrayList<>();
        List<Version> live = live(store);
        for (Version each : live) {
            read.addAll(store.read(List.of(each.id())));
        }
        assertThat(read).isEqualTo(live);
    }

    @Test
    void readGivesWhatIsStoredInTheOrderAsked() throws Exception {
        Version a = publish("a", dot(1, 1));
        Version b = retract("b", dot(1, 2));
        Version unknown = publish("a", dot(1, 3));
        store.commit(insert(a, b), T1);
        nowAndReopened(
                s -> assertThat(s.read(List.of(b.id(), unknown.id(), a.id()))).containsExactly(b, a));
    }

    @Test
    void twoContentsForOneDotAreBothKept() throws Exception {
        Version one = publish("a", dot(1, 1), Bytes.utf8("one"));
        Version other = publish("a", dot(1, 1), Bytes.utf8("other"));
        store.commit(insert(one), T1);
        store.commit(insert(other), T1);
        nowAndReopened(s -> {
            assertThat(live(s)).containsExactly(one, other);
            assertThat(s.read(List.of(other.id()))).containsExactly(other);
        });
    }

    @Test
    void everyVersionIsInTheOnePlaceItWasMovedToLast() throws Exception {
        Version a = publish("a", dot(1, 1));
        Version b = publish("a", dot(1, 2));
        Version c = publish("a", dot(1, 3));
        Version d = publish("other", dot(1, 4));
        store.commit(insert(a, b, c, d), T1);
        store.commit(move(List.of(), List.of(a), List.of(b), List.of()), T2);
        nowAndReopened(s -> {
            assertThat(s.all(a.item()))
                    .containsExactly(
                            new Stored(a, Place.HISTORY, T2),
                            new Stored(b, Place.QUARANTINE, T2),
                            new Stored(c, Place.LIVE, T1));
            assertThat(live(s)).containsExactly(c, d);
        });
        store.commit(move(List.of(b), List.of(c), List.of(), List.of()), T3);
        nowAndReopened(s -> {
            assertThat(s.all(a.item()).stream().map(Stored::place))
                    .containsExactly(Place.HISTORY, Place.LIVE, Place.HISTORY);
            assertThat(live(s)).containsExactly(b, d);
        });
    }

    @Test
    void insertingAStoredVersionMovesItToLive() throws Exception {
        Version a = publish("a", dot(1, 1));
        Version b = publish("b", dot(1, 2));
        store.commit(insert(a, b), T1);
        store.commit(move(List.of(), List.of(a), List.of(), List.of()), T2);
        store.commit(insert(a), T3);
        nowAndReopened(s -> {
            assertThat(live(s)).containsExactly(a, b);
            assertThat(s.all(a.item())).containsExactly(new Stored(a, Place.LIVE, T3));
        });
    }

    @Test
    void movingAnUnknownVersionDoesNothing() throws Exception {
        Version unknown = publish("a", dot(1, 1));
        List<Version> it = List.of(unknown);
        store.commit(move(it, List.of(), List.of(), List.of()), T1);
        store.commit(move(List.of(), it, it, it), T1);
        nowAndReopened(s -> assertThat(s.all(unknown.item())).isEmpty());
    }

    @Test
    void oneTransactionInsertsAndSupersedes() throws Exception {
        Version old = publish("a", dot(1, 1));
        Version fresh = publish("a", dot(1, 2));
        store.commit(insert(old), T1);
        store.commit(
                new StoreChange(
                        Optional.of(state(1, 2)),
                        List.of(fresh),
                        List.of(),
                        List.of(old.id()),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of()),
                T2);
        nowAndReopened(s -> {
            assertThat(live(s)).containsExactly(fresh);
            assertThat(s.state()).contains(state(1, 2));
        });
    }

    @Test
    void aRevocationIsOneTransaction() throws Exception {
        Version replaced = publish("a", dot(1, 1));
        Version theirs = publish("a", dot(2, 1));
        Version back = publish("b", dot(2, 2));
        Version over = publish("b", dot(1, 2));
        store.commit(insert(replaced, theirs, back, over), T1);
        store.commit(move(List.of(), List.of(replaced), List.of(back), List.of()), T1);
        store.commit(
                new StoreChange(
                        Optional.of(state(1, 2)),
                        List.of(),
                        List.of(replaced.id(), back.id()),
                        List.of(over.id()),
                        List.of(theirs.id()),
                        List.of(),
                        List.of(statement("revoke")),
                        Map.of("secret", Optional.of(Bytes.utf8("s")))),
                T2);
        nowAndReopened(s -> {
            assertThat(live(s)).containsExactly(replaced, back);
            assertThat(s.all(replaced.item()))
                    .containsExactly(new Stored(replaced, Place.LIVE, T2), new Stored(theirs, Place.QUARANTINE, T2));
            assertThat(s.all(over.item()))
                    .containsExactly(new Stored(back, Place.LIVE, T2), new Stored(over, Place.HISTORY, T2));
            assertThat(s.statements()).containsExactly(statement("revoke"));
            assertThat(s.settings()).containsEntry("secret", Bytes.utf8("s"));
            assertThat(s.historyBefore(T3)).extracting(Stored::version).containsExactly(over);
        });
    }

    @Test
    void historyBeforeGivesWhatBecameHistoryEarlier() throws Exception {
        Version early = publish("a", dot(1, 1));
        Version late = publish("b", dot(1, 2));
        Version voided = publish("c", dot(1, 3));
        store.commit(insert(late, early, voided, publish("d", dot(1, 4))), T1);
        store.commit(move(List.of(), List.of(early), List.of(voided), List.of()), T2);
        store.commit(move(List.of(), List.of(late), List.of(), List.of()), T3);
        nowAndReopened(s -> {
            assertThat(s.historyBefore(T2)).isEmpty();
            assertThat(s.historyBefore(T3)).containsExactly(new Stored(early, Place.HISTORY, T2));
        });
    }

    @Test
    void trimmedVersionsAreForgotten() throws Exception {
        Version old = publish("a", dot(1, 1));
        Version fresh = publish("a", dot(1, 2));
        store.commit(insert(old, fresh), T1);
        store.commit(move(List.of(), List.of(old), List.of(), List.of()), T2);
        store.commit(move(List.of(), List.of(), List.of(), List.of(old)), T3);
        nowAndReopened(s -> {
            assertThat(s.read(List.of(old.id()))).isEmpty();
            assertThat(s.all(old.item())).containsExactly(new Stored(fresh, Place.LIVE, T1));
        });
    }

    @Test
    void forEachStoredGivesEveryPlaceInTheOrderStored() throws Exception {
        Version a = publish("a", dot(1, 1));
        Version b = publish("b", dot(1, 2));
        Version c = publish("c", dot(1, 3));
        store.commit(insert(c, a, b), T1);
        store.commit(move(List.of(), List.of(c), List.of(a), List.of()), T2);
        nowAndReopened(s -> {
            List<Stored> stored = new ArrayList<>();
            s.forEachStored(stored::add);
            assertThat(stored)
                    .containsExactly(
                            new Stored(c, Place.HISTORY, T2),
                            new Stored(a, Place.QUARANTINE, T2),
                            new Stored(b, Place.LIVE, T1));
            s.forEachInHistory(superseded -> assertThat(superseded).isEqualTo(c));
        });
    }

    @Test
    void whatAReplicaWroteComesByItsNumbersFromEveryPlace() throws Exception {
        Version first = publish("a", dot(1, 1));
        Version second = publish("b", dot(1, 2));
        Version third = publish("c", dot(1, 3));
        Version fifth = publish("d", dot(1, 5));
        Version another = publish("e", dot(2, 3));
        store.commit(insert(fifth, third, another, second, first), T1);
        store.commit(move(List.of(), List.of(third), List.of(second), List.of()), T2);
        nowAndReopened(s -> {
            assertThat(s.written(dot(1, 1).replica(), 2, 5))
                    .containsExactly(
                            new Stored(second, Place.QUARANTINE, T2),
                            new Stored(third, Place.HISTORY, T2),
                            new Stored(fifth, Place.LIVE, T1));
        });
    }

    @Test
    void itemsOfTwoNodesWithOneIdAreTwoItems() throws Exception {
        Version contact = publish("same", dot(1, 1));
        Version bookmark =
                version(new ItemKey("urn:xmpp:bookmarks:1", "same"), dot(1, 2), Optional.of(Bytes.utf8("x")));
        store.commit(insert(contact, bookmark), T1);
        nowAndReopened(s -> assertThat(s.all(bookmark.item())).containsExactly(new Stored(bookmark, Place.LIVE, T1)));
    }

    @Test
    void theLongestNamesAndPayloadsFit() throws Exception {
        String longest = "ü".repeat(ItemKey.MAX_LENGTH / 2);
        Version large = version(
                new ItemKey(longest, longest + "x"),
                new Dot(SampleVersions.replica(1), Dot.MAX_SEQUENCE),
                Optional.of(Bytes.wrap(new byte[Version.MAX_PAYLOAD])));
        store.commit(insert(large), T1);
        nowAndReopened(s -> {
            assertThat(live(s)).containsExactly(large);
            assertThat(s.all(large.item())).hasSize(1);
        });
    }

    @Test
    void statementsComeInTheOrderStoredAndOnce() throws Exception {
        Statement one = statement("one");
        Statement two = statement("two");
        Statement large = statement("x".repeat(Statement.MAX_LENGTH));
        store.commit(statements(two, one), T1);
        store.commit(statements(one, large, two), T2);
        nowAndReopened(s -> assertThat(s.statements()).containsExactly(two, one, large));
    }

    @Test
    void settingsAreSetReplacedAndRemoved() throws Exception {
        Map<String, Optional<Bytes>> first = new LinkedHashMap<>();
        first.put("name", Optional.of(Bytes.utf8("laptop")));
        first.put("empty", Optional.of(Bytes.EMPTY));
        first.put("gone", Optional.of(Bytes.utf8("soon")));
        store.commit(settings(first), T1);
        store.commit(
                settings(Map.of(
                        "name", Optional.of(Bytes.utf8("desk")),
                        "gone", Optional.empty(),
                        "never", Optional.empty())),
                T2);
        nowAndReopened(s -> assertThat(s.settings())
                .containsOnly(Map.entry("name", Bytes.utf8("desk")), Map.entry("empty", Bytes.EMPTY)));
    }

    @Test
    void severalChangesAreCommittedInTheirOrder() throws Exception {
        Version old = publish("a", dot(1, 1));
        Version fresh = publish("a", dot(1, 2));
        store.commitAll(
                List.of(
                        write(old, state(1, 1)),
                        write(fresh, state(1, 2)),
                        move(List.of(), List.of(old), List.of(), List.of())),
                T1);
        nowAndReopened(s -> {
            assertThat(live(s)).containsExactly(fresh);
            assertThat(s.state()).contains(state(1, 2));
        });
    }
}
