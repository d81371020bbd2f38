package im.kith.core.replica;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryVersionStoreTest extends VersionStoreContract {

    private final MemoryVersionStore store = new MemoryVersionStore();

    @Override
    protected VersionStore open() {
        return store;
    }

    @Test
    void aCopyLivesItsOwnLife() {
        Version version = publish("a", dot(1, 1));
        MemoryVersionStore copy = MemoryVersionStore.copyOf(store);
        store.commit(insert(version), Instant.EPOCH);
        assertThat(copy.all(version.item())).isEmpty();
    }
}
