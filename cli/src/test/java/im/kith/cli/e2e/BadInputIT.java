package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input costs at most the command or the connection it came with, and ends as the contract says. */
class BadInputIT {

    private static Machine machine(Path directory) {
        return new Machine(directory, command -> command);
    }

    @Test
    void aContactWithoutAnIdentityIsRefused(@TempDir Path directory) {
        Machine machine = machine(directory);
        machine.run("init").ok();
        Commands.Result result = machine.run("add", "--name", "Nobody");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).doesNotContain("Exception").contains("--jid");
    }

    @Test
    void anAddressWithAResourceIsRefusedAndNothingIsAdded(@TempDir Path directory) {
        Machine machine = machine(directory);
        machine.run("init").ok();
        Commands.Result result = machine.run("add", "--jid", "juliet@example.org/balcony", "--json");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(JsonParser.parseString(result.err())
                        .getAsJsonObject()
                        .getAsJsonObject("error")
                        .get("code")
                        .getAsInt())
                .isEqualTo(4);
        assertThat(machine.contacts()).isEmpty();
    }

    @Test
    void ofABrokenCardFileTheGoodOnesAreTaken(@TempDir Path directory) throws Exception {
        Machine machine = machine(directory);
        machine.run("init").ok();
        Path cards = directory.resolve("cards.vcf");
        Files.writeString(cards, """
                BEGIN:VCARD
                VERSION:4.0
                FN:Good One
                IMPP:xmpp:good@example.org
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                FN:No Address
                END:VCARD
                BEGIN:VCARD
                VERSION:4.0
                FN:Broken Address
                IMPP:xmpp:@@@/x
                END:VCARD
                """);
        var result = machine.json("import", cards.toString()).getAsJsonObject();
        assertThat(result.get("added").getAsInt()).isEqualTo(1);
        assertThat(result.getAsJsonArray("rejected")).hasSize(2);
        assertThat(machine.names()).containsExactly("Good One");
    }

    @Test
    void aSecondDaemonOnAHomeSaysWhoHoldsIt(@TempDir Path directory) {
        Machine machine = machine(directory);
        machine.run("init").ok();
        machine.run("up", "--interface", "127.0.0.1").ok();
        try {
            Commands.Result second = machine.run("daemon", "--interface", "127.0.0.1");
            assertThat(second.exit()).isEqualTo(6);
            assertThat(second.err()).contains("daemon");
        } finally {
            machine.down();
        }
    }

    @Test
    void garbageOnThePortIsNotAnsweredAndTheDaemonGoesOn(@TempDir Path directory) throws Exception {
        Machine machine = machine(directory);
        machine.run("init").ok();
        int port = JsonParser.parseString(machine.run("up", "--interface", "127.0.0.1", "--json")
                        .ok()
                        .out())
                .getAsJsonObject()
                .get("port")
                .getAsInt();
        try {
            byte[] garbage = new byte[4_096];
            new Random(1).nextBytes(garbage);
            for (int i = 0; i < 20; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    OutputStream out = socket.getOutputStream();
                    out.write(garbage, 0, 48 + i);
                    out.flush();
                    assertThat(readAll(socket)).isEmpty();
                }
            }
            machine.run("add", "--jid", "juliet@example.org").ok();
            assertThat(machine.contacts()).hasSize(1);
        } finally {
            machine.down();
        }
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (java.io.IOException reset) {
            return new byte[0];
        }
    }

    @Test
    void afterThreeWrongCodesTheInvitationIsDead(@TempDir Path directory) throws Exception {
        Machine host = machine(directory.resolve("host"));
        Machine guest = machine(directory.resolve("guest"));
        host.run("init").ok();
        host.run("up", "--interface", "127.0.0.1").ok();
        String port = host.json("status").getAsJsonObject().get("port").getAsString();
        Process invite = Commands.start(host.command("device", "invite", "--json"), host.environment());
        try (var lines = invite.inputReader()) {
            String code = JsonParser.parseString(lines.readLine())
                    .getAsJsonObject()
                    .get("code")
                    .getAsString();
            String wrong = code.startsWith("1") ? "2" + code.substring(1) : "1" + code.substring(1);
            List<Integer> exits = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                exits.add(
                        guest.run("join", wrong, "--peer", "127.0.0.1:" + port).exit());
            }
            assertThat(exits).containsOnly(4);
            assertThat(invite.waitFor()).isNotZero();
            assertThat(guest.run("join", code, "--peer", "127.0.0.1:" + port).exit())
                    .isNotZero();
            assertThat(host.json("device", "list").getAsJsonArray()).hasSize(1);
        } finally {
            invite.destroy();
            host.down();
        }
    }

    @Test
    void aFullDiskIsSaidAndWhatWasReportedIsThere(@TempDir Path directory) {
        Path disk = directory.resolve("disk");
        String story = """
                set -e
                mkdir -p '%1$s' && mount -t tmpfs -o size=8m tmpfs '%1$s'
                export KITH_HOME='%1$s/home' XDG_STATE_HOME='%1$s/../state'
                mkdir -p '%1$s/../state'
                '%2$s' init
                '%2$s' add --name 'Before' --jid before@example.org
                set +e
                i=0; code=0
                while [ $code -eq 0 ] && [ $i -lt 40 ]; do
                  i=$((i+1))
                  for n in $(seq 1 400); do
                    printf 'BEGIN:VCARD\\nVERSION:4.0\\nFN:Person %%s %%s\\nIMPP:xmpp:p%%s.%%s@example.org\\nEND:VCARD\\n' $i $n $i $n
                  done | '%2$s' import -
                  code=$?
                done
                echo "exit=$code"
                dd if=/dev/zero of='%1$s/filler' bs=1k 2>/dev/null
                '%2$s' add --jid after@example.org; echo "second=$?"
                rm '%1$s/filler'
                mount -o remount,size=64m '%1$s'
                '%2$s' list --json > '%1$s/../list.json'; echo "list=$?"
                """.formatted(disk, Machine.LAUNCHER);
        Commands.Result result = Commands.run(List.of("unshare", "-m", "sh", "-c", story), java.util.Map.of());
        assertThat(result.out())
                .as(result.err())
                .contains("exit=9")
                .contains("second=9")
                .contains("list=0");
        assertThat(result.err()).doesNotContain("Exception").contains("full");
        assertThat(directory.resolve("list.json")).content().contains("before@example.org");
    }

    @Test
    void aReadOnlyHomeIsSaid(@TempDir Path directory) {
        Machine machine = machine(directory);
        machine.run("init").ok();
        String story =
                "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s' && '%2$s' add --jid juliet@example.org"
                        .formatted(machine.home(), Machine.LAUNCHER);
        Commands.Result result = Commands.run(List.of("unshare", "-m", "sh", "-c", story), machine.environment());
        assertThat(result.exit()).as(result.err()).isEqualTo(9);
        assertThat(result.err()).doesNotContain("Exception").contains("read-only");
    }
}
