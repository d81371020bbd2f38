package im.kith.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Files that only their owner may read or write, from the moment they exist.
 *
 * <p>The mode is an argument of the system call that makes the file, so that there is no moment with more.
 */
final class PrivateFiles {

    static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
    static final Set<PosixFilePermission> DIRECTORY_MODE = PosixFilePermissions.fromString("rwx------");

    private static final FileAttribute<?> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE_MODE);
    private static final FileAttribute<?> NEW_DIRECTORY = PosixFilePermissions.asFileAttribute(DIRECTORY_MODE);

    private PrivateFiles() {}

    /** Makes {@code directory} and those above it that are missing, each 0700, and makes sure that it is 0700. */
    static void makeDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, NEW_DIRECTORY);
        tighten(directory, DIRECTORY_MODE);
    }

    static FileChannel openOrCreate(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                NEW_FILE);
    }

    /** Makes an empty file for another library to fill. */
    static void create(Path file) throws IOException {
        Files.createFile(file, NEW_FILE);
    }

    /** Puts {@code content} in place of {@code file} at once and for good: after a crash there is the old one or the new. */
    static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + Home.STAGED_SUFFIX);
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                fresh, Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), NEW_FILE)) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(content);
            channel.force(true);
        }
        move(fresh, file);
    }

    /** Copies {@code from} to {@code to}, which is new, and makes it durable. */
    static void copy(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        to, Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), NEW_FILE)) {
            long size = in.size();
            for (long at = 0; at < size; ) {
                at += in.transferTo(at, size - at, out);
            }
            out.force(true);
        }
    }

    /** Makes what another library wrote into {@code file} private and durable. */
    static void settle(Path file) throws IOException {
        tighten(file, FILE_MODE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Puts the durable file {@code from} in place of {@code to}, at once and for good. */
    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(directoryOf(to));
    }

    /** Writes {@code content} over what stands at {@code offset} of a file that exists, without waiting for the disk. */
    static void overwrite(Path file, long offset, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
        }
    }

    static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(directoryOf(file));
        }
    }

    /** The directory that {@code file} is in. */
    static Path directoryOf(Path file) {
        Path absolute = file.toAbsolutePath();
        return Objects.requireNonNullElse(absolute.getParent(), absolute);
    }

    /** Makes the names in {@code directory} durable. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void tighten(Path path, Set<PosixFilePermission> mode) throws IOException {
        Set<PosixFilePermission> actual = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (!mode.containsAll(actual)) {
            Files.setPosixFilePermissions(path, mode);
        }
    }
}
