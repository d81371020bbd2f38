package im.kith.storage;

import im.kith.core.account.Statement;
import im.kith.core.backup.BackupSource;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore.Stored;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A home's store as it was at one instant; for one thread, which need not be the store's. */
public final class StoreSnapshot implements BackupSource, AutoCloseable {

    private final H2VersionStore store;

    StoreSnapshot(H2VersionStore store) {
        this.store = store;
    }

    @Override
    public ReplicaState state() throws StoreException {
        return store.state()
                .orElseThrow(() -> new StoreException(StoreException.Kind.DAMAGED, "the store has no state"));
    }

    @Override
    public Bytes deviceSecrets() throws StoreException {
        return store.secret(HomeStore.DEVICE_SECRETS)
                .orElseThrow(() -> new StoreException(StoreException.Kind.DAMAGED, "the store has no device keys"));
    }

    @Override
    public Map<String, Bytes> settings() throws StoreException {
        return store.settings();
    }

    @Override
    public List<Statement> statements() throws StoreException {
        return store.statements();
    }

    @Override
    public void forEachStored(Consumer<Stored> consumer) throws StoreException {
        store.forEachStored(consumer);
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
