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
}
