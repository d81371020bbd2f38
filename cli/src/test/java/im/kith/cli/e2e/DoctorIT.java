package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What doctor says of a network that works and of one that does not, and a watch that outlives its daemon. */
@Timeout(300)
class DoctorIT {

    private static List<JsonObject> findings(Commands.Result result, String check) {
        return StreamSupport.stream(
                        JsonParser.parseString(result.out()).getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(finding -> finding.get("check").getAsString().equals(check))
                .toList();
    }

    @Test
    void multicastThatIsOffIsFoundAndAllIsWellWithIt(@TempDir Path directory) {
        try (Lan lan = Lan.up("doctor", 1)) {
            Machine machine = Machine.on(lan, 1, directory);
            machine.run("init").ok();
            machine.run("add", "--jid", "juliet@example.org").ok();
            Commands.Result alone = machine.run("doctor", "--json").ok();
            assertThat(findings(alone, "multicast"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.get("detail").getAsString())
                            .isEqualTo("eth0: own announcement heard by IPv4, heard by IPv6"));

            machine.up();
            Commands.Result running = machine.run("doctor", "--json").ok();
            assertThat(findings(running, "port").get(0).get("detail").getAsString())
                    .contains("answers on");
            assertThat(findings(running, "multicast")).hasSize(1);
            machine.down();

            lan.multicast(1, false);
            Commands.Result deaf = machine.run("doctor", "--json");
            assertThat(deaf.exit()).isEqualTo(8);
            assertThat(findings(deaf, "multicast").get(0).get("hint").getAsString())
                    .contains("ip link set dev eth0 multicast on", "--peer");
            lan.multicast(1, true);
            machine.run("doctor").ok();
        }
    }

    @Test
    void aWatchGoesOnWhenTheDaemonIsStartedStoppedAndStartedAgain(@TempDir Path directory) throws IOException {
        Machine machine = new Machine(directory, command -> command);
        machine.run("init").ok();
        machine.run("up", "--interface", "127.0.0.1").ok();
        Process watch = Commands.start(machine.command("watch", "--json"), machine.environment());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(watch.getInputStream(), StandardCharsets.UTF_8))) {
            seen(machine, lines, "first");
            machine.down();
            seen(machine, lines, "without");
            machine.run("up", "--interface", "127.0.0.1").ok();
            seen(machine, lines, "again");
        } finally {
            watch.destroy();
            machine.down();
        }
    }

    /** Adds contacts until one of them is told: while the watch changes over nothing is. */
    private static void seen(Machine machine, BufferedReader lines, String name) throws IOException {
        for (int i = 0; i < 60; i++) {
            machine.run("add", "--name", name, "--jid", name + i + "@example.org")
                    .ok();
            while (lines.ready()) {
                if (lines.readLine().contains(name)) {
                    return;
                }
            }
        }
        throw new AssertionError("nothing told of " + name);
    }
}
