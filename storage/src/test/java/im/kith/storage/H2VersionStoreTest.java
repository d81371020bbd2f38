package im.kith.storage;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
