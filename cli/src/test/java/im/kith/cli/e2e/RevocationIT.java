package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lost phone, on machines of a LAN: revoked while it is off, it comes back, and its owner goes on without the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RevocationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Lan lan;
    private List<Machine> all;
    private Machine laptop;
    private Machine tablet;
    private Machine phone;
    private Machine server;
    private Machine desk;

    @BeforeAll
    void threeDevicesOfOneAccount(@TempDir Path directory) {
        lan = Lan.up("rev", 5);
        all = IntStream.rangeClosed(1, 5)
                .mapToObj(host -> Machine.on(lan, host, directory))
                .toList();
        laptop = all.get(0);
        tablet = all.get(1);
        phone = all.get(2);
        server = all.get(3);
        desk = all.get(4);
        laptop.run("init", "--name", "laptop").ok();
        laptop.up();
        laptop.pair(tablet, "tablet");
        tablet.up();
        laptop.pair(phone, "phone");
        phone.up();
        laptop.run("add", "--name", "Juliet", "--jid", "juliet@example.org").ok();
        phone.run("add", "--name", "Nurse", "--jid", "nurse@example.org").ok();
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (Machine machine : List.of(laptop, tablet, phone)) {
                assertThat(machine.names()).containsExactly("Juliet", "Nurse");
            }
        });
    }

    @AfterAll
    void takeDown() {
        all.stream().filter(machine -> machine.home().toFile().exists()).forEach(machine -> machine.run("down"));
        lan.close();
    }

    private static List<String> warnings(Machine machine) {
        return StreamSupport.stream(
                        machine.json("status")
                                .getAsJsonObject()
                                .getAsJsonArray("warnings")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsString)
                .toList();
    }

    private static String state(Machine asSeenBy, String name) {
        return StreamSupport.stream(
                        asSeenBy.json("device", "list").getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .filter(device -> device.get("name").getAsString().equals(name))
                .map(device -> device.get("state").getAsString())
                .findFirst()
                .orElse("unknown");
    }

    @Test
    @Order(1)
    void aRevokedDeviceThatComesBackGetsNothingGivesNothingAndSaysWhy() {
        phone.down();
        JsonObject revoked = laptop.json("device", "revoke", "phone").getAsJsonObject();
        assertThat(revoked.get("name").getAsString()).isEqualTo("phone");
        assertThat(revoked.get("state").getAsString()).isEqualTo("revoked");
        laptop.run("add", "--name", "Mercutio", "--jid", "mercutio@example.org").ok();
        phone.run("add", "--name", "Tybalt", "--jid", "tybalt@example.org").ok();
        phone.up();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(warnings(phone)).anyMatch(w -> w.contains("revoked by laptop on ")));
        assertThat(phone.run("status").ok().out()).contains("revoked");
        assertThat(phone.names()).containsExactly("Juliet", "Nurse", "Tybalt");
        for (String[] command : new String[][] {
            {"sync"}, {"device", "invite"}, {"device", "revoke", "laptop", "--now"}, {"device", "rotate"}
        }) {
            Commands.Result refused = phone.run(command);
            assertThat(refused.exit()).as(String.join(" ", command)).isEqualTo(10);
            assertThat(refused.err()).contains("revoked by laptop");
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(state(tablet, "phone")).isEqualTo("revoked");
            assertThat(tablet.names()).containsExactly("Juliet", "Mercutio", "Nurse");
        });
        assertThat(laptop.names()).containsExactly("Juliet", "Mercutio", "Nurse");
        assertThat(phone.names()).containsExactly("Juliet", "Nurse", "Tybalt");
        Commands.Result again = laptop.run("device", "revoke", "phone");
        assertThat(again.exit()).isEqualTo(5);
        assertThat(again.err()).contains("phone is revoked already by laptop");
        assertThat(laptop.run("device", "revoke", "laptop").exit()).isEqualTo(4);
    }

    @Test
    @Order(2)
    void aNewDeviceJoinsAfterwardsAndIsAnnouncedUntilAcknowledged() {
        tablet.pair(server, "server");
        server.up();
        assertThat(server.names()).containsExactly("Juliet", "Mercutio", "Nurse");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(warnings(laptop)).anyMatch(w -> w.contains("new device server, added by tablet")));
        assertThat(warnings(tablet)).isEmpty();
        assertThat(warnings(server)).isEmpty();
        assertThat(laptop.run("device", "list").ok().out()).contains("member, new");
        laptop.run("device", "ack", "server").ok();
        assertThat(warnings(laptop)).isEmpty();
        assertThat(warnings(phone)).noneMatch(w -> w.contains("server"));
    }

    @Test
    @Order(3)
    void itsOwnerGoesOnInAnAccountOfItsOwn() {
        String before = phone.json("status").getAsJsonObject().get("account").getAsString();
        assertThat(phone.run("init", "--refound").exit()).isEqualTo(6);
        phone.down();
        assertThat(phone.run("init").exit()).isEqualTo(5);
        JsonObject made = phone.json("init", "--refound").getAsJsonObject();
        assertThat(made.get("account").getAsString()).isNotEqualTo(before);
        assertThat(made.getAsJsonObject("device").get("name").getAsString()).isEqualTo("phone");
        assertThat(phone.names()).containsExactly("Juliet", "Nurse", "Tybalt");
        assertThat(warnings(phone)).isEmpty();
        phone.up();
        assertThat(phone.run("sync").exit()).isZero();
        assertThat(phone.run("device", "rotate").exit()).isZero();
        phone.down();
    }

    @Test
    @Order(4)
    void withoutAnotherDeviceInReachARevocationAsksForNow() {
        lan.unplug(2);
        Commands.Result asks = tablet.run("device", "revoke", "server");
        assertThat(asks.exit()).isEqualTo(8);
        assertThat(asks.err()).contains("--now");
        assertThat(state(tablet, "server")).isEqualTo("member");
        lan.plug(2);
    }

    @Test
    @Order(5)
    void twoThatRevokeEachOtherAreSuspendedUntilAThirdDecides() {
        laptop.pair(desk, "desk");
        desk.up();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(state(tablet, "desk")).isEqualTo("member");
            assertThat(state(server, "desk")).isEqualTo("member");
        });
        lan.unplug(2);
        lan.unplug(4);
        lan.unplug(5);
        tablet.run("device", "revoke", "server", "--now").ok();
        server.run("device", "revoke", "tablet", "--now").ok();
        lan.plug(2);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(laptop, "server")).isEqualTo("revoked"));
        lan.unplug(2);
        lan.unplug(1);
        lan.plug(4);
        lan.plug(5);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(state(desk, "tablet")).isEqualTo("revoked"));
        lan.plug(1);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(state(desk, "tablet")).isEqualTo("suspended");
            assertThat(warnings(laptop)).anyMatch(w -> w.contains("have revoked each other"));
        });
        desk.run("device", "revoke", "server").ok();
        lan.plug(2);
        tablet.run("add", "--name", "Romeo", "--jid", "romeo@example.org").ok();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(state(laptop, "tablet")).isEqualTo("member");
            assertThat(state(laptop, "server")).isEqualTo("revoked");
            assertThat(laptop.names()).contains("Romeo");
            assertThat(desk.names()).contains("Romeo");
        });
    }
}
