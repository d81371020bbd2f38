package im.kith.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directory of one device: where its files are and who may touch them.
 *
 * <pre>
 * lock          held while the home is open; says by whom
 * vault         the wrapped vault key and how to unwrap it; a home with one, and without {@code creating}, is complete
 * vault.key     the key that unwraps it, unless a passphrase does
 * store.mv.db   the H2 database
 * creating      there while the home is being made
 * store-ID.mv.db, vault.key-ID   what belongs to the vault file with that id, while the vault key is being exchanged
 * </pre>
 *
 * The directory is 0700 and every file in it 0600.
 */
public final class Home {

    static final String STAGED_SUFFIX = ".new";

    /** What H2 puts after a database's name. */
    static final String DATABASE_SUFFIX = ".mv.db";

    private final Path directory;

    /** The home at {@code directory}, which need not exist. */
    public Home(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    public Path directory() {
        return directory;
    }

    Path lock() {
        return directory.resolve("lock");
    }

    Path vault() {
        return directory.resolve("vault");
    }

    Path keyFile() {
        return directory.resolve("vault.key");
    }

    /** The database's file. */
    public Path database() {
        return directory.resolve("store" + DATABASE_SUFFIX);
    }

    /** The database that belongs to the vault file {@code id}, until it is moved to its place. */
    Path stagedDatabase(String id) {
        return directory.resolve("store-" + id + DATABASE_SUFFIX);
    }

    /** The key file that belongs to the vault file {@code id}, until it is moved to its place. */
    Path stagedKeyFile(String id) {
        return directory.resolve("vault.key-" + id);
    }

    /** Everything that was staged, by whatever id, and what H2 or a crash left beside it. */
    List<Path> staged() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{store,vault.key}-*")) {
            files.forEach(found::add);
        }
        return found;
    }

    Path creating() {
        return directory.resolve("creating");
    }

    /** Whether there is a complete home. */
    public boolean exists() {
        return Files.exists(vault()) && !Files.exists(creating());
    }

    /** The process that has this home open, by its own word. Not to be asked by a process that has it open itself. */
    public Optional<HomeBusyException.Holder> holder() {
        return HomeLock.holder(this);
    }

    /** Makes the directory if it is missing, and checks that a home can be made in it. */
    void prepare() throws HomeException {
        checkPath();
        try {
            checkDirectories();
            new Ownership().check(directory);
            PrivateFiles.makeDirectory(directory);
            new Ownership().check(directory);
        } catch (IOException e) {
            throw Failures.home(e, directory);
        }
    }

    /** Checks that there is a complete home, of this user alone, and takes away what permissions are too many. */
    void check() throws HomeException {
        checkPath();
        try {
            checkDirectories();
            new Ownership().check(directory);
            if (!exists()) {
                throw absent();
            }
            PrivateFiles.tighten(directory, PrivateFiles.DIRECTORY_MODE);
            for (Path file : List.of(lock(), vault(), keyFile(), database())) {
                if (Files.exists(file)) {
                    PrivateFiles.tighten(file, PrivateFiles.FILE_MODE);
                }
            }
        } catch (IOException e) {
            throw Failures.home(e, directory);
        }
    }

    private void checkDirectories() throws HomeException {
        for (Path path = directory; path != null; path = path.getParent()) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
                throw new HomeException(
                        HomeException.Kind.NOT_A_DIRECTORY,
                        path + " is not a directory, so that the home " + directory + " cannot be there");
            }
        }
    }

    private HomeException absent() {
        if (Files.exists(creating())) {
            return new HomeException(
                    HomeException.Kind.INCOMPLETE,
                    "the making of the home " + directory + " was cut short; run kith init or kith join again");
        }
        if (Files.exists(database())) {
            return new HomeException(
                    HomeException.Kind.DAMAGED,
                    "the home " + directory + " has a store but its file " + vault()
                            + " is missing; put it back, or restore a backup to another --home");
        }
        return new HomeException(
                HomeException.Kind.MISSING,
                "there is no kith home at " + directory
                        + "; run kith init, or kith join on another device's invitation");
    }

    /** Checks that a home can be made here, without deleting anything that was ever complete. */
    void checkVacant() throws HomeException {
        if (Files.exists(creating())) {
            return;
        }
        if (Files.exists(vault())) {
            throw new HomeException(HomeException.Kind.EXISTS, "there is a kith home at " + directory + " already");
        }
        if (Files.exists(database())) {
            throw absent();
        }
    }

    /** Removes what an interrupted making left. */
    void clear() throws IOException {
        for (Path file : List.of(vault(), database(), keyFile())) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + STAGED_SUFFIX));
        }
        for (Path file : staged()) {
            Files.deleteIfExists(file);
        }
        PrivateFiles.sync(directory);
    }

    private void checkPath() throws HomeException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            throw new HomeException(HomeException.Kind.UNSUPPORTED, "kith needs a file system with POSIX permissions");
        }
        if (directory.toString().contains(";")) {
            throw new HomeException(
                    HomeException.Kind.UNSUPPORTED, "a home's path cannot hold a semicolon: " + directory);
        }
    }
}
