package im.kith.cli.editor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The file that the editor is given: 0600, alone in a directory of mode 0700, both deleted afterwards with whatever the editor
 * left beside it.
 *
 * <p>Beside it lies the text as it was given, locked as long as this process is there: so {@link LeftTexts} knows later what was left
 * behind by one that was ended, and whether anything was written in it.
 */
final class PrivateText implements AutoCloseable {

    static final String PREFIX = "kith-edit";

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String FILE = "contact.yaml";
    private static final String GIVEN = ".given";

    private final Path directory;
    private final Path file;
    private final FileChannel given;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean kept;

    private PrivateText(Path directory, FileChannel given) {
        this.directory = directory;
        this.file = directory.resolve(FILE);
        this.given = given;
    }

    /** A new one in {@code parent}, which others may use too. */
    static PrivateText create(Path parent) throws IOException {
        Path directory = Files.createTempDirectory(
                parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        PrivateText text = new PrivateText(
                directory,
                FileChannel.open(
                        directory.resolve(GIVEN),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PRIVATE));
        text.given.lock();
        Files.createFile(text.file, PRIVATE);
        return text;
    }

    static Path fileIn(Path directory) {
        return directory.resolve(FILE);
    }

    static Path givenIn(Path directory) {
        return directory.resolve(GIVEN);
    }

    Path file() {
        return file;
    }

    /** Puts the first text there. */
    void begin(String text) throws IOException {
        given.write(StandardCharsets.UTF_8.encode(text));
        write(text);
    }

    void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    /** The text as the editor left it; empty if it left none. */
    String read() throws IOException, FormMistake {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (CharacterCodingException e) {
            throw new FormMistake("the text is not UTF-8");
        }
    }

    /** Whether nothing is there but what was given: no other text, and nothing that an editor rescued beside it. */
    synchronized boolean isUntouched() throws IOException {
        return isUntouched(directory);
    }

    static boolean isUntouched(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        Path given = directory.resolve(GIVEN);
        try (Stream<Path> all = Files.list(directory)) {
            return all.allMatch(each -> each.equals(file) || each.equals(given))
                    && (!Files.exists(file) || Files.mismatch(file, given) < 0);
        }
    }

    /** Leaves the file where it is, for the user to come back to. */
    synchronized void keep() {
        kept = true;
    }

    /** Whether the file stays where it is; so it does if it is still open after {@code patience}. */
    boolean isKeptWithin(Duration patience) {
        boolean done = false;
        try {
            done = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            kept |= !done && closed.getCount() > 0;
            return kept;
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    /** Nobody else may read {@code directory}'s texts, whatever permissions an editor gave to what it put there. */
    static void protect(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<Path> files = all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
            for (Path each : files) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed.countDown();
        given.close();
        if (kept) {
            protect(directory);
        } else {
            delete(directory);
        }
    }
}
