package im.kith;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.example.AddressBook;
import im.kith.example.TwoDevices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/java.md as programs of their own. */
class ExampleTest {

    @TempDir
    Path directory;

    private String output(Class<?> program) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                directory.resolve("home").toString());
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }

    @Test
    void theAddressBookIsKeptInADirectory() throws Exception {
        assertThat(output(AddressBook.class)).startsWith("Romeo since 20");
        assertThat(directory.resolve("home")).isNotEmptyDirectory();
    }

    @Test
    void twoDevicesJoinAndHearOfEachOthersWrites() throws Exception {
        assertThat(output(TwoDevices.class))
                .contains("joined: phone")
                .contains("ADDED Romeo Montague")
                .endsWith("the phone has orchard@rooms.example.org" + System.lineSeparator());
    }
}
