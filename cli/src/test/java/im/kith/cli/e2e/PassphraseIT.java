package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kith passphrase}, with and without a daemon. */
class PassphraseIT {

    @TempDir
    private Path directory;

    private Machine machine;
    private String first;
    private String second;

    @BeforeEach
    void aHomeWithoutAPassphrase() throws IOException {
        machine = new Machine(directory.resolve("machine"), command -> command);
        first = file("first", "correct horse battery");
        second = file("second", "staple of another kind");
        machine.run("init", "--name", "Paris-Desk").ok();
        machine.run("add", "--name", "Rosaline", "--jid", "rosaline@example.org")
                .ok();
    }

    private String file(String name, String text) throws IOException {
        Path file = Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text + "\n").toString();
    }

    private void assertOpensWith(String passphrase) {
        assertThat(machine.run("list", "--passphrase-file", passphrase).ok().out())
                .contains("Rosaline");
    }

    private void assertDoesNotOpen(String... with) {
        String[] command = Stream.concat(Stream.of("list"), Stream.of(with)).toArray(String[]::new);
        Commands.Result refused = machine.run(command);
        assertThat(refused.exit()).isEqualTo(7);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("passphrase").doesNotContain("correct horse", "staple");
    }

    @Test
    void itIsSetChangedAndTakenAway() throws IOException {
        JsonObject set =
                machine.json("passphrase", "--new-passphrase-file", first).getAsJsonObject();
        assertThat(set.get("passphrase").getAsBoolean()).isTrue();
        assertDoesNotOpen();
        assertDoesNotOpen("--passphrase-file", second);
        assertOpensWith(first);
        machine.run("passphrase", "--passphrase-file", first, "--new-passphrase-file", second)
                .ok();
        assertDoesNotOpen("--passphrase-file", first);
        assertOpensWith(second);
        assertNothingIsReadable();
        JsonObject none = machine.json("passphrase", "--passphrase-file", second, "--none")
                .getAsJsonObject();
        assertThat(none.get("passphrase").getAsBoolean()).isFalse();
        assertThat(machine.names()).containsExactly("Rosaline");
    }

    @Test
    void theDaemonChangesItWithoutAPauseAndAsksForTheOldOne() {
        machine.run("passphrase", "--new-passphrase-file", first).ok();
        machine.run("up", "--no-mdns", "--passphrase-file", first).ok();
        try {
            for (String[] wrong : new String[][] {
                {"passphrase", "--passphrase-file", second, "--new-passphrase-file", second}, {"passphrase", "--none"}
            }) {
                assertThat(machine.run(wrong).exit()).isEqualTo(7);
            }
            machine.run("passphrase", "--passphrase-file", first, "--new-passphrase-file", second)
                    .ok();
            machine.run("add", "--name", "Nurse", "--jid", "nurse@example.org").ok();
            assertThat(machine.names()).containsExactly("Nurse", "Rosaline");
        } finally {
            machine.down();
        }
        assertDoesNotOpen("--passphrase-file", first);
        assertOpensWith(second);
    }

    private void assertNothingIsReadable() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("machine"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (var charset : new java.nio.charset.Charset[] {
                    StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
                }) {
                    assertThat(new String(Files.readAllBytes(file), charset))
                            .as(file + " in " + charset)
                            .doesNotContainIgnoringCase("rosaline")
                            .doesNotContain("Paris-Desk", "correct horse", "staple", "PRIVATE KEY");
                }
            }
        }
    }
}
