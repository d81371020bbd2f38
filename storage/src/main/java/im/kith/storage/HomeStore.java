package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open home: its lock is held, its vault is open, its store can be used, and its own writes are witnessed.
 *
 * <p>One caller at a time, as the store.
 */
public final class HomeStore implements AutoCloseable {

    private static final String DEVICE_SECRETS = "device";

    private final Home home;
    private final HomeLock lock;
    private final H2VersionStore database;
    private final WitnessedStore store;
    private final Witness.Verdict verdict;

    private HomeStore(
            Home home, HomeLock lock, H2VersionStore database, WitnessedStore store, Witness.Verdict verdict) {
        this.home = home;
        this.lock = lock;
        this.database = database;
        this.store = store;
        this.verdict = verdict;
    }

    /**
     * Makes a home: all of it, or one that can be made again.
     *
     * @param deviceSecrets the device's keys in the caller's encoding, kept sealed
     * @param first what the store holds from the start
     */
    public static HomeStore create(HomeAccess access, Bytes deviceSecrets, StoreChange first, Instant now)
            throws HomeException, HomeBusyException, StoreException {
        Home home = new Home(access.directory());
        home.prepare();
        HomeLock lock = HomeLock.acquire(home, access.what(), access.patience());
        boolean done = false;
        try {
            home.checkVacant();
            HomeStore made = make(home, lock, access, deviceSecrets, first, now);
            done = true;
            return made;
        } finally {
            if (!done) {
                letGoQuietly(lock);
            }
        }
    }

    private static HomeStore make(
            Home home, HomeLock lock, HomeAccess access, Bytes deviceSecrets, StoreChange first, Instant now)
            throws HomeException, StoreException {
        H2VersionStore database = null;
        boolean done = false;
        try {
            PrivateFiles.replace(home.creating(), new byte[0]);
            home.clear();
            Witness witness = new Witness(access.stateDirectory(), access.random());
            witness.prepare();
            database = H2VersionStore.create(home, Vault.create(home, access.passphrase(), access.random()));
            database.putSecret(DEVICE_SECRETS, deviceSecrets);
            WitnessedStore store = new WitnessedStore(database, witness, home, Optional.empty(), Witness.Verdict.SAME);
            store.commit(first, now);
            PrivateFiles.delete(home.creating());
            done = true;
            return new HomeStore(home, lock, database, store, Witness.Verdict.SAME);
        } catch (IOException e) {
            throw Failures.home(e, home.directory());
        } finally {
            if (!done) {
                undo(home, database);
            }
        }
    }

    private static void undo(Home home, @Nullable H2VersionStore database) {
        try {
            if (database != null) {
                database.close();
            }
            home.clear();
            PrivateFiles.delete(home.creating());
        } catch (IOException | StoreException e) {
            // The first failure is being told; what is left here, creating a home again clears.
        }
    }

    /** Opens a home. */
    public static HomeStore open(HomeAccess access)
            throws HomeException, HomeBusyException, VaultException, StoreException {
        Home home = new Home(access.directory());
        home.check();
        HomeLock lock = HomeLock.acquire(home, access.what(), access.patience());
        H2VersionStore database = null;
        boolean done = false;
        try {
            home.check();
            Witness witness = new Witness(access.stateDirectory(), access.random());
            witness.prepare();
            database = H2VersionStore.open(home, Vault.open(home, access.passphrase(), access.random()));
            Optional<ReplicaState> state = database.state();
            Witness.Verdict verdict = state.isPresent() ? witness.check(home, state.get()) : Witness.Verdict.SAME;
            WitnessedStore store = new WitnessedStore(database, witness, home, state, verdict);
            done = true;
            return new HomeStore(home, lock, database, store, verdict);
        } finally {
            if (!done) {
                closeQuietly(database);
                letGoQuietly(lock);
            }
        }
    }

    private static void closeQuietly(@Nullable H2VersionStore database) {
        try {
            if (database != null) {
                database.close();
            }
        } catch (StoreException e) {
            // The first failure is being told.
        }
    }

    private static void letGoQuietly(HomeLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            // The first failure is being told; the kernel drops the lock with the process.
        }
    }

    private static void letGo(Home home, HomeLock lock) throws HomeException {
        try {
            lock.close();
        } catch (IOException e) {
            throw Failures.home(e, home.lock());
        }
    }

    public Home home() {
        return home;
    }

    /** The store; this home closes it. */
    public VersionStore store() {
        return store;
    }

    /** What the witness said when the home was opened; all but {@code SAME} ask for a fresh replica id (R7). */
    public Witness.Verdict verdict() {
        return verdict;
    }

    /** Why the witness of the last own write could not be written, if so; for {@code status} and {@code doctor}. */
    public Optional<String> witnessTrouble() {
        return store.trouble();
    }

    /** The device's keys, as they were given. */
    public Bytes deviceSecrets() throws StoreException {
        return database.secret(DEVICE_SECRETS)
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.DAMAGED,
                        "the store " + home.database() + " has no device keys; restore a backup"));
    }

    public void replaceDeviceSecrets(Bytes secrets) throws StoreException {
        database.putSecret(DEVICE_SECRETS, secrets);
    }

    /**
     * Makes this another device's home: {@code first} and its keys take the place of all that is stored, in one transaction, so that
     * a crash leaves the one or the other whole.
     */
    public void refound(Bytes newSecrets, StoreChange first, Instant now) throws StoreException {
        database.replaceAll(DEVICE_SECRETS, newSecrets, first, now);
        store.testifyTo(first);
    }

    @Override
    public void close() throws HomeException, StoreException {
        try {
            store.close();
        } finally {
            letGo(home, lock);
        }
    }
}
