package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.cli.clients.Account;
import im.kith.cli.clients.Client;
import im.kith.cli.clients.Everyday;
import im.kith.cli.clients.LinesClient;
import im.kith.cli.clients.Profanity;
import im.kith.cli.clients.Prosody;
import im.kith.cli.e2e.Commands.Result;
import im.kith.core.openpgp.DeviceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

/** Programs as people have them, Profanity and go-sendxmpp, on two devices of one account without a server in between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProgramsIT {

    private static final int PORT = 5222;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DEVICES = "eu.siacs.conversations.axolotl.devicelist";
    private static final String KEYS = "urn:xmpp:openpgp:0:public-keys";
    private static final String AVATAR = "urn:xmpp:avatar:metadata";
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private final DeviceKey key = DeviceKey.generate("juliet@capulet.lit", Instant.now(), new SecureRandom());
    private Path directory;
    private Path picture;
    private Path certificate;
    private Lan lan;
    private Machine laptop;
    private Machine phone;
    private Account onLaptop;
    private Account onPhone;
    private Client watcher;
    private Profanity here;
    private Profanity there;

    @BeforeAll
    void programsOnBoth(@TempDir Path directory) throws IOException {
        this.directory = directory;
        picture = Files.write(directory.resolve("pixel.png"), PIXEL);
        certificate = Files.write(
                directory.resolve("key"), key.certificate().encoded().toArray());
        Files.createDirectory(directory.resolve("go"));
        lan = Lan.up("prog", 2);
        lan.loopback(1);
        lan.loopback(2);
        laptop = Machine.on(lan, 1, directory);
        phone = Machine.on(lan, 2, directory);
        laptop.run("init", "--name", "laptop", "--jid", "juliet@capulet.lit").ok();
        laptop.run("up", "--xmpp", String.valueOf(PORT)).ok();
        laptop.pair(phone, "phone");
        phone.run("up", "--xmpp", String.valueOf(PORT)).ok();
        onPhone = ClientsIT.account(phone, PORT, "programs");
        onLaptop = ClientsIT.account(laptop, PORT, "programs");
        watcher = LinesClient.slixmpp(on(2));
        watcher.login(onPhone, "watcher", List.of(DEVICES, KEYS, AVATAR)).get();
        watcher.ask("available").get();
        there = start(2, onPhone, "there", "disable");
        here = start(1, onLaptop, "here", "trust");
    }

    private Profanity start(int host, Account account, String resource, String tls) throws IOException {
        return Profanity.start(on(host), directory.resolve(resource), account, resource, tls);
    }

    private UnaryOperator<List<String>> on(int host) {
        return command -> lan.on(host, command);
    }

    @AfterAll
    void takeDown() {
        here.close();
        there.close();
        watcher.close();
        List.of(laptop, phone).forEach(machine -> machine.run("down"));
        lan.close();
    }

    @Test
    @Order(1)
    void whatIsTypedOnOneDeviceIsHeardOfOnTheOther() {
        here.type("/mood set happy \"in the orchard\"");
        there.awaitLog("RECV: .*<happy/>.*in the orchard");
        here.type("/avatar set " + picture);
        assertThat(Everyday.awaitEvent(watcher, AVATAR)).contains(":info ", "bytes=");
        assertThat(watcher.ask("avatar-get").get()).matches("([0-9a-f]{40}) \\1");
        here.type("/ox announce " + certificate);
        String fingerprint = key.certificate().fingerprint().toHex().toUpperCase(Locale.ROOT);
        assertThat(Everyday.awaitEvent(watcher, fingerprint)).contains(KEYS);
        there.type("/ox discover juliet@capulet.lit", "RECV: .*" + fingerprint);
        there.type("/ox request juliet@capulet.lit " + fingerprint, "RECV: .*<pubkey .*<data");
        here.type("/bookmark add theplay@conference.capulet.lit", "RECV: <iq .*type=\"result\"");
        // where the clients of today look, and then where Profanity does, once when it comes
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(watcher.ask("bookmarks").get()).contains("theplay@conference.capulet.lit"));
        there.type("/disconnect", "XMPP_CONN_DISCONNECT");
        there.type("/connect it");
        there.awaitLog("RECV: .*theplay@conference.capulet.lit");
    }

    @Test
    @Order(2)
    void omemoDevicesFindEachOther() {
        String first = omemo(here);
        String second = omemo(there);
        // as with a server: Profanity joins a list that is there
        watcher.ask("omemo", Map.of("ids", List.of("12345"))).get();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(watcher.ask("omemo-get").get().split(" "))
                        .containsExactlyInAnyOrder("12345", first, second));
        here.awaitLog("RECV: .*bundles:" + second + "\".*<identityKey>");
        there.awaitLog("RECV: .*bundles:" + first + "\".*<identityKey>");
    }

    private static String omemo(Profanity program) {
        return program.type("/omemo gen", "SENT: .*bundles:([0-9]+)\"");
    }

    @Test
    @Order(3)
    void aProgramInGoFindsOnOneDeviceTheKeyThatItPublishedOnTheOther() {
        Result made = goSendxmpp(1, "", "--ox-genprivkey-x25519");
        assertThat(made.err()).doesNotContainIgnoringCase("error");
        Everyday.awaitEvent(watcher, KEYS);
        List<String> listening = go(2, "--ox", "--listen");
        try (Talker listener = new Talker(listening, Map.of("HOME", goHome()))) {
            // nothing is kept for one who is not there yet
            await().atMost(PATIENCE).untilAsserted(() -> {
                goSendxmpp(2, "hello myself\n", "--ox", "juliet@capulet.lit");
                assertThat(listener.said()).contains("[OX] juliet@capulet.lit: hello myself");
            });
        }
    }

    private Result goSendxmpp(int host, String input, String... arguments) {
        return Commands.run(go(host, arguments), Map.of("HOME", goHome()), input)
                .ok();
    }

    private List<String> go(int host, String... arguments) {
        Account account = host == 1 ? onLaptop : onPhone;
        List<String> command = new ArrayList<>(List.of(
                "go-sendxmpp",
                "--no-tls-verify",
                "--username=" + account.jid(),
                "--password=" + account.password(),
                "--jserver=" + Account.HOST + ":" + account.port(),
                "--ox-passphrase=its own"));
        command.addAll(List.of(arguments));
        return lan.on(host, command);
    }

    private String goHome() {
        return directory.resolve("go").toString();
    }

    @Test
    @Order(4)
    void whatIsTypedOnBothSidesOfACutIsThereAfterwards() {
        lan.unplug(2);
        here.type("/mood set sad \"it is the lark\"", "RECV: .*<sad/>");
        there.type("/bookmark add orchard@conference.capulet.lit", "RECV: <iq .*type=\"result\"");
        lan.plug(2);
        there.awaitLog("RECV: .*<sad/>.*it is the lark");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(laptop.json("node", "items", "urn:xmpp:bookmarks:1")
                                .toString())
                        .contains("orchard@conference.capulet.lit"));
        here.type("/disconnect", "XMPP_CONN_DISCONNECT");
        here.type("/connect it");
        here.awaitLog("RECV: .*orchard@conference.capulet.lit");
    }

    @Test
    @Order(5)
    void itComesBackByItselfToADaemonThatWasKilled() {
        laptop.kill();
        here.awaitLog("Lost connection");
        there.type("/mood set calm \"the nightingale\"", "RECV: .*<calm/>");
        laptop.run("up", "--xmpp", String.valueOf(PORT)).ok();
        here.awaitLogin();
        here.awaitLog("RECV: .*<calm/>.*the nightingale");
    }

    @Test
    void itIsRefusedWhatProsodyRefusesAndBesidesTheRosterAndBlocking() throws IOException {
        Map<String, String> here;
        Map<String, String> there;
        Path home = Files.createDirectory(directory.resolve("alone"));
        try (Prosody prosody = Prosody.start(Files.createDirectory(home.resolve("prosody")), "programs");
                Profanity program = Profanity.start(
                        UnaryOperator.identity(),
                        home.resolve("theirs"),
                        prosody.account("programs"),
                        "one",
                        "disable")) {
            there = evening(program, prosody.account("programs").jid());
        }
        Machine alone = new Machine(home, UnaryOperator.identity());
        alone.run("init", "--jid", "juliet@capulet.lit").ok();
        int port = alone.upForSoftware();
        try (Profanity program = Profanity.start(
                UnaryOperator.identity(),
                home.resolve("ours"),
                ClientsIT.account(alone, port, "p"),
                "one",
                "disable")) {
            here = evening(program, "juliet@capulet.lit");
        } finally {
            alone.down();
        }
        Map<String, String> expected = new HashMap<>(there);
        expected.put("urn:xmpp:blocking", "service-unavailable");
        expected.put("jabber:iq:roster", "feature-not-implemented");
        assertThat(here).isEqualTo(expected);
        assertThat(there).containsEntry("http://jabber.org/protocol/pubsub " + DEVICES, "item-not-found");
    }

    /** What a user may type of an evening; what of it was refused. */
    private Map<String, String> evening(Profanity program, String jid) {
        program.type("/omemo gen", "RECV: .*bundles:");
        program.type("/avatar set " + picture, "RECV: .*urn:xmpp:avatar:metadata");
        program.type("/ox announce " + certificate, "RECV: .*node=\"urn:xmpp:openpgp:0:public-keys\"");
        program.type("/ox discover " + jid, "RECV: .*<public-keys-list");
        program.type("/bookmark add theplay@conference.capulet.lit", "RECV: <iq .*type=\"result\"");
        program.type("/bookmark list");
        program.type("/roster add romeo@capulet.lit Romeo", "RECV: <iq .*type=\"(result|error)\"");
        program.type("/mood set happy hello", "RECV: .*<happy/>");
        program.type("/status set away", "RECV: .*<show>away");
        program.type("/carbons on", "RECV: <iq .*type=\"result\"");
        program.type("/disco info " + jid, "RECV: .*pubsub#publish");
        program.type("/disco items capulet.lit", "RECV: .*disco#items");
        program.type("/lastactivity get capulet.lit", "RECV: .*service-unavailable");
        program.type("/msg " + jid + " remember the milk", "RECV: .*remember the milk");
        program.type("/ping", "RECV: <iq .*type=\"result\"");
        return program.refused();
    }
}
