package im.kith.core.replica;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.move;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.retract;
import static im.kith.core.replica.SampleVersions.settings;
import static im.kith.core.replica.SampleVersions.statement;
import static im.kith.core.replica.SampleVersions.statements;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link VersionStore} does with a summary, before and after it was closed and opened again. */
public abstract class SummaryContract {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_001L);
    private static final Version FIRST = publish("a", dot(1, 1));
    private static final Version SECOND = publish("b", dot(1, 2));

    private VersionStore store = new MemoryVersionStore();

    /** Opens the store under test: empty the first time, later with what it had when it was closed. */
    protected abstract VersionStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
        store.commit(insert(FIRST, SECOND), NOW);
    }

    @AfterEach
    void closeStore() throws Exception {
        store.close();
    }

    private void reopen() throws Exception {
        store.close();
        store = open();
    }

    /** {@code count} parts that differ. */
    protected static List<Bytes> parts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] octets = new byte[VersionStore.SUMMARY_PART];
                    Arrays.fill(octets, (byte) i);
                    return Bytes.wrap(octets);
                })
                .toList();
    }

    private List<Bytes> kept() throws StoreException {
        VersionStore.SummaryParts kept = store.summary(0).orElseThrow().parts();
        List<Bytes> parts = new ArrayList<>();
        for (Optional<Bytes> part = kept.part(0); part.isPresent(); part = kept.part(parts.size())) {
            parts.add(part.get());
        }
        return parts;
    }

    private Optional<Set<ItemKey>> changed(int most) throws StoreException {
        assertThat(store.hasSummary(most)).isEqualTo(store.summary(most).isPresent());
        return store.summary(most).map(VersionStore.Summary::changed);
    }

    @Test
    void atFirstThereIsNone() throws Exception {
        assertThat(changed(Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void itComesBackPartByPart() throws Exception {
        for (int count : List.of(3, 1, 20)) {
            store.keepSummary(parts(count), 7, store.summaryPoint());
            assertThat(kept()).isEqualTo(parts(count));
            reopen();
            assertThat(kept()).isEqualTo(parts(count));
            assertThat(changed(0)).contains(Set.of());
        }
    }

    @Test
    void ofOneThatWasDroppedOrReplacedNoPartIsReadAnyMore() throws Exception {
        store.keepSummary(parts(2), 1, store.summaryPoint());
        VersionStore.SummaryParts first = store.summary(0).orElseThrow().parts();
        assertThat(first.part(1)).isPresent();
        store.commit(insert(publish("c", dot(2, 1))), NOW);
        assertThat(first.part(1)).isPresent();
        store.keepSummary(parts(3), 1, store.summaryPoint());
        assertThat(first.part(1)).isEmpty();
        VersionStore.SummaryParts second = store.summary(0).orElseThrow().parts();
        store.commit(statements(statement("somebody is let in")), NOW);
        assertThat(second.part(1)).isEmpty();
        store.keepSummary(parts(4), 1, store.summaryPoint());
        assertThat(second.part(1)).isEmpty();
    }

    @Test
    void itSaysOfWhichItemsVersionsWereStoredSince() throws Exception {
        store.keepSummary(parts(1), 1, store.summaryPoint());
        Version third = publish("c", dot(2, 1));
        store.commit(insert(third), NOW);
        reopen();
        store.commit(insert(retract("b", dot(2, 2))), NOW);
        store.commit(move(List.of(), List.of(SECOND), List.of(), List.of()), NOW);
        store.commit(settings(Map.of("name", Optional.of(Bytes.utf8("value")))), NOW);
        assertThat(changed(2)).contains(Set.of(third.item(), SECOND.item()));
        assertThat(changed(1)).isEmpty();
        store.keepSummary(parts(2), 1, store.summaryPoint());
        assertThat(changed(0)).contains(Set.of());
    }

    @Test
    void oneOfAnEarlierMomentSaysWhatWasStoredSinceAndIsNotKeptIfItWasToBeDropped() throws Exception {
        VersionStore.SummaryPoint point = store.summaryPoint();
        Version third = publish("c", dot(2, 1));
        store.commit(insert(third), NOW);
        store.keepSummary(parts(1), 1, point);
        assertThat(changed(9)).contains(Set.of(third.item()));
        store.commit(statements(statement("somebody is let in")), NOW);
        store.keepSummary(parts(1), 1, point);
        assertThat(changed(9)).isEmpty();
    }

    @Test
    void whatComesOutOfQuarantineOrGoesThereDropsIt() throws Exception {
        store.keepSummary(parts(1), 1, store.summaryPoint());
        store.commit(move(List.of(), List.of(), List.of(FIRST), List.of()), NOW);
        assertThat(changed(100)).isEmpty();
        store.keepSummary(parts(1), 1, store.summaryPoint());
        store.commit(move(List.of(FIRST), List.of(), List.of(), List.of()), NOW);
        reopen();
        assertThat(changed(100)).isEmpty();
    }

    @Test
    void statementsDropIt() throws Exception {
        store.keepSummary(parts(1), 1, store.summaryPoint());
        store.commit(statements(statement("somebody is let in")), NOW);
        assertThat(changed(100)).isEmpty();
    }

    @Test
    void aStoredVersionThatIsInsertedAgainDoesNotGoUnseen() throws Exception {
        store.commit(move(List.of(), List.of(), List.of(FIRST), List.of()), NOW);
        store.keepSummary(parts(1), 1, store.summaryPoint());
        store.commit(insert(FIRST), NOW);
        assertThat(changed(100).map(items -> items.contains(FIRST.item()))).isNotEqualTo(Optional.of(false));
    }
}
