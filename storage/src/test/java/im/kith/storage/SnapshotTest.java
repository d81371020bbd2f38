package im.kith.storage;

import static im.kith.core.replica.SampleVersions.change;
import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.move;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.settings;
import static im.kith.core.replica.SampleVersions.state;
import static im.kith.core.replica.SampleVersions.statement;
import static im.kith.core.replica.SampleVersions.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore.Stored;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    @TempDir
    private Path directory = Path.of("");

    private static List<Stored> stored(StoreSnapshot snapshot) throws StoreException {
        List<Stored> all = new ArrayList<>();
        snapshot.forEachStored(all::add);
        return all;
    }

    @Test
    void aSnapshotShowsTheStoreAsItWasWhateverIsWrittenMeanwhile() throws Exception {
        List<Version> first = IntStream.range(1, 2_001)
                .mapToObj(i -> publish("i" + i, dot(1, i)))
                .toList();
        try (HomeStore home = Homes.create(directory)) {
            home.store().commit(insert(first), Homes.NOW);
            home.store().commit(change(state(1, 2_000)), Homes.NOW);
            home.store().commit(statements(statement("one")), Homes.NOW);
            home.store().commit(settings(Map.of("a", Optional.of(Bytes.utf8("before")))), Homes.NOW);
            try (StoreSnapshot snapshot = home.snapshot()) {
                List<Stored> seen = new ArrayList<>();
                snapshot.forEachStored(each -> {
                    if (seen.isEmpty()) {
                        writeMore(home, first);
                    }
                    seen.add(each);
                });
                assertThat(seen).hasSize(2_000);
                assertThat(seen).isEqualTo(stored(snapshot));
                assertThat(snapshot.state().sequence()).isEqualTo(2_000);
                assertThat(snapshot.statements()).hasSize(1);
                assertThat(snapshot.settings()).isEqualTo(Map.of("a", Bytes.utf8("before")));
                assertThat(snapshot.deviceSecrets()).isEqualTo(Homes.SECRETS);
            }
            try (StoreSnapshot later = home.snapshot()) {
                assertThat(stored(later)).hasSize(1_001);
                assertThat(later.state().sequence()).isEqualTo(2_001);
            }
        }
    }

    private static void writeMore(HomeStore home, List<Version> first) {
        try {
            home.store().commit(insert(publish("more", dot(1, 2_001))), Homes.NOW);
            home.store().commit(move(List.of(), List.of(), List.of(), first.subList(0, 1_000)), Homes.NOW);
            home.store().commit(change(state(1, 2_001)), Homes.NOW);
            home.store().commit(statements(statement("two")), Homes.NOW);
            home.store().commit(settings(Map.of("a", Optional.of(Bytes.utf8("after")))), Homes.NOW);
            home.become(Bytes.utf8("others"), change(state(1, 2_001)), Homes.NOW);
        } catch (StoreException | HomeException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHomeThatIsClosedEndsItsSnapshotsAndCanBeOpenedAgain() throws Exception {
        HomeStore home = Homes.create(directory);
        StoreSnapshot snapshot = home.snapshot();
        home.close();
        assertThatThrownBy(snapshot::state).isInstanceOf(StoreException.class);
        Homes.open(directory).close();
    }
}
