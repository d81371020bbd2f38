package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import im.kith.cli.clients.Account;
import im.kith.cli.clients.Client;
import im.kith.cli.clients.LinesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Contacts that slixmpp and GnuPG decipher and encrypt for themselves (XEP-0473), on one of two devices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OtherOpenPgpIT {

    private static final int PORT = 5222;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONTACTS = "urn:xmpp:contacts";
    private static final String JID = "juliet@capulet.lit";

    private Lan lan;
    private Machine laptop;
    private Machine phone;
    private Client client;
    private Account account;

    @BeforeAll
    void aClientWhoseCertificateTheUserApproves(@TempDir Path directory) {
        lan = Lan.up("pgp", 2);
        lan.loopback(1);
        laptop = Machine.on(lan, 1, directory);
        phone = Machine.on(lan, 2, directory);
        laptop.run("init", "--name", "laptop", "--jid", JID).ok();
        laptop.run("up", "--xmpp", String.valueOf(PORT)).ok();
        laptop.pair(phone, "phone");
        phone.up();
        client = LinesClient.openpgp(command -> lan.on(1, command));
        Path file = directory.resolve("certificate");
        client.ask("certificate", Map.of("jid", JID, "path", file.toString())).get();
        account = ClientsIT.account(laptop, PORT, "gnupg", "--certificate", file.toString());
        client.login(account, "gnupg", List.of(CONTACTS)).get();
        client.ask("available").get();
    }

    @AfterAll
    void takeDown() {
        client.close();
        List.of(laptop, phone).forEach(machine -> machine.run("down"));
        lan.close();
    }

    private String ask(String operation, String... arguments) {
        return switch (arguments.length) {
            case 0 -> client.ask(operation).get();
            case 1 -> client.ask(operation, Map.of("node", arguments[0])).get();
            default ->
                client.ask(
                                operation,
                                Map.of(
                                        "node",
                                        CONTACTS,
                                        "id",
                                        arguments[0],
                                        "payload",
                                        arguments[1],
                                        "key",
                                        arguments[2]))
                        .get();
        };
    }

    private static String contact(String name, String jid) {
        return "<contact xmlns='urn:xmpp:contacts:0' name='" + name + "'><identity type='jid'>" + jid
                + "</identity></contact>";
    }

    private void awaitOnBoth(String... names) {
        for (Machine machine : List.of(laptop, phone)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(machine.names()).containsExactlyInAnyOrder(names));
        }
    }

    private static List<String> until(Client client, String what) throws InterruptedException {
        List<String> events = new ArrayList<>();
        while (events.isEmpty() || !events.get(events.size() - 1).contains(what)) {
            String event = client.events().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(event).as("after %s", events).isNotNull();
            events.add(event);
        }
        return events;
    }

    @Test
    @Order(1)
    void itIsToldTheSecretsAndReadsWhatTheDevicesWrite() {
        laptop.run("add", "--name", "Nurse Angelica", "--jid", "nurse@example.org")
                .ok();
        phone.run("add", "--name", "Romeo", "--jid", "romeo@example.org").ok();
        awaitOnBoth("Nurse Angelica", "Romeo");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("secrets")).contains(CONTACTS + " ", "urn:xmpp:contacts-groups "));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("read", CONTACTS))
                        .contains("Nurse Angelica", "romeo@example.org", "<reserved "));
        assertThat(ask("items", CONTACTS)).contains(":encrypted ").doesNotContain("Nurse", "<contact");
    }

    @Test
    @Order(2)
    void whatItEncryptsIsAContactOnEveryDevice() {
        ask("write", "xA7tVbbHjTIu9Cf1yB8uWcc", contact("Mercutio", "mercutio@example.org"), "");
        awaitOnBoth("Mercutio", "Nurse Angelica", "Romeo");
        JsonObject there = phone.json("show", "mercutio@example.org").getAsJsonObject();
        assertThat(there.get("id").getAsString()).isEqualTo("xA7tVbbHjTIu9Cf1yB8uWcc");
    }

    @Test
    @Order(3)
    void underASecretOfItsOwnToo() {
        String own = ask("share", CONTACTS);
        // the account answers when it has taken it, with what it takes it for
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ask("secrets")).contains(own + " revoked"));
        ask("write", "yB8uWccIkUJv0DgxA7tVbbH", contact("Benvolio", "benvolio@example.org"), own);
        awaitOnBoth("Benvolio", "Mercutio", "Nurse Angelica", "Romeo");
        assertThat(ask("read", CONTACTS)).contains("Benvolio").doesNotContain(own);
    }

    @Test
    @Order(4)
    void itHearsOfNewSecretsAndGoesOnWithThem() {
        String before = ask("secrets");
        phone.run("device", "rotate").ok();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("secrets").lines().filter(line -> !line.endsWith(" revoked")))
                        .hasSize(2)
                        .doesNotContainAnyElementsOf(before.lines().toList()));
        ask("write", "zC9vXddJlVKw1EhyB8uWccI", contact("Rosaline", "rosaline@example.org"), "");
        phone.run("edit", "romeo@example.org", "--name", "Romeo Montague").ok();
        awaitOnBoth("Benvolio", "Mercutio", "Nurse Angelica", "Romeo Montague", "Rosaline");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("read", CONTACTS)).contains("Romeo Montague", "Rosaline"));
    }

    @Test
    @Order(5)
    void withoutAnApprovedCertificateNothingIsTold() throws InterruptedException {
        Account plain = ClientsIT.account(laptop, PORT, "plain");
        try (Client other = LinesClient.openpgp(command -> lan.on(1, command))) {
            other.login(plain, "plain", List.of(CONTACTS)).get();
            other.ask("available").get();
            // the last item is the last that a presence brings
            assertThat(until(other, CONTACTS)).noneMatch(event -> event.contains("urn:xmpp:openpgp:0\""));
            assertThat(other.ask("read", Map.of("node", CONTACTS)).ok()).isFalse();
        }
        laptop.run("token", "rm", "gnupg").ok();
        await().atMost(PATIENCE)
                .until(() -> client.events().stream().anyMatch(event -> event.contains("disconnected")));
        assertThat(client.login(account, "again", List.of()).ok()).isFalse();
    }
}
