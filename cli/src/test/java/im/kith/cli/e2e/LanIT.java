package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Three machines on a LAN, found by mDNS alone: the story of the README, with the cable pulled. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LanIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Lan lan;
    private Machine laptop;
    private Machine phone;
    private Machine server;

    @BeforeAll
    void threeDevicesOfOneAccount(@TempDir Path directory) {
        lan = Lan.up("lan", 3);
        laptop = Machine.on(lan, 1, directory);
        phone = Machine.on(lan, 2, directory);
        server = Machine.on(lan, 3, directory);
        laptop.run("init", "--name", "laptop").ok();
        laptop.up();
        laptop.pair(phone, "phone");
        laptop.pair(server, "server");
        phone.up();
        server.up();
    }

    @AfterAll
    void takeDown() {
        Stream.of(laptop, phone, server).forEach(machine -> machine.run("down"));
        lan.close();
    }

    @Test
    @Order(1)
    void aContactAddedOnOneIsListedOnTheOthers() {
        laptop.run("add", "--name", "Juliet Capulet", "--jid", "juliet@example.org", "--group", "Friends")
                .ok();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(phone.names()).containsExactly("Juliet Capulet");
            assertThat(server.names()).containsExactly("Juliet Capulet");
        });
        assertThat(Machine.groupNames(server.contacts().get(0))).containsExactly("Friends");
    }

    @Test
    @Order(2)
    void editsOfDifferentFieldsMadeApartAreBothShown() {
        lan.unplug(2);
        laptop.run("edit", "juliet@example.org", "--name", "Juliet Montague").ok();
        phone.run("edit", "juliet@example.org", "--add-group", "Family").ok();
        assertThat(phone.names()).containsExactly("Juliet Capulet");
        lan.plug(2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (Machine machine : List.of(laptop, phone, server)) {
                JsonObject juliet = machine.contacts().get(0);
                assertThat(juliet.get("name").getAsString()).isEqualTo("Juliet Montague");
                assertThat(Machine.groupNames(juliet)).containsExactlyInAnyOrder("Friends", "Family");
            }
        });
    }

    @Test
    @Order(3)
    void theSameContactMadeOnTwoDevicesApartIsOneContactWithAllFields() {
        lan.unplug(3);
        laptop.run("add", "--name", "Mercutio", "--jid", "mercutio@example.org", "--group", "Friends")
                .ok();
        server.run("add", "--jid", "mercutio@example.org", "--jid", "queen.mab@example.org", "--group", "Poets")
                .ok();
        lan.plug(3);
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (Machine machine : List.of(laptop, phone, server)) {
                List<JsonObject> found = machine.contacts().stream()
                        .filter(c -> c.toString().contains("mercutio@example.org"))
                        .toList();
                assertThat(found).hasSize(1);
                assertThat(found.get(0).get("name").getAsString()).isEqualTo("Mercutio");
                assertThat(found.get(0).toString()).contains("queen.mab@example.org");
                assertThat(Machine.groupNames(found.get(0))).containsExactlyInAnyOrder("Friends", "Poets");
            }
        });
    }

    @Test
    @Order(4)
    void aRemovalStaysRemovedThoughAnotherDeviceWasAway() {
        lan.unplug(2);
        laptop.run("rm", "mercutio@example.org").ok();
        phone.run("add", "--name", "Nurse", "--jid", "nurse@example.org").ok();
        lan.plug(2);
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (Machine machine : List.of(laptop, phone, server)) {
                assertThat(machine.names()).containsExactly("Juliet Montague", "Nurse");
            }
        });
    }

    @Test
    @Order(5)
    void aKilledDaemonHasAllThatWasReportedAndGoesOn() {
        phone.run("add", "--name", "Tybalt", "--jid", "tybalt@example.org").ok();
        phone.kill();
        assertThat(phone.names()).contains("Tybalt");
        phone.up();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.names()).contains("Tybalt"));
    }

    @Test
    @Order(6)
    void syncReachesEveryDeviceOrSaysWhichItMissed() {
        assertThat(laptop.run("sync").exit()).isZero();
        lan.unplug(3);
        Commands.Result missed = laptop.run("sync", "--timeout", "3", "--json");
        lan.plug(3);
        assertThat(missed.exit()).isEqualTo(8);
        assertThat(missed.out()).contains("\"missed\":[\"");
    }

    @Test
    @Order(7)
    void onlyTheAddressesOfTheLanAreListenedOn() {
        String sockets =
                Commands.run(lan.on(1, List.of("ss", "-Hltn")), Map.of()).ok().out();
        assertThat(sockets).isNotBlank();
        for (String socket : sockets.strip().split("\n", -1)) {
            assertThat(socket.strip().split("\\s+", -1)[3])
                    .matches(".*(10\\.77\\.0\\.1|fd77::1|fe80:.*)\\]?(%eth0)?:\\d+");
        }
        assertThat(Commands.run(lan.on(1, List.of("ss", "-Hlun")), Map.of())
                        .ok()
                        .out()
                        .lines())
                .allMatch(socket -> socket.strip().split("\\s+", -1)[3].endsWith(":5353"));
    }
}
