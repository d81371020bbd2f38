package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open home: its lock is held, its vault is open, its store can be used, and its own writes are witnessed.
 *
 * <p>One caller at a time, as the store.
 */
public final class HomeStore implements AutoCloseable {

    static final String DEVICE_SECRETS = "device";

    /** The secret that says where the home was opened last. */
    private static final String WHEREABOUTS = "whereabouts";

    /** Fills a store that is being made. */
    @FunctionalInterface
    public interface Filling {
        /**
         * Puts in what it holds from the start.
         *
         * @throws MalformedException if that turns out to be broken: then no home is made
         */
        void into(NewStore store) throws MalformedException, StoreException, IOException;
    }

    private final Home home;
    private final HomeLock lock;
    private final Witness witness;
    private final SecureRandom random;
    private Vault vault;
    private Vault.@Nullable Fresh next;
    private H2VersionStore database;
    private volatile WitnessedStore store;
    private Witness.Verdict verdict;
    private Origin origin;

    private HomeStore(
            Home home,
            HomeLock lock,
            Witness witness,
            SecureRandom random,
            Vault vault,
            H2VersionStore database,
            WitnessedStore store,
            Witness.Verdict verdict,
            Origin origin) {
        this.home = home;
        this.lock = lock;
        this.witness = witness;
        this.random = random;
        this.vault = vault;
        this.database = database;
        this.store = store;
        this.verdict = verdict;
        this.origin = origin;
    }

    /**
     * Makes a home: all of it, or one that can be made again.
     *
     * @param deviceSecrets the device's keys in the caller's encoding, kept sealed
     * @param first what the store holds from the start
     */
    public static HomeStore create(HomeAccess access, Bytes deviceSecrets, StoreChange first, Instant now)
            throws HomeException, HomeBusyException, StoreException {
        try {
            return create(access, store -> store.finish(deviceSecrets, first, now));
        } catch (MalformedException e) {
            throw new IllegalStateException("nothing is read", e);
        }
    }

    /** Makes a home of what {@code filling} puts in, which must {@linkplain NewStore#finish finish} it. */
    public static HomeStore create(HomeAccess access, Filling filling)
            throws HomeException, HomeBusyException, StoreException, MalformedException {
        Home home = new Home(access.directory());
        home.prepare();
        HomeLock lock = HomeLock.acquire(home, access.what(), access.patience());
        boolean done = false;
        try {
            home.checkVacant();
            HomeStore made = make(home, lock, access, filling);
            done = true;
            return made;
        } finally {
            if (!done) {
                letGoQuietly(lock);
            }
        }
    }

    private static HomeStore make(Home home, HomeLock lock, HomeAccess access, Filling filling)
            throws HomeException, StoreException, MalformedException {
        H2VersionStore database = null;
        boolean done = false;
        try {
            PrivateFiles.replace(home.creating(), new byte[0]);
            home.clear();
            Witness witness = new Witness(access.stateDirectory(), access.random());
            witness.prepare();
            Vault vault = Vault.create(home, access.passphrase(), access.random());
            database = H2VersionStore.create(home, vault);
            database.putSecret(WHEREABOUTS, witness.whereabouts(home).encode());
            WitnessedStore store = new WitnessedStore(database, witness, home, Optional.empty(), Witness.Verdict.SAME);
            filling.into(new NewStore(database, store));
            PrivateFiles.delete(home.creating());
            done = true;
            return new HomeStore(
                    home, lock, witness, access.random(), vault, database, store, Witness.Verdict.SAME, Origin.HERE);
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
        return open(access, new Witness(access.stateDirectory(), access.random()));
    }

    static HomeStore open(HomeAccess access, Witness witness)
            throws HomeException, HomeBusyException, VaultException, StoreException {
        Home home = new Home(access.directory());
        home.check();
        HomeLock lock = HomeLock.acquire(home, access.what(), access.patience());
        H2VersionStore database = null;
        boolean done = false;
        try {
            home.check();
            witness.prepare();
            VaultChange.settle(home);
            Vault vault = Vault.open(home, access.passphrase(), access.random());
            database = H2VersionStore.open(home, vault);
            Optional<ReplicaState> state = database.state();
            Witness.Verdict verdict = verdict(home, witness, state);
            WitnessedStore store = new WitnessedStore(database, witness, home, state, verdict);
            Whereabouts here = witness.whereabouts(home);
            Optional<Bytes> kept = database.secret(WHEREABOUTS);
            Origin origin = here.origin(home, kept, verdict);
            if (origin != Origin.COPIED && !kept.equals(Optional.of(here.encode()))) {
                database.putSecret(WHEREABOUTS, here.encode());
            }
            done = true;
            return new HomeStore(home, lock, witness, access.random(), vault, database, store, verdict, origin);
        } finally {
            if (!done) {
                closeQuietly(database);
                letGoQuietly(lock);
            }
        }
    }

    private static Witness.Verdict verdict(Home home, Witness witness, Optional<ReplicaState> state)
            throws HomeException {
        return state.isPresent() ? witness.check(home, state.get()) : Witness.Verdict.SAME;
    }

    /**
     * Opens the store anew after it failed, without asking for the passphrase: the lock is still held and the vault open.
     * {@link #store} is another one afterwards.
     */
    public void reopen() throws HomeException, StoreException {
        closeQuietly(database);
        home.check();
        openDatabase();
        Optional<ReplicaState> state = database.state();
        verdict = verdict(home, witness, state);
        store = new WitnessedStore(database, witness, home, state, verdict);
    }

    /** With the vault that the home has now, which may be the one that it was to get. */
    private void openDatabase() throws HomeException, StoreException {
        VaultChange.settle(home);
        Vault.Fresh candidate = next;
        if (candidate != null && VaultChange.isDone(home, candidate)) {
            vault = candidate.vault();
        }
        next = null;
        database = H2VersionStore.open(home, vault);
    }

    /**
     * Exchanges the vault key for a new one, under {@code to} or, if that gives nothing, under a key file.
     *
     * <p>All that is sealed is sealed anew in a copy of the database, which then takes its place: no file of the home opens with the
     * old key or passphrase afterwards. Killed at any moment, the home opens either as before or as afterwards. {@link #store} stays
     * the same object and can be used on, also when this fails.
     *
     * @param from the present passphrase, if there is one
     */
    public void changePassphrase(Passphrase from, Passphrase to) throws HomeException, VaultException, StoreException {
        changePassphrase(from, to, step -> {});
    }

    void changePassphrase(Passphrase from, Passphrase to, Consumer<String> steps)
            throws HomeException, VaultException, StoreException {
        Vault.open(home, from, random);
        Vault.Fresh fresh = Vault.make(to, random);
        database.state();
        next = fresh;
        database.close();
        try {
            VaultChange.carryOut(home, vault, fresh, steps);
        } finally {
            openDatabase();
            store.exchange(database);
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

    /** Where the home comes from; {@code COPIED} asks for {@link #become} (R7). */
    public Origin origin() {
        return origin;
    }

    /**
     * Goes on as another device, here: its keys, what follows from them, and where the home is now, in one transaction.
     *
     * @param change with the state of the new device's replica
     */
    public void become(Bytes deviceSecrets, StoreChange change, Instant now) throws HomeException, StoreException {
        Bytes here = witness.whereabouts(home).encode();
        database.commit(change, Map.of(DEVICE_SECRETS, deviceSecrets, WHEREABOUTS, here), now);
        change.state().ifPresent(store::committed);
        verdict = Witness.Verdict.SAME;
        origin = Origin.HERE;
    }

    /** All that the store holds now, to be read by another thread; what is written meanwhile does not wait for it. */
    public StoreSnapshot snapshot() throws StoreException {
        return database.snapshot();
    }

    /**
     * Makes this another device's home: {@code first} and its keys take the place of all that is stored, in one transaction, so that
     * a crash leaves the one or the other whole.
     */
    public void refound(Bytes newSecrets, StoreChange first, Instant now) throws HomeException, StoreException {
        Bytes here = witness.whereabouts(home).encode();
        database.replaceAll(first, Map.of(DEVICE_SECRETS, newSecrets, WHEREABOUTS, here), now);
        first.state().ifPresent(store::committed);
        verdict = Witness.Verdict.SAME;
        origin = Origin.HERE;
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
