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
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for each in iptables ip6tables; do $each -P INPUT DROP; $each -A INPUT -i lo -j ACCEPT; done",
                "nft 'add table inet filter; add chain inet filter input { type filter hook input priority 0; policy drop; };"
                        + " add rule inet filter input iif lo accept'"
            })
    void whatAPacketFilterKeepsOutIsFoundAndTheHintLetsItIn(String filter, @TempDir Path directory) {
        try (Lan lan = Lan.up("filter", 1)) {
            Machine machine = Machine.on(lan, 1, directory);
            machine.run("init").ok();
            machine.up();
            shell(lan, filter);
            Commands.Result filtered = machine.run("doctor", "--json");
            assertThat(filtered.exit()).isEqualTo(8);
            assertThat(findings(filtered, "multicast").get(0).get("ok").getAsBoolean())
                    .as(filtered.out())
                    .isFalse();
            String hint = findings(filtered, "firewall").get(0).get("hint").getAsString();
            shell(lan, hint.substring(hint.indexOf(": ") + 2).replaceAll(" \\(or .*\\)", ""));
            Commands.Result open = machine.run("doctor", "--json").ok();
            assertThat(findings(open, "multicast").get(0).get("detail").getAsString())
                    .isEqualTo("eth0: own announcement heard by IPv4, heard by IPv6");
            machine.down();
        }
    }

    private static void shell(Lan lan, String command) {
        Commands.run(lan.on(1, List.of("sh", "-ec", command)), Map.of()).ok();
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
