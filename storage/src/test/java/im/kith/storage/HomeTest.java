package im.kith.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.kith.storage.HomeException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

    @TempDir
    private Path directory = Path.of("");

    private static void assertRefused(Kind kind, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(HomeException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> assertThat(e).hasMessageContaining(text));
    }

    @Test
    void aMissingHomeIsToldAndNothingIsMade() {
        assertRefused(Kind.MISSING, "kith init", () -> Homes.open(directory));
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void aFileIsNoHome() throws Exception {
        Files.writeString(directory.resolve("home"), "a file");
        assertRefused(Kind.NOT_A_DIRECTORY, "not a directory", () -> Homes.open(directory));
        assertRefused(Kind.NOT_A_DIRECTORY, "not a directory", () -> Homes.create(directory));
    }

    @Test
    void aHomeBelowAFileIsToldToo() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "a file");
        assertRefused(Kind.NOT_A_DIRECTORY, "not a directory", () -> Homes.create(file));
    }

    @Test
    void aHomeIsNotMadeTwice() throws Exception {
        Homes.create(directory).close();
        assertRefused(Kind.EXISTS, "already", () -> Homes.create(directory));
        Homes.open(directory).close();
    }

    @Test
    void aDirectoryAboveThatOthersMayWriteIsRefused() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(Kind.EXPOSED, "chmod go-w", () -> Homes.create(directory));
        Files.setAttribute(directory, "unix:mode", 01777);
        Homes.create(directory).close();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(Kind.EXPOSED, "chmod go-w", () -> Homes.open(directory));
    }

    @Test
    void aHomeOfAnotherOwnerIsRefused() throws Exception {
        long other = 1 + Integer.toUnsignedLong((int) Files.getAttribute(directory, "unix:uid"));
        assertRefused(Kind.EXPOSED, "belongs to", () -> new Ownership(other).check(directory));
    }

    @Test
    void aSymbolicLinkThroughAnExposedDirectoryIsRefused() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.createSymbolicLink(open.resolve("link"), real);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(Kind.EXPOSED, "open", () -> new Home(open.resolve("link")).prepare());
    }

    @Test
    void permissionsThatAreTooManyAreTakenAway() throws Exception {
        Home home;
        try (HomeStore made = Homes.create(directory)) {
            home = made.home();
        }
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(home.keyFile(), PosixFilePermissions.fromString("rw-r--r--"));
        Homes.open(directory).close();
        assertThat(Files.getPosixFilePermissions(home.directory())).isEqualTo(PrivateFiles.DIRECTORY_MODE);
        assertThat(Files.getPosixFilePermissions(home.keyFile())).isEqualTo(PrivateFiles.FILE_MODE);
    }

    @Test
    void aPathThatH2WouldMisreadIsRefused() {
        assertRefused(Kind.UNSUPPORTED, "semicolon", () -> Homes.create(directory.resolve("a;b")));
    }
}
