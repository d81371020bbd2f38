package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups, restores, copies and roll-backs of real homes, on hosts of a LAN. */
class BackupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WRITERS = 4;
    private static final int WRITES = 250;

    @TempDir
    private Path directory;

    private Lan lan;
    private Machine laptop;
    private Machine phone;
    private Machine spare;
    private Path backup;
    private Path passphrase;

    @BeforeEach
    void threeHostsAndAnAccountOnTheFirst() throws IOException {
        lan = Lan.up("bak", 3);
        laptop = Machine.on(lan, 1, directory);
        phone = Machine.on(lan, 2, directory);
        spare = Machine.on(lan, 3, directory);
        backup = directory.resolve("contacts.kith");
        passphrase = Files.writeString(directory.resolve("passphrase"), "a passphrase to be kept\n");
        laptop.run("init", "--name", "laptop").ok();
        laptop.run("add", "--name", "Juliet", "--jid", "juliet@example.org", "--group", "Friends")
                .ok();
    }

    @AfterEach
    void takeDown() {
        List.of(laptop, phone, spare).forEach(machine -> machine.run("down"));
        lan.close();
    }

    @Test
    void whatWasAcknowledgedBeforeABackupBeganIsInItAndTheRestoredHomeSyncsWithTheOriginal() throws Exception {
        laptop.up();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CountDownLatch half = new CountDownLatch(WRITERS * WRITES / 2);
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int number = writer;
            running.add(writers.submit(() -> write(number, acknowledged, half)));
        }
        half.await();
        Set<String> before = new HashSet<>(acknowledged);
        JsonObject counts = backup();
        for (Future<?> each : running) {
            each.get();
        }
        writers.shutdown();
        assertThat(counts.get("groups").getAsInt()).isEqualTo(1);
        assertThat(counts.get("contacts").getAsInt()).isGreaterThanOrEqualTo(before.size());
        JsonElement restored = restore(spare, "spare");
        assertThat(restored).isEqualTo(counts);
        assertThat(spare.names()).containsAll(before).contains("Juliet");

        spare.up();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(spare.names()).hasSize(WRITERS * WRITES + 1));
        spare.run("add", "--name", "Romeo", "--jid", "romeo@example.net").ok();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(laptop.names()).contains("Romeo"));
        assertThat(laptop.json("device", "list").toString()).contains("\"spare\"");
    }

    private int write(int writer, Set<String> acknowledged, CountDownLatch half) throws Exception {
        try (ControlClient client = ControlClient.connect(laptop.home()).orElseThrow()) {
            for (int i = 0; i < WRITES; i++) {
                String name = "writer " + writer + " contact " + i;
                JsonObject identity = new JsonObject();
                identity.addProperty("type", "jid");
                identity.addProperty("value", "w" + writer + "c" + i + "@example.org");
                JsonArray identities = new JsonArray();
                identities.add(identity);
                JsonObject contact = new JsonObject();
                contact.addProperty("name", name);
                contact.add("identities", identities);
                client.call("add", contact, event -> {});
                acknowledged.add(name);
                half.countDown();
            }
        }
        return writer;
    }

    @Test
    void whenEveryDeviceIsLostTheBackupAloneBringsTheAccountBackAndLetsNewDevicesIn() {
        backup();
        restore(spare, "phoenix");
        spare.up();
        spare.pair(phone, "phone");
        assertThat(phone.names()).containsExactly("Juliet");
        assertThat(phone.json("status").getAsJsonObject().get("account"))
                .isEqualTo(laptop.json("status").getAsJsonObject().get("account"));
    }

    @Test
    void anUnusableBackupIsToldAndLeavesNothing() throws IOException {
        backup();
        assertThat(laptop.run("backup", backup.toString(), "--backup-passphrase-file", passphrase.toString())
                        .exit())
                .isEqualTo(5);
        byte[] whole = Files.readAllBytes(backup);
        Path wrong = Files.writeString(directory.resolve("wrong"), "another passphrase\n");
        assertThat(spare.run("restore", backup.toString(), "--backup-passphrase-file", wrong.toString())
                        .exit())
                .isEqualTo(7);
        for (byte[] damaged : List.of(
                java.util.Arrays.copyOf(whole, whole.length / 2),
                java.util.Arrays.copyOf(whole, whole.length - 1),
                flipped(whole, whole.length / 2),
                flipped(whole, whole.length - 3),
                "no backup at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                new byte[0])) {
            Path file = Files.write(directory.resolve("damaged"), damaged);
            assertThat(spare.run("restore", file.toString(), "--backup-passphrase-file", passphrase.toString())
                            .exit())
                    .isEqualTo(4);
        }
        assertThat(spare.home()).doesNotExist();
        assertThat(laptop.run("restore", backup.toString(), "--backup-passphrase-file", passphrase.toString())
                        .exit())
                .isEqualTo(5);
        restore(spare, "spare");
    }

    private static byte[] flipped(byte[] octets, int at) {
        byte[] other = octets.clone();
        other[at] ^= 1;
        return other;
    }

    @Test
    void aMadePassphraseOpensTheBackupWithGpgToo() throws IOException {
        JsonObject made =
                laptop.json("backup", backup.toString(), "--new-passphrase").getAsJsonObject();
        String words = made.get("passphrase").getAsString();
        assertThat(words.split(" ")).hasSize(10);
        Path gnupg = Files.createDirectory(directory.resolve("gnupg"));
        Path zip = directory.resolve("backup.zip");
        Commands.run(
                        List.of(
                                "gpg",
                                "--homedir",
                                gnupg.toString(),
                                "--batch",
                                "--pinentry-mode",
                                "loopback",
                                "--passphrase",
                                words,
                                "--output",
                                zip.toString(),
                                "--decrypt",
                                backup.toString()),
                        java.util.Map.of())
                .ok();
        try (var archive = new java.util.zip.ZipFile(zip.toFile());
                var json = archive.getInputStream(archive.getEntry("contacts.json"))) {
            JsonObject book = JsonParser.parseString(
                            new String(json.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .getAsJsonObject();
            assertThat(book.getAsJsonArray("contacts").toString()).contains("juliet@example.org");
        }
        Path typed = Files.writeString(directory.resolve("typed"), words.replace(" ", "  ") + "\n");
        spare.run("restore", backup.toString(), "--backup-passphrase-file", typed.toString())
                .ok();
        assertThat(spare.names()).containsExactly("Juliet");
    }

    @Test
    void aHomeCopiedToAnotherMachineBecomesADeviceOfItsOwnAndSyncsWithTheOriginal() throws IOException {
        copy(laptop.home(), spare.home());
        laptop.run("add", "--name", "Nurse", "--jid", "nurse@example.org").ok();
        spare.run("add", "--name", "Tybalt", "--jid", "tybalt@example.org").ok();
        assertThat(warnings(spare)).contains("is a copy of that of 'laptop'");
        assertThat(warnings(laptop)).doesNotContain("copy");
        assertThat(self(spare)).isNotEqualTo(self(laptop));
        laptop.up();
        spare.up();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(laptop.names()).containsExactly("Juliet", "Nurse", "Tybalt");
            assertThat(spare.names()).containsExactly("Juliet", "Nurse", "Tybalt");
        });
    }

    @Test
    void aHomeThatWasMovedStaysTheSameDevice() throws IOException {
        Files.createDirectories(spare.home().getParent());
        Files.move(laptop.home(), spare.home());
        assertThat(spare.names()).containsExactly("Juliet");
        assertThat(spare.json("device", "list").getAsJsonArray()).hasSize(1);
        assertThat(warnings(spare)).contains("fresh replica id");
    }

    @Test
    void aRollBackIsNoticedAndWhatItForgotComesBack() throws IOException {
        laptop.up();
        laptop.pair(phone, "phone");
        laptop.down();
        Path old = directory.resolve("old");
        copy(laptop.home(), old);
        laptop.run("add", "--name", "Nurse", "--jid", "nurse@example.org").ok();
        phone.up();
        laptop.run("sync").ok();
        putBack(old, laptop.home());
        assertThat(laptop.names()).containsExactly("Juliet");
        assertThat(warnings(laptop)).contains("fresh replica id");
        laptop.run("add", "--name", "Tybalt", "--jid", "tybalt@example.org").ok();
        laptop.run("sync").ok();
        for (Machine machine : List.of(laptop, phone)) {
            assertThat(machine.names()).containsExactly("Juliet", "Nurse", "Tybalt");
        }
    }

    @Test
    void aRollBackThatNobodyCouldNoticeKeepsBothBranchesAndIsTold() throws IOException {
        laptop.up();
        laptop.pair(phone, "phone");
        laptop.down();
        Path old = directory.resolve("old");
        Path state = laptop.home().resolveSibling("state");
        copy(laptop.home(), old.resolve("kith"));
        copy(state, old.resolve("state"));
        laptop.run("edit", "juliet@example.org", "--add-jid", "first@example.org")
                .ok();
        phone.up();
        laptop.run("sync").ok();
        putBack(old.resolve("kith"), laptop.home());
        putBack(old.resolve("state"), state);
        laptop.run("edit", "juliet@example.org", "--add-jid", "second@example.org")
                .ok();
        assertThat(warnings(laptop)).isEmpty();
        laptop.up();
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (Machine machine : List.of(laptop, phone)) {
                assertThat(machine.contacts().toString()).contains("first@example.org", "second@example.org");
                assertThat(warnings(machine)).contains("Both are kept");
            }
        });
    }

    private JsonObject backup() {
        return laptop.json("backup", backup.toString(), "--backup-passphrase-file", passphrase.toString())
                .getAsJsonObject();
    }

    private JsonElement restore(Machine machine, String name) {
        return machine.json(
                "restore", backup.toString(), "--backup-passphrase-file", passphrase.toString(), "--name", name);
    }

    private static String warnings(Machine machine) {
        JsonArray warnings = machine.json("status").getAsJsonObject().getAsJsonArray("warnings");
        return warnings.isEmpty() ? "" : warnings.toString();
    }

    private static String self(Machine machine) {
        return machine.json("status")
                .getAsJsonObject()
                .getAsJsonObject("device")
                .get("id")
                .getAsString();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Commands.run(List.of("cp", "-a", from.toString(), to.toString()), java.util.Map.of())
                .ok();
    }

    private static void putBack(Path old, Path place) throws IOException {
        Commands.run(List.of("rm", "-r", place.toString()), java.util.Map.of()).ok();
        copy(old, place);
    }
}
