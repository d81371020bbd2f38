package im.kith;

import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionStore;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeException;
import im.kith.storage.HomeStore;
import im.kith.storage.Witness;
import java.util.Optional;

/** What a device lies in: a home directory, or a store of the program's own, such as memory. */
sealed interface Backing {

    VersionStore store();

    /** Whether the store may be older than what this device wrote last: it needs a fresh replica id then (R7). */
    boolean isSuspect();

    /** After a failure the store is opened anew: what it holds then is what counts. */
    void reopen() throws StoreException;

    /**
     * The home.
     *
     * @throws IllegalStateException if there is none
     */
    HomeStore home();

    HomeAccess access();

    /** Why the witness against roll-backs could not be written, if so. */
    Optional<String> witnessTrouble();

    void close() throws HomeException, StoreException;

    static Backing of(HomeAccess access, HomeStore home) {
        return new InHome(access, home);
    }

    static Backing of(VersionStore store) {
        return new Bare(store);
    }

    record InHome(HomeAccess access, HomeStore home) implements Backing {

        @Override
        public VersionStore store() {
            return home.store();
        }

        @Override
        public boolean isSuspect() {
            return home.verdict() != Witness.Verdict.SAME;
        }

        @Override
        public void reopen() throws StoreException {
            try {
                home.reopen();
            } catch (HomeException e) {
                throw new StoreException(StoreException.Kind.OTHER, String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public Optional<String> witnessTrouble() {
            return home.witnessTrouble();
        }

        @Override
        public void close() throws HomeException, StoreException {
            home.close();
        }
    }

    record Bare(VersionStore store) implements Backing {

        @Override
        public boolean isSuspect() {
            return false;
        }

        @Override
        public void reopen() {}

        @Override
        public HomeStore home() {
            throw new IllegalStateException("this device lies in no home");
        }

        @Override
        public HomeAccess access() {
            throw new IllegalStateException("this device lies in no home");
        }

        @Override
        public Optional<String> witnessTrouble() {
            return Optional.empty();
        }

        @Override
        public void close() throws StoreException {
            store.close();
        }
    }
}
