package im.kith.storage;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.PassphraseSealing;
import im.kith.core.replica.StoreException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/** Writes an encrypted file that is there whole or not at all, for its owner's eyes only. */
public final class BackupFile {

    private static final String INNER_NAME = "kith-backup.zip";
    private static final int SUFFIX = 6;

    private BackupFile() {}

    /** Writes what is to be encrypted. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException, StoreException;
    }

    /**
     * Writes {@code content} to {@code file}, encrypted under {@code passphrase}.
     *
     * @param replace whether a file that is there may be replaced
     * @throws FileAlreadyExistsException if not, and there is one
     * @throws HomeException if it cannot be written; then nothing of it is left
     */
    public static void write(
            Path file, boolean replace, char[] passphrase, Content content, Instant now, SecureRandom random)
            throws FileAlreadyExistsException, HomeException, StoreException {
        byte[] suffix = new byte[SUFFIX];
        random.nextBytes(suffix);
        Path staged = file.resolveSibling(
                file.getFileName() + "." + Bytes.wrap(suffix).toHex() + Home.STAGED_SUFFIX);
        boolean done = false;
        try {
            checkVacant(file, replace);
            try (FileChannel channel = FileChannel.open(
                            staged,
                            Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PrivateFiles.FILE_MODE));
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                PassphraseSealing sealing = PassphraseSealing.into(out, passphrase, INNER_NAME, now, random);
                content.writeTo(sealing);
                sealing.close();
                out.flush();
                channel.force(true);
            }
            put(staged, file, replace);
            done = true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.home(e, file);
        } finally {
            Arrays.fill(passphrase, '\0');
            if (!done) {
                removeQuietly(staged);
            }
        }
    }

    private static void checkVacant(Path file, boolean replace) throws IOException {
        if (Files.isDirectory(file) || (!replace && Files.exists(file, LinkOption.NOFOLLOW_LINKS))) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    /** A hard link and not a rename, which would replace what came to be there meanwhile; some file systems have none. */
    private static void put(Path staged, Path file, boolean replace) throws IOException {
        if (!replace && linked(staged, file)) {
            Files.delete(staged);
        } else {
            checkVacant(file, replace);
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        }
        PrivateFiles.sync(PrivateFiles.directoryOf(file));
    }

    private static boolean linked(Path staged, Path file) throws IOException {
        try {
            Files.createLink(file, staged);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void removeQuietly(Path staged) {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException e) {
            // the first failure is being told
        }
    }
}
