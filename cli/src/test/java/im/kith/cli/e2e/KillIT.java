package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon killed at any time has all that was reported as done, and needs no repair. */
class KillIT {

    private static final int ROUNDS = 4;
    private static final int ADDS = 6;

    @Test
    void nothingThatWasReportedIsMissingAfterAKill(@TempDir Path directory) {
        Machine machine = new Machine(directory, command -> command);
        machine.run("init").ok();
        List<String> reported = new ArrayList<>();
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            machine.run("up", "--interface", "127.0.0.1").ok();
            int killAfter = random.nextInt(ADDS);
            CompletableFuture<Void> kill = CompletableFuture.completedFuture(null);
            for (int i = 0; i < ADDS; i++) {
                if (i == killAfter) {
                    kill = CompletableFuture.runAsync(machine::kill);
                }
                String jid = "person" + round + "." + i + "@example.org";
                if (machine.run("add", "--jid", jid).exit() == 0) {
                    reported.add(jid);
                }
            }
            kill.join();
            String all = machine.run("list", "--json").ok().out();
            assertThat(reported).allMatch(jid -> all.contains("\"" + jid + "\""));
        }
        assertThat(reported).hasSizeGreaterThan(ROUNDS);
    }
}
