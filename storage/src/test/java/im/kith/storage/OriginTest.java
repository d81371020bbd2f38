package im.kith.storage;

import static im.kith.core.replica.SampleVersions.change;
import static im.kith.core.replica.SampleVersions.state;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies, moves and other machines, as a home sees them when it is opened (R7). */
class OriginTest {

    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void makeAHomeOnTheFirstMachine() throws Exception {
        Homes.create(directory).close();
        assertThat(open("home", "one")).isIn(Origin.HERE, Origin.COPIED);
        try (HomeStore home = store("home", "one")) {
            home.become(Homes.SECRETS, change(state(1, 1)), Homes.NOW);
        }
        assertThat(open("home", "one")).isEqualTo(Origin.HERE);
    }

    private HomeStore store(String name, String machine) throws Exception {
        Path id = Files.writeString(directory.resolve("machine-id"), machine);
        HomeAccess access = new HomeAccess(
                directory.resolve(name),
                directory.resolve("state"),
                "test",
                Duration.ZERO,
                Passphrase.NONE,
                new SecureRandom());
        return HomeStore.open(access, new Witness(directory.resolve("state"), id, new SecureRandom()));
    }

    private Origin open(String name, String machine) throws Exception {
        try (HomeStore home = store(name, machine)) {
            return home.origin();
        }
    }

    private void copy(String from, String to) throws Exception {
        Files.createDirectories(directory.resolve(to));
        try (var files = Files.list(directory.resolve(from))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(to).resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void aHomeOnAnotherMachineIsACopyUntilItHasBecomeAnotherDevice() throws Exception {
        assertThat(open("home", "two")).isEqualTo(Origin.COPIED);
        assertThat(open("home", "two")).isEqualTo(Origin.COPIED);
        try (HomeStore home = store("home", "two")) {
            home.become(Bytes.utf8("new keys"), change(state(2, 0)), Homes.NOW);
            assertThat(home.origin()).isEqualTo(Origin.HERE);
            assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
        }
        try (HomeStore home = store("home", "two")) {
            assertThat(home.origin()).isEqualTo(Origin.HERE);
            assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
            assertThat(home.deviceSecrets()).isEqualTo(Bytes.utf8("new keys"));
            assertThat(home.store().state().orElseThrow().replica())
                    .isEqualTo(state(2, 0).replica());
        }
    }

    @Test
    void aHomeBesideItsOriginalIsACopyAndTheOriginalIsNot() throws Exception {
        copy("home", "copy");
        assertThat(open("copy", "one")).isEqualTo(Origin.COPIED);
        assertThat(open("home", "one")).isEqualTo(Origin.HERE);
    }

    @Test
    void aHomeThatWasMovedIsNoCopy() throws Exception {
        Files.move(directory.resolve("home"), directory.resolve("elsewhere"));
        assertThat(open("elsewhere", "one")).isEqualTo(Origin.MOVED);
        assertThat(open("elsewhere", "one")).isEqualTo(Origin.HERE);
    }

    @Test
    void aHomeThatWasMovedAwayForANewOneIsNoCopyOfThat() throws Exception {
        Files.move(directory.resolve("home"), directory.resolve("elsewhere"));
        Homes.create(directory).close();
        assertThat(open("elsewhere", "one")).isEqualTo(Origin.MOVED);
    }

    @Test
    void aLinkToTheHomeIsTheHome() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("home"));
        assertThat(open("link", "one")).isEqualTo(Origin.HERE);
    }

    @Test
    void withoutAMachineIdOfTheSystemNoHomeIsACopyForThat() throws Exception {
        assertThat(open("home", "")).isEqualTo(Origin.HERE);
        assertThat(open("home", "two")).isEqualTo(Origin.HERE);
    }
}
