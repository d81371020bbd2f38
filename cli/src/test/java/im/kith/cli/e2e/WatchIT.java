package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kith watch} goes on while daemons come and go. */
class WatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private int changes;

    @Test
    void changesAreToldThoughTheDaemonStopsComesBackIsKilledAndComesBackAgain(@TempDir Path directory) {
        Machine machine = new Machine(directory, command -> command);
        machine.run("init").ok();
        machine.run("add", "--name", "Juliet", "--jid", "juliet@example.org").ok();
        up(machine);
        try (Talker watch = new Talker(machine.command("watch", "--json"), machine.environment())) {
            tellsOf(machine, watch, "by the daemon");
            machine.down();
            tellsOf(machine, watch, "without a daemon");
            up(machine);
            tellsOf(machine, watch, "by the next daemon");
            machine.kill();
            tellsOf(machine, watch, "after a crash");
            up(machine);
            tellsOf(machine, watch, "by the last daemon");
            String said = watch.said();
            // the last line may not be whole yet
            assertThat(said.substring(0, said.lastIndexOf('\n') + 1).lines())
                    .allSatisfy(line -> assertThat(JsonParser.parseString(line)
                                    .getAsJsonObject()
                                    .keySet())
                            .contains("event", "contact", "device"));
        } finally {
            machine.run("down");
        }
    }

    private static void up(Machine machine) {
        machine.run("up", "--interface", "127.0.0.1", "--no-mdns").ok();
    }

    /** Changes something until it is told of: what is changed while the watch changes over is not. */
    private void tellsOf(Machine machine, Talker watch, String name) {
        await().atMost(PATIENCE).until(() -> {
            machine.run("edit", "juliet@example.org", "--name", name + " " + ++changes)
                    .ok();
            return watch.said().contains(name);
        });
    }
}
