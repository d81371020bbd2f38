package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk and goes over the wire holds no name, address or group in the clear. */
class ConfidentialityIT {

    private static final List<String> SECRETS = List.of(
            "Rosaline",
            "rosaline@example.org",
            "Unreachables",
            "romeo@montague.example",
            "Romeos-Laptop",
            "Romeos-Phone");

    @Test
    void neitherTheDiskNorTheWireShowsContactsOrNamesOfDevices(@TempDir Path directory) throws Exception {
        Path capture = directory.resolve("wire.pcap");
        try (Lan lan = Lan.up("priv", 2)) {
            Machine laptop = Machine.on(lan, 1, directory);
            Machine phone = Machine.on(lan, 2, directory);
            Process tcpdump = Commands.start(
                    lan.on(
                            1,
                            List.of("tcpdump", "-i", "eth0", "-s", "0", "-U", "-Z", "root", "-w", capture.toString())),
                    Map.of());
            try {
                await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(capture));
                story(laptop, phone);
            } finally {
                laptop.run("down");
                phone.run("down");
                tcpdump.destroy();
                tcpdump.waitFor();
            }
            assertThat(Files.size(capture)).as("something was captured").isGreaterThan(10_000);
            assertHoldsNoSecret(capture);
            for (Machine machine : List.of(laptop, phone)) {
                for (Path file : filesOf(machine.home())) {
                    assertHoldsNoSecret(file);
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                }
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.home())))
                        .isEqualTo("rwx------");
            }
        }
    }

    private static void story(Machine laptop, Machine phone) {
        laptop.run("init", "--name", "Romeos-Laptop", "--jid", "romeo@montague.example")
                .ok();
        laptop.up();
        laptop.pair(phone, "Romeos-Phone");
        phone.up();
        laptop.run("add", "--name", "Rosaline", "--jid", "rosaline@example.org", "--group", "Unreachables")
                .ok();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(phone.names()).containsExactly("Rosaline"));
        phone.run("edit", "rosaline@example.org", "--add-group", "Unreachables").ok();
        phone.run("search", "rosaline").ok();
        laptop.run("sync").ok();
    }

    private static List<Path> filesOf(Path home) throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            assertThat(files).isNotEmpty();
            return files;
        }
    }

    private static void assertHoldsNoSecret(Path file) throws IOException {
        String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String secret : SECRETS) {
            String wide = new String(secret.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
            assertThat(octets.contains(secret)).as(secret + " in " + file).isFalse();
            assertThat(octets.contains(wide))
                    .as(secret + " (UTF-16) in " + file)
                    .isFalse();
            assertThat(octets.contains(innerBase64(secret)))
                    .as(secret + " (base64) in " + file)
                    .isFalse();
        }
    }

    /** What every base64 text of octets that hold {@code secret} at a multiple of three contains. */
    private static String innerBase64(String secret) {
        byte[] octets = secret.getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().withoutPadding().encodeToString(octets).substring(0, octets.length / 3 * 4);
    }
}
