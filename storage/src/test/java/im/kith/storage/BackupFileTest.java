package im.kith.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.openpgp.PassphraseOpening;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupFileTest {

    @TempDir
    private Path directory = Path.of("");

    private static void write(Path file, boolean replace, BackupFile.Content content) throws Exception {
        BackupFile.write(file, replace, "secret".toCharArray(), content, Homes.NOW, new SecureRandom());
    }

    private static String read(Path file) throws Exception {
        byte[] octets = Files.readAllBytes(file);
        PassphraseOpening.Key key = PassphraseOpening.key(new ByteArrayInputStream(octets), "secret".toCharArray());
        try (PassphraseOpening in = PassphraseOpening.of(new ByteArrayInputStream(octets), key)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static BackupFile.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void itIsForItsOwnerAloneAndHoldsWhatWasWritten() throws Exception {
        Path file = directory.resolve("b");
        write(file, false, text("all"));
        assertThat(read(file)).isEqualTo("all");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertOnly("b");
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenThatWasSaid() throws Exception {
        Path file = directory.resolve("b");
        write(file, false, text("first"));
        assertThatThrownBy(() -> write(file, false, text("second"))).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(read(file)).isEqualTo("first");
        write(file, true, text("third"));
        assertThat(read(file)).isEqualTo("third");
        assertOnly("b");
    }

    @Test
    void oneThatCameToBeThereMeanwhileIsKept() throws Exception {
        Path file = directory.resolve("b");
        assertThatThrownBy(() -> write(file, false, out -> Files.writeString(file, "somebody else's")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("somebody else's");
        assertOnly("b");
    }

    @Test
    void whatFailsHalfwayLeavesNothingAndTheOldOneStays() throws Exception {
        Path file = directory.resolve("b");
        write(file, false, text("first"));
        assertThatThrownBy(() -> write(file, true, out -> {
                    out.write(new byte[200_000]);
                    throw new IOException("injected");
                }))
                .isInstanceOf(HomeException.class);
        assertThat(read(file)).isEqualTo("first");
        assertOnly("b");
    }

    @Test
    void aDirectoryThatIsNotThereIsTold() {
        assertThatThrownBy(() -> write(directory.resolve("no/b"), false, text("x")))
                .isInstanceOf(HomeException.class);
    }

    /** Prints how a backup that is larger than the disk ends. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] arguments) throws Exception {
            Path file = Path.of(arguments[0]).resolve("b");
            byte[] noise = new byte[1 << 20];
            new Random(1).nextBytes(noise);
            try {
                write(file, false, out -> {
                    for (int i = 0; i < 8; i++) {
                        out.write(noise);
                    }
                });
            } catch (HomeException e) {
                System.out.println(e.kind());
            }
            try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
                System.out.println(files.count());
            }
        }
    }

    @Test
    void aFullDiskIsToldAndNoHalfFileStays() throws Exception {
        String mount = "mount -t tmpfs -o size=4m,mode=700 kith " + directory;
        try (ChildJvm child = ChildJvm.startWithMounts(mount, Filler.class, directory.toString())) {
            assertThat(child.line()).isEqualTo("FULL");
            assertThat(child.line()).isEqualTo("0");
            assertThat(child.finish()).isZero();
        }
    }
}
