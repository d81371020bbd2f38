package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStore.Stored;
import java.time.Instant;
import java.util.List;

/** A home's store while it is being made: it is no home before all is in. */
public final class NewStore {

    private final H2VersionStore database;
    private final WitnessedStore store;

    NewStore(H2VersionStore database, WitnessedStore store) {
        this.database = database;
        this.store = store;
    }

    /** Stores versions where they are said to stand. */
    public void versions(List<Stored> versions) throws StoreException {
        database.fill(versions);
    }

    /**
     * Puts in the rest.
     *
     * @param deviceSecrets the device's keys in the caller's encoding, kept sealed
     */
    public void finish(Bytes deviceSecrets, StoreChange first, Instant now) throws StoreException {
        database.putSecret(HomeStore.DEVICE_SECRETS, deviceSecrets);
        store.commit(first, now);
    }

    /** What is in it by now. */
    public VersionStore store() {
        return store;
    }
}
