package im.kith.storage;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2VersionStoreTest extends VersionStoreContract {

    @TempDir
    private Path directory = Path.of("");

    @Override
    protected VersionStore open() throws Exception {
        Home home = new Home(directory.resolve("home"));
        if (Files.exists(home.database())) {
            return H2VersionStore.open(home, Vault.open(home, Passphrase.NONE, new SecureRandom()));
        }
        home.prepare();
        return H2VersionStore.create(home, Vault.create(home, Passphrase.NONE, new SecureRandom()));
    }

    @Test
    void aRefusedChangeLeavesNothingAndTheStoreInUse() throws Exception {
        try (VersionStore store = other()) {
            Bytes tooLarge = Bytes.wrap(new byte[SealedTable.MAX_VALUE + 1]);
            assertThatThrownBy(() -> store.commitAll(
                            List.of(insert(publish("a", dot(1, 1))), settings(Map.of("big", Optional.of(tooLarge)))),
                            Homes.NOW))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("big");
            store.forEachLive(v -> assertThat(v).isNull());
            store.commit(settings(Map.of("big", Optional.of(tooLarge.first(SealedTable.MAX_VALUE)))), Homes.NOW);
            assertThat(store.settings()).containsOnlyKeys("big");
        }
    }

    @Test
    void readGivesManyInTheOrderAskedWhateverLiesBetweenThem() throws Exception {
        List<Version> stored = new ArrayList<>();
        for (int replica = 1; replica <= 3; replica++) {
            for (int i = 1; i <= 700; i++) {
                stored.add(publish("item-" + i, dot(replica, i + 500L * (i / 50))));
            }
        }
        Random random = new Random(3);
        List<Version> wanted = new ArrayList<>(stored);
        wanted.removeIf(version -> random.nextInt(4) == 0);
        Collections.shuffle(wanted, random);
        List<VersionId> asked = new ArrayList<>();
        wanted.forEach(version -> asked.add(version.id()));
        for (int i = 1; i <= 50; i++) {
            asked.add(
                    random.nextInt(asked.size()), publish("unknown", dot(4, i)).id());
        }
        try (VersionStore store = other()) {
            store.commit(insert(stored), Homes.NOW);
            assertThat(store.read(asked)).containsExactlyElementsOf(wanted);
        }
    }

    @Test
    void aClosedStoreSaysSo() throws Exception {
        VersionStore store = other();
        store.close();
        assertThatThrownBy(store::state).isInstanceOf(StoreException.class).hasMessageContaining("is closed");
    }

    private VersionStore other() throws Exception {
        Home home = new Home(directory.resolve("other"));
        home.prepare();
        return H2VersionStore.create(home, Vault.create(home, Passphrase.NONE, new SecureRandom()));
    }
}
