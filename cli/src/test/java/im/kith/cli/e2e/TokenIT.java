package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.core.openpgp.DeviceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kith token}, with and without a daemon. */
class TokenIT {

    @TempDir
    private Path directory;

    private Machine machine;

    @BeforeEach
    void aHome() throws IOException {
        machine = new Machine(directory.resolve("machine"), command -> command);
        machine.run("init", "--name", "desk", "--jid", "juliet@example.org").ok();
    }

    private void addedListedAndRemoved() throws IOException {
        JsonObject added = machine.json("token", "add", "gajim").getAsJsonObject();
        assertThat(added.get("name").getAsString()).isEqualTo("gajim");
        assertThat(added.get("token").getAsString()).matches("[a-z2-7]{26}");
        Commands.Result again = machine.run("token", "add", "gajim", "--json");
        assertThat(again.exit()).isEqualTo(5);
        assertThat(again.err()).contains("\"kind\":\"exists\"");
        String key = certificate();
        machine.run("token", "add", "--clear", "--certificate", key, "libervia").ok();
        JsonArray tokens = machine.json("token", "list").getAsJsonArray();
        assertThat(tokens).hasSize(2);
        JsonObject gajim = tokens.get(0).getAsJsonObject();
        assertThat(gajim.get("name").getAsString()).isEqualTo("gajim");
        assertThat(Instant.parse(gajim.get("added").getAsString())).isBeforeOrEqualTo(Instant.now());
        assertThat(gajim.has("lastUsed")).isFalse();
        assertThat(tokens.toString()).doesNotContain(added.get("token").getAsString());
        assertThat(machine.run("token", "list").ok().out()).contains("gajim", "in the clear");
        machine.run("token", "rm", "gajim").ok();
        machine.run("token", "rm", "libervia").ok();
        assertThat(machine.run("token", "rm", "gajim").exit()).isEqualTo(3);
        assertThat(machine.json("token", "list").getAsJsonArray()).isEmpty();
    }

    private String certificate() throws IOException {
        return Files.write(
                        directory.resolve("key"),
                        DeviceKey.generate("juliet@example.org", Instant.now(), new SecureRandom())
                                .certificate()
                                .encoded()
                                .toArray())
                .toString();
    }

    @Test
    void tokensAreMadeListedAndTakenAwayWithAndWithoutADaemon() throws IOException {
        addedListedAndRemoved();
        machine.run("up", "--no-mdns").ok();
        try {
            addedListedAndRemoved();
        } finally {
            machine.run("down").ok();
        }
    }

    @Test
    void aPersonIsToldWhatToDoWithIt() {
        Commands.Result added = machine.run("token", "add", "gajim").ok();
        assertThat(added.out().strip()).matches("[a-z2-7]{26}");
        assertThat(added.err()).contains("juliet@example.org", "kith up --xmpp", "not shown again");
        assertThat(machine.run("token", "add", "--help").ok().out()).contains("kith token add --certificate");
    }

    @Test
    void aBadCertificateIsSaidAndMakesNoToken() throws IOException {
        String secret = Files.write(
                        directory.resolve("secret"),
                        DeviceKey.generate("juliet@example.org", Instant.now(), new SecureRandom())
                                .encoded()
                                .toArray())
                .toString();
        String garbage =
                Files.writeString(directory.resolve("garbage"), "garbage").toString();
        String[][] cases = {{secret, "secret key"}, {garbage, "no OpenPGP certificate"}, {garbage + "x", "cannot read"}
        };
        for (String[] each : cases) {
            Commands.Result refused = machine.run("token", "add", "libervia", "--certificate", each[0]);
            assertThat(refused.exit()).isEqualTo(4);
            assertThat(refused.err()).contains(each[1]);
        }
        assertThat(machine.run("token", "add", "a\u001bb").exit()).isEqualTo(4);
        assertThat(machine.json("token", "list").getAsJsonArray()).isEmpty();
    }
}
