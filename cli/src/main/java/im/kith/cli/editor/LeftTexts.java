package im.kith.cli.editor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where texts for the editor lie, and those that lie there since kith was ended while the editor was open: by a terminal that was closed, by
 * a signal, or by a crash.
 *
 * <p>Where there is one, the place is in memory and not on a disk: contacts are in the clear here.
 */
final class LeftTexts {

    private static final String IN_MEMORY = "/dev/shm";

    private final Path place;

    LeftTexts(Map<String, String> environment) {
        this.place = Stream.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""), IN_MEMORY)
                .map(Path::of)
                .filter(each -> each.isAbsolute() && Files.isDirectory(each) && Files.isWritable(each))
                .findFirst()
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /** Where a new text goes. */
    Path place() {
        return place;
    }

    /** The files in which somebody wrote something; those of which nobody did are deleted. */
    List<Path> written() throws IOException {
        List<Path> written = new ArrayList<>();
        List<Path> directories;
        try (Stream<Path> all = Files.list(place)) {
            directories = all.filter(LeftTexts::isOurs).sorted().toList();
        }
        for (Path directory : directories) {
            lookAt(directory).ifPresent(written::add);
        }
        return written;
    }

    /** Others may put there what looks like it. */
    private static boolean isOurs(Path directory) {
        try {
            return String.valueOf(directory.getFileName()).startsWith(PrivateText.PREFIX)
                    && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(System.getProperty("user.name"))
                    && Files.exists(PrivateText.givenIn(directory));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Optional<Path> lookAt(Path directory) throws IOException {
        try (FileChannel given = FileChannel.open(PrivateText.givenIn(directory), StandardOpenOption.WRITE);
                FileLock lock = given.tryLock()) {
            if (lock == null) {
                return Optional.empty();
            }
            if (PrivateText.isUntouched(directory)) {
                PrivateText.delete(directory);
                return Optional.empty();
            }
            PrivateText.protect(directory);
            return Optional.of(PrivateText.fileIn(directory));
        } catch (OverlappingFileLockException openInThisProcess) {
            return Optional.empty();
        }
    }
}
