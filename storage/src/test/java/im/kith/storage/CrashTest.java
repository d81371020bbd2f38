package im.kith.storage;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.state;
import static im.kith.core.replica.SampleVersions.write;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.replica.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process with SIGKILL in the middle of its commits, again and again. */
class CrashTest {

    private static final int ROUNDS = 20;

    @TempDir
    private Path directory = Path.of("");

    /** Commits own writes until it is killed; prints the sequence number of each once it is committed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            try (HomeStore home = Homes.open(Path.of(arguments[0]))) {
                for (long n = home.store().state().orElseThrow().sequence() + 1; ; n++) {
                    home.store().commit(write(publish("item " + n, dot(1, n)), state(1, n)), Homes.NOW);
                    System.out.println(n);
                }
            }
        }
    }

    @Test
    void whatWasReportedAsCommittedOutlivesEveryKill() throws Exception {
        Random random = new Random(17);
        Homes.create(directory).close();
        for (int round = 0; round < ROUNDS; round++) {
            long reported = 0;
            try (ChildJvm child = ChildJvm.start(Writer.class, directory.toString())) {
                for (int left = 1 + random.nextInt(60); left > 0; left--) {
                    reported = Long.parseLong(child.line());
                }
                child.kill();
                for (String line : child.rest()) {
                    reported = line.isEmpty() ? reported : Long.parseLong(line);
                }
            }
            try (HomeStore home = Homes.open(directory)) {
                assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
                long stored = home.store().state().orElseThrow().sequence();
                assertThat(stored).isBetween(reported, reported + 1);
                List<Version> live = new ArrayList<>();
                home.store().forEachLive(live::add);
                assertThat(live).hasSize((int) stored);
                assertThat(live.get(live.size() - 1)).isEqualTo(publish("item " + stored, dot(1, stored)));
            }
        }
    }

    /** Exchanges the passphrase for another, again and again, until it is killed; tells before and after each. */
    static final class Changer {
        private Changer() {}

        public static void main(String[] arguments) throws Exception {
            int now = Integer.parseInt(arguments[1]);
            try (HomeStore home = HomeStore.open(Homes.access(Path.of(arguments[0]), passphrase(now)))) {
                while (true) {
                    System.out.println("from " + now);
                    home.changePassphrase(passphrase(now), passphrase(now + 1), System.out::println);
                    now++;
                }
            }
        }
    }

    private static Passphrase passphrase(int number) {
        return number % 3 == 0 ? Passphrase.NONE : Homes.passphrase("number " + number);
    }

    @Test
    void killedWhileThePassphraseIsChangedTheHomeOpensWithTheOldOrTheNewOne() throws Exception {
        Random random = new Random(4);
        try (HomeStore home = Homes.create(directory)) {
            home.store().commit(write(publish("item", dot(1, 1)), state(1, 1)), Homes.NOW);
        }
        int now = 0;
        for (int round = 0; round < 6; round++) {
            try (ChildJvm child = ChildJvm.start(Changer.class, directory.toString(), String.valueOf(now))) {
                List<String> lines = new ArrayList<>();
                for (int left = 1 + random.nextInt(14); left > 0; left--) {
                    lines.add(child.line());
                }
                child.kill();
                lines.addAll(child.rest());
                for (String line : lines) {
                    now = line.startsWith("from ") ? Integer.parseInt(line.substring(5)) : now;
                }
            }
            now = opens(now) ? now : now + 1;
            try (HomeStore home = HomeStore.open(Homes.access(directory, passphrase(now)))) {
                List<Version> live = new ArrayList<>();
                home.store().forEachLive(live::add);
                assertThat(live).containsExactly(publish("item", dot(1, 1)));
                assertThat(home.deviceSecrets()).isEqualTo(Homes.SECRETS);
                assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
            }
        }
        assertThat(now).as("changes that went through").isPositive();
    }

    private boolean opens(int number) throws Exception {
        boolean keyFile = number % 3 == 0;
        if (Vault.needsPassphrase(directory.resolve("home")) == keyFile) {
            return false;
        }
        try {
            HomeStore.open(Homes.access(directory, passphrase(number))).close();
            return true;
        } catch (VaultException e) {
            return false;
        }
    }
}
