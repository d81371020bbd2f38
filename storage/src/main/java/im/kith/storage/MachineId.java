package im.kith.storage;

import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Tells this machine from another that a home may have been copied to.
 *
 * <p>It is a hash of the system's machine id, which machine-id(5) asks not to be handed out as it is; where there is none, a random
 * id that is kept in the state directory.
 */
final class MachineId {

    private static final Bytes CONTEXT = Bytes.utf8("kith-machine-1");
    private static final int MAX_LENGTH = 256;
    private static final int LENGTH = 16;

    private MachineId() {}

    /** 32 hexadecimal digits. */
    static String of(Path systemFile, Path stateDirectory, SecureRandom random) throws IOException {
        String system = ofSystem(systemFile);
        return system.isEmpty() ? hash(persisted(stateDirectory.resolve("machine"), random)) : system;
    }

    /** The same from the system alone; empty if it has no machine id. */
    static String ofSystem(Path systemFile) throws IOException {
        String id = read(systemFile);
        return id.isEmpty() ? "" : hash(id);
    }

    private static String hash(String id) {
        return Bytes.sha256(CONTEXT, Bytes.utf8(id)).first(LENGTH).toHex();
    }

    private static String persisted(Path file, SecureRandom random) throws IOException {
        String known = read(file);
        if (!known.isEmpty()) {
            return known;
        }
        byte[] octets = new byte[LENGTH];
        random.nextBytes(octets);
        String fresh = Bytes.wrap(octets).toHex();
        PrivateFiles.replace(file, (fresh + "\n").getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    /** The file's one word; empty if there is none. */
    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return Bytes.wrap(in.readNBytes(MAX_LENGTH)).toUtf8().strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
