package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Gives a home another vault key in such a way that a crash at any moment leaves the old home or the new one.
 *
 * <p>Database and key file are made beside the present ones, under names that hold the id of the vault file that they belong to. The
 * rename of that vault file is the one moment in which the change happens; what is left is to move the others to their places, which
 * whoever opens the home next does if it was cut short. Before that moment they belong to no vault and are swept away.
 */
final class VaultChange {

    private static final int ID_OCTETS = 8;

    private VaultChange() {}

    /**
     * Exchanges the vault {@code from} of a home whose database is closed for {@code to}.
     *
     * @param steps told of each step when it is done
     */
    static void carryOut(Home home, Vault from, Vault.Fresh to, Consumer<String> steps)
            throws HomeException, StoreException {
        try {
            String id = id(to.file());
            Path database = home.stagedDatabase(id);
            PrivateFiles.copy(home.database(), database);
            steps.accept("copied");
            H2VersionStore.reseal(database, from, to.vault());
            steps.accept("sealed anew");
            PrivateFiles.settle(database);
            if (to.keyFile().isPresent()) {
                PrivateFiles.replace(home.stagedKeyFile(id), to.keyFile().get().toArray());
            }
            PrivateFiles.sync(home.directory());
            steps.accept("staged");
            PrivateFiles.replace(home.vault(), to.file().toArray());
            steps.accept("changed");
            settle(home, steps);
        } catch (IOException e) {
            throw Failures.home(e, home.directory());
        }
    }

    /** Whether {@code to} is what the home has now. */
    static boolean isDone(Home home, Vault.Fresh to) throws HomeException {
        try {
            return Bytes.wrap(Files.readAllBytes(home.vault())).equals(to.file());
        } catch (IOException e) {
            throw Failures.home(e, home.vault());
        }
    }

    /** Brings what an interrupted change left to its end, or sweeps it away. The home's lock is held and its database closed. */
    static void settle(Home home) throws HomeException {
        try {
            settle(home, step -> {});
        } catch (IOException e) {
            throw Failures.home(e, home.directory());
        }
    }

    private static void settle(Home home, Consumer<String> steps) throws IOException {
        if (home.staged().isEmpty()) {
            return;
        }
        Bytes vault = Bytes.wrap(Files.readAllBytes(home.vault()));
        String id = id(vault);
        boolean changed = Files.exists(home.stagedDatabase(id));
        if (Files.exists(home.stagedKeyFile(id))) {
            PrivateFiles.move(home.stagedKeyFile(id), home.keyFile());
            steps.accept("key moved");
        } else if (changed && needsPassphrase(vault)) {
            PrivateFiles.delete(home.keyFile());
            steps.accept("key deleted");
        }
        if (changed) {
            PrivateFiles.move(home.stagedDatabase(id), home.database());
            steps.accept("database moved");
        }
        for (Path file : home.staged()) {
            PrivateFiles.delete(file);
        }
    }

    private static boolean needsPassphrase(Bytes vault) throws IOException {
        try {
            return VaultFile.decode(vault.toArray()).kdf().isPresent();
        } catch (MalformedException e) {
            throw new IOException(e);
        }
    }

    private static String id(Bytes vaultFile) {
        return Bytes.sha256(vaultFile).first(ID_OCTETS).toHex();
    }
}
