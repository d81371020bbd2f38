package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.cli.clients.Account;
import im.kith.cli.clients.Client;
import im.kith.cli.clients.Everyday;
import im.kith.cli.clients.LinesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Clients of three libraries on two devices of one account, without a server in between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoDevicesIT {

    private static final int PORT = 5222;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONTACTS = "urn:xmpp:contacts";
    private static final String JULIET = "xA7tVbbHjTIu9Cf1yB8uWcc";

    private Lan lan;
    private Machine laptop;
    private Machine phone;
    private Account there;
    private Client slixmpp;
    private Client nbxmpp;
    private Client smack;

    @BeforeAll
    void clientsOnBoth(@TempDir Path directory) {
        lan = Lan.up("two", 2);
        lan.loopback(1);
        lan.loopback(2);
        laptop = Machine.on(lan, 1, directory);
        phone = Machine.on(lan, 2, directory);
        laptop.run("init", "--name", "laptop", "--jid", "juliet@capulet.lit").ok();
        laptop.run("up", "--xmpp", String.valueOf(PORT)).ok();
        laptop.pair(phone, "phone");
        phone.run("up", "--xmpp", String.valueOf(PORT)).ok();
        slixmpp = comes(LinesClient.slixmpp(on(1)), ClientsIT.account(laptop, PORT, "slixmpp", "--clear"), "slixmpp");
        there = ClientsIT.account(phone, PORT, "clients", "--clear");
        nbxmpp = comes(LinesClient.nbxmpp(on(2)), there, "nbxmpp");
        smack = comes(LinesClient.smack(on(2)), there, "smack");
    }

    private UnaryOperator<List<String>> on(int host) {
        return command -> lan.on(host, command);
    }

    private static Client comes(Client client, Account account, String resource) {
        client.login(account, resource, Everyday.NODES).get();
        client.ask("available").get();
        return client;
    }

    @AfterAll
    void takeDown() {
        List.of(slixmpp, nbxmpp, smack).forEach(Client::close);
        List.of(laptop, phone).forEach(machine -> machine.run("down"));
        lan.close();
    }

    @Test
    @Order(1)
    void aContactOfOneClientIsHeardOfAndListedByTheOthers() {
        publish(nbxmpp, JULIET, contact("Juliet Capulet", "juliet@example.org"));
        assertThat(Everyday.awaitEvent(slixmpp, JULIET)).contains("Juliet Capulet");
        assertThat(Everyday.awaitEvent(smack, JULIET)).contains("Juliet Capulet");
        assertThat(items(slixmpp)).contains(JULIET, "Juliet Capulet", "juliet@example.org");
        assertThat(items(smack)).contains(JULIET, "Juliet Capulet");
        assertThat(laptop.names()).containsExactly("Juliet Capulet");
    }

    @Test
    @Order(2)
    void bookmarksAvatarsDeviceListsAndKeysGoFromAnyLibraryToAnyOther() {
        slixmpp.ask("bookmark", room("one")).get();
        nbxmpp.ask("bookmark", room("two")).get();
        Everyday.awaitEvent(smack, "two@");
        smack.ask("bookmark", room("three")).get();
        smack.ask("avatar", Map.of("png", "iVBORw0KGgo=")).get();
        nbxmpp.ask("omemo", Map.of("ids", List.of("12345", "4223"))).get();
        Everyday.awaitEvent(slixmpp, "devicelist");
        String key = Everyday.key(slixmpp);
        for (Client client : List.of(slixmpp, nbxmpp, smack)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(client.ask("bookmarks").get()).contains("one@", "two@", "three@");
                assertThat(client.ask("avatar-get").get())
                        .startsWith("4c")
                        .isEqualTo(smack.ask("avatar-get").get());
                assertThat(client.ask("omemo-get").get()).isEqualTo("12345 4223");
                assertThat(client.ask("openpgp-get").get()).isEqualTo(key);
            });
        }
    }

    @Test
    @Order(3)
    void softwareWithoutTheClearSwitchSeesNothingReadable() {
        try (Client other = LinesClient.nbxmpp(on(1))) {
            comes(other, ClientsIT.account(laptop, PORT, "plain"), "plain");
            assertThat(items(other)).contains(JULIET, "<encrypted ").doesNotContain("Juliet", "<contact");
        }
    }

    @Test
    @Order(4)
    void whatIsDoneOnBothSidesOfACutIsThereAfterwards() {
        lan.unplug(2);
        publish(slixmpp, JULIET, contact("Juliet Montague", "juliet@example.org"));
        slixmpp.ask("bookmark", room("cut-one")).get();
        publish(
                smack,
                JULIET,
                "<contact xmlns='urn:xmpp:contacts:0' name='Juliet Capulet'><identity type='jid'>juliet@example.org</identity>"
                        + "<identity type='jid'>jc@example.net</identity></contact>");
        nbxmpp.ask("bookmark", room("cut-two")).get();
        assertThat(items(slixmpp)).doesNotContain("jc@example.net");
        assertThat(items(nbxmpp)).doesNotContain("Montague");
        lan.plug(2);
        Everyday.awaitEvent(slixmpp, "cut-two@");
        Everyday.awaitEvent(nbxmpp, "cut-one@");
        for (Client client : List.of(slixmpp, nbxmpp, smack)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(items(client)).contains("Juliet Montague", "juliet@example.org", "jc@example.net");
                assertThat(client.ask("bookmarks").get()).contains("cut-one@", "cut-two@");
            });
        }
    }

    @Test
    @Order(5)
    void aKilledDaemonComesBackAndItsClientsGetWhatTheyMissed() {
        phone.kill();
        Everyday.awaitEvent(nbxmpp, "disconnected");
        publish(slixmpp, "yB8uWccIkUJv0DgxA7tVbbH", contact("Nurse", "nurse@example.org"));
        phone.run("up", "--xmpp", String.valueOf(PORT)).ok();
        nbxmpp.close();
        smack.close();
        nbxmpp = comes(LinesClient.nbxmpp(on(2)), there, "nbxmpp");
        smack = comes(LinesClient.smack(on(2)), there, "smack");
        for (Client client : List.of(nbxmpp, smack)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(items(client)).contains("Juliet Montague", "nurse@example.org"));
        }
        nbxmpp.ask("retract", Map.of("node", CONTACTS, "id", "yB8uWccIkUJv0DgxA7tVbbH"))
                .get();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(items(slixmpp)).doesNotContain("Nurse"));
        assertThat(laptop.names()).containsExactly("Juliet Montague");
    }

    private static Map<String, String> room(String name) {
        return Map.of("room", name + "@conference.shakespeare.lit", "name", name);
    }

    private static String contact(String name, String jid) {
        return "<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'><identity type='jid'>" + jid
                + "</identity></contact>";
    }

    private static void publish(Client client, String id, String payload) {
        client.ask("publish", Map.of("node", CONTACTS, "id", id, "payload", payload))
                .get();
    }

    private static String items(Client client) {
        return client.ask("items", Map.of("node", CONTACTS)).get();
    }
}
