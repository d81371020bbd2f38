package im.kith.storage;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.state;
import static im.kith.core.replica.SampleVersions.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full, read-only and damaged disks. */
class DiskTest {

    private static final int PAYLOAD = 20_000;

    @TempDir
    private Path directory = Path.of("");

    private static void writeOne(HomeStore home, long n) throws StoreException {
        Bytes payload = Bytes.wrap(new byte[PAYLOAD]);
        home.store().commit(write(publish("item " + n, dot(1, n), payload), state(1, n)), Homes.NOW);
    }

    /** In a small file system: writes until it is full, then with more room looks at what is there. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            long committed = 0;
            HomeStore home = Homes.create(directory);
            try {
                while (true) {
                    writeOne(home, committed + 1);
                    committed++;
                }
            } catch (StoreException e) {
                System.out.println(e.kind() + " " + e.getMessage());
            }
            try {
                writeOne(home, committed + 1);
                System.out.println("went on");
            } catch (StoreException e) {
                System.out.println(e.kind());
            }
            home.close();
            int code = new ProcessBuilder("mount", "-o", "remount,size=64m", directory.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            System.out.println("more room: " + code);
            try (HomeStore again = Homes.open(directory)) {
                List<Long> live = new ArrayList<>();
                again.store().forEachLive(v -> live.add(v.dot().sequence()));
                long stored = again.store().state().orElseThrow().sequence();
                System.out.println("kept: " + (stored >= committed && live.size() == stored && committed > 3) + " of "
                        + committed);
                writeOne(again, stored + 1);
                System.out.println("writes again");
            }
        }
    }

    @Test
    void aFullDiskIsToldAndLosesNothingThatWasCommitted() throws Exception {
        String mount = "mount -t tmpfs -o size=4m,mode=700 kith " + directory;
        try (ChildJvm child = ChildJvm.startWithMounts(mount, Filler.class, directory.toString())) {
            assertThat(child.line()).startsWith("FULL the disk is full").contains("store.mv.db", "make room");
            assertThat(child.line()).isEqualTo("FULL");
            assertThat(child.line()).isEqualTo("more room: 0");
            assertThat(child.line()).startsWith("kept: true");
            assertThat(child.line()).isEqualTo("writes again");
            assertThat(child.finish()).isZero();
        }
    }

    /** Prints how making and opening a home ends. */
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            try (HomeStore home = arguments[1].equals("create") ? Homes.create(directory) : Homes.open(directory)) {
                System.out.println("opened " + home.home().directory());
            } catch (HomeException e) {
                System.out.println("home " + e.kind() + " " + e.getMessage());
            } catch (StoreException e) {
                System.out.println("store " + e.kind() + " " + e.getMessage());
            }
        }
    }

    @Test
    void aReadOnlyHomeIsTold() throws Exception {
        Homes.create(directory).close();
        String mount = "mount --bind " + directory + " " + directory + " && mount -o remount,ro,bind " + directory;
        try (ChildJvm child = ChildJvm.startWithMounts(mount, Opener.class, directory.toString(), "open")) {
            assertThat(child.line()).startsWith("home READ_ONLY").contains(directory.toString());
            assertThat(child.finish()).isZero();
        }
    }

    @Test
    void makingAHomeOnAFullDiskIsToldAndCanBeDoneAgain() throws Exception {
        String mount = "mount -t tmpfs -o size=16k,mode=700 kith " + directory;
        try (ChildJvm child = ChildJvm.startWithMounts(mount, Opener.class, directory.toString(), "create")) {
            assertThat(child.line()).contains(" FULL ");
            assertThat(child.finish()).isZero();
        }
    }

    @Test
    void aStoreOverwrittenWithGarbageIsDamaged() throws Exception {
        Homes.create(directory).close();
        Path file = new Home(directory.resolve("home")).database();
        Files.write(file, new byte[50_000]);
        assertDamaged(file);
        Files.write(file, "this is no database".repeat(3_000).getBytes(StandardCharsets.UTF_8));
        assertDamaged(file);
    }

    @Test
    void aStoreCutShortIsDamaged() throws Exception {
        Path file;
        try (HomeStore home = Homes.create(directory)) {
            file = home.home().database();
            for (int n = 1; n <= 50; n++) {
                writeOne(home, n);
            }
        }
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(10_000);
        }
        assertDamaged(file);
        Files.write(file, new byte[0]);
        assertDamaged(file);
        Files.delete(file);
        assertDamaged(file);
    }

    @Test
    void octetsChangedInTheMiddleAreDamageWhenTheyAreRead() throws Exception {
        Path file;
        try (HomeStore home = Homes.create(directory)) {
            file = home.home().database();
            for (int n = 1; n <= 50; n++) {
                writeOne(home, n);
            }
        }
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] noise = new byte[3_000];
            new Random(5).nextBytes(noise);
            for (long at = 20_000; at < damaged.length() - 20_000; at += 10_000) {
                damaged.seek(at);
                damaged.write(noise);
            }
        }
        assertDamaged(file);
    }

    @Test
    void oneChangedBitOfAPayloadIsDamage() throws Exception {
        Path file;
        try (HomeStore home = Homes.create(directory)) {
            file = home.home().database();
            Bytes payload = Bytes.utf8("find me on the disk");
            home.store().commit(write(publish("item", dot(1, 1), payload), state(1, 1)), Homes.NOW);
        }
        String octets = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(octets).contains("find me on the disk");
        Files.writeString(file, octets.replace("find me", "find mE"), StandardCharsets.ISO_8859_1);
        assertDamaged(file);
    }

    private void assertDamaged(Path file) {
        assertThatThrownBy(() -> {
                    try (HomeStore home = Homes.open(directory)) {
                        home.store().forEachStored(stored -> {});
                        home.store().settings();
                    }
                })
                .asInstanceOf(type(StoreException.class))
                .satisfies(e ->
                        assertThat(e.kind()).as(Throwables.getStackTrace(e)).isEqualTo(StoreException.Kind.DAMAGED))
                .satisfies(e -> assertThat(e).hasMessageContaining(file.toString()));
    }
}
