package im.kith;

import im.kith.core.backup.BackupReader;
import im.kith.core.backup.BackupWriter;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceSetup;
import im.kith.core.device.Succession;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException;
import im.kith.core.openpgp.PassphraseOpening;
import im.kith.core.replica.StoreException;
import im.kith.storage.BackupFile;
import im.kith.storage.HomeAccess;
import im.kith.storage.HomeBusyException;
import im.kith.storage.HomeException;
import im.kith.storage.HomeStore;
import im.kith.storage.NewStore;
import im.kith.storage.StoreSnapshot;
import im.kith.transport.engine.DeviceThread;
import im.kith.transport.engine.ParallelVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Backups of a device's home: one encrypted file each (docs/backup.md). */
public final class Backups {

    private Backups() {}

    /**
     * A file to be written.
     *
     * @param replace whether a file that is there may be replaced
     * @param passphrase what it is encrypted under
     */
    public record Target(Path file, boolean replace, String passphrase) {
        @Override
        public String toString() {
            return "Target[" + file + ", " + replace + "]";
        }
    }

    /**
     * Writes all that {@code kith} holds at this moment; others may write meanwhile.
     *
     * @param view what the parts for people are made of, taken on the device's thread at the same moment
     * @return that view
     * @throws FileAlreadyExistsException if there is such a file, and it is not to be replaced
     */
    public static <T> T write(
            Kith kith,
            SecureRandom random,
            Target target,
            DeviceThread.Task<T> view,
            Function<T, List<BackupWriter.Leaflet>> readable)
            throws Exception {
        Instant now = Clock.systemUTC().instant();
        Kith.Still<T> still = kith.still(view);
        try (StoreSnapshot store = still.store()) {
            BackupFile.write(
                    target.file(),
                    target.replace(),
                    target.passphrase().toCharArray(),
                    out -> BackupWriter.write(out, readable.apply(still.beside()), store, now),
                    now,
                    random);
        }
        return still.beside();
    }

    /** A home made of a backup, open; {@code member} says whether the account has its device already. */
    public record Restored(Kith kith, boolean member) {}

    /**
     * Makes a home of the backup in {@code file}, for a new device called {@code name} (R7).
     *
     * <p>The file is read twice: to see that it is whole and means something before anything is made, then to take it.
     *
     * @throws DecryptionException of reason {@code WRONG_SECRET} if the passphrase is another
     * @throws MalformedException if it is no backup, or a damaged one
     * @throws IOException if it cannot be read
     */
    public static Restored restore(HomeAccess access, Path file, char[] passphrase, String name)
            throws IOException, DecryptionException, MalformedException, HomeException, HomeBusyException,
                    StoreException {
        PassphraseOpening.Key key;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            key = PassphraseOpening.key(in, passphrase);
        }
        read(file, key, new RestoreSink(RestoreSink.check(new ParallelVerifier())));
        Taking taking = new Taking(access, file, key, name);
        HomeStore home = HomeStore.create(access, taking);
        return new Restored(Kith.opened(access, home), taking.member);
    }

    private static void read(Path file, PassphraseOpening.Key key, RestoreSink sink)
            throws IOException, MalformedException, StoreException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                PassphraseOpening content = PassphraseOpening.of(in, key)) {
            BackupReader.read(content, sink);
        } catch (DecryptionException | PassphraseOpening.DamagedException e) {
            throw new MalformedException(file + " is damaged, or no backup: " + e.getMessage(), e);
        }
    }

    /** The second reading, into a store. */
    private static final class Taking implements HomeStore.Filling {

        private final HomeAccess access;
        private final Path file;
        private final PassphraseOpening.Key key;
        private final String name;
        private boolean member;

        Taking(HomeAccess access, Path file, PassphraseOpening.Key key, String name) {
            this.access = access;
            this.file = file;
            this.key = key;
            this.name = name;
        }

        @Override
        public void into(NewStore store) throws MalformedException, StoreException, IOException {
            RestoreSink sink = new RestoreSink((ledger, versions) -> store.versions(versions));
            read(file, key, sink);
            Succession.Estate estate = sink.estate();
            Instant now = Clock.systemUTC().instant();
            String why = "this home was restored from a backup of '" + estate.name() + "'";
            Succession succession = Succession.of(estate, name, why, now, access.random());
            member = succession.member();
            store.finish(succession.identity().secrets().encode(), succession.inheritance(estate), now);
            try {
                // whatever the backup holds must open as a device before it counts as a home
                Device.open(
                        new DeviceSetup(
                                succession.identity(),
                                store.store(),
                                new ParallelVerifier(),
                                Clock.systemUTC(),
                                access.random()),
                        false);
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.DAMAGED) {
                    throw new MalformedException(file + " does not make a device: " + e.getMessage(), e);
                }
                throw e;
            }
        }
    }
}
