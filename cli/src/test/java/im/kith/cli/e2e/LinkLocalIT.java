package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three people on a LAN without any server: two with kith, of accounts of their own, and one with libpurple's Bonjour. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkLocalIT {

    private static final String PORT = "5222";
    private static final Pattern ANSWER = Pattern.compile("<iq [^>]*(/>|(?<!/)>.*?</iq>)", Pattern.DOTALL);

    private final AtomicInteger ids = new AtomicInteger();
    private Lan lan;
    private Machine juliet;
    private Machine romeo;
    private AvahiHost cafe;
    private Talker julietsClient;
    private Talker romeosClient;
    private Talker mercutio;
    private String romeosXid;

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }

    @BeforeAll
    void everybodyComes(@TempDir Path directory) throws Exception {
        lan = Lan.up("ll", 3);
        juliet = Machine.on(lan, 1, directory);
        romeo = Machine.on(lan, 2, directory);
        juliet.run("init", "--name", "Balcony", "--jid", "juliet@capulet.example")
                .ok();
        juliet.run("add", "--name", "Nurse Angelica", "--jid", "nurse@capulet.example")
                .ok();
        romeosXid = ((JsonObject) romeo.json("init", "--name", "Orchard"))
                .get("account")
                .getAsString();
        julietsClient = goOnline(juliet, 1, "juliet@capulet.example");
        romeosClient = goOnline(romeo, 2, romeosXid);
        cafe = new AvahiHost(lan, 3, "verona", directory);
        mercutio = cafe.start(
                "python3",
                Talker.CLIENTS.resolve("bonjour.py").toString(),
                directory.resolve("purple").toString(),
                "mercutio");
    }

    private Talker goOnline(Machine machine, int host, String account) {
        String token =
                ((JsonObject) machine.json("token", "add", "raw")).get("token").getAsString();
        machine.run("up", "--xmpp", PORT, "--link-local").ok();
        return new Talker(
                lan.on(
                        host,
                        List.of(
                                "python3",
                                Talker.CLIENTS.resolve("raw_stream.py").toString(),
                                PORT,
                                account,
                                token)),
                Map.of());
    }

    @AfterAll
    void everybodyGoes() {
        Stream.of(julietsClient, romeosClient).forEach(Talker::close);
        cafe.close();
        Stream.of(juliet, romeo).forEach(machine -> machine.run("down"));
        lan.close();
    }

    private String romeosName() {
        return romeosXid.substring(0, 12) + "@orchard";
    }

    /** What comes back for a request, as text. */
    private String ask(Talker client, String to, String child) {
        String id = "q" + ids.incrementAndGet();
        client.tell("<iq type='get' id='" + id + "' to='" + to + "'>" + child + "</iq>");
        soon().until(() -> answer(client, id).length() > 0);
        return answer(client, id);
    }

    /** The answer to the request with this id, once the whole of it is there. */
    private static String answer(Talker client, String id) {
        return ANSWER.matcher(client.said())
                .results()
                .map(MatchResult::group)
                .filter(text -> text.contains("id='" + id + "'"))
                .findFirst()
                .orElse("");
    }

    /** Waits until {@code client} has been told this; one part of it may come after the other. */
    private static void awaitSaid(Talker client, String... what) {
        soon().untilAsserted(() -> assertThat(client.said()).contains(what));
    }

    private static String items(String node) {
        return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='" + node + "'/></pubsub>";
    }

    @Test
    void twoAccountsSeeEachOtherAndWhatIsOpenAndNoContacts() {
        soon().until(() -> julietsClient.said().contains("<presence from='" + romeosName() + "'"));
        soon().until(() -> romeosClient.said().contains("<presence from='juliet@balcony'"));
        assertThat(juliet.json("status").toString()).contains("\"linkLocal\":[\"juliet@balcony\"]");

        String info = ask(romeosClient, "juliet@balcony", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
        assertThat(info).contains("urn:xmpp:contacts:0", "urn:xmpp:openpgp:pubsub:0");
        assertThat(ask(romeosClient, "juliet@balcony", items("urn:xmpp:contacts")))
                .contains("closed-node");
        assertThat(ask(romeosClient, "juliet@balcony", "<query xmlns='http://jabber.org/protocol/disco#items'/>"))
                .contains("type='result'")
                .doesNotContain("urn:xmpp:contacts");
        assertThat(ask(julietsClient, romeosName(), items("urn:xmpp:xid"))).contains(romeosXid, "id='current'");
        assertThat(romeosClient.said()).doesNotContain("Angelica", "nurse@");
    }

    @Test
    void aMessageGoesFromOneAccountsSoftwareToTheOthers() {
        soon().until(() -> julietsClient.said().contains("<presence from='" + romeosName() + "'"));
        soon().until(() -> romeosClient.said().contains("<presence from='juliet@balcony'"));
        romeosClient.tell("<message type='chat' to='juliet@balcony'><body>By whose direction</body></message>");
        soon().until(() -> julietsClient.said().contains("By whose direction"));
        assertThat(julietsClient.said()).contains("<message from='" + romeosXid + "'");
        julietsClient.tell("<message type='chat' to='" + romeosXid + "'><body>Good pilgrim</body></message>");
        soon().until(() -> romeosClient.said().contains("Good pilgrim"));
        assertThat(romeosClient.said()).contains("<message from='juliet@balcony'");
        julietsClient.tell("<message type='chat' id='m9' to='tybalt@rapier'><body>?</body></message>");
        awaitSaid(julietsClient, "id='m9'", "service-unavailable");
    }

    @Test
    void libpurplesUserTalksWithKithsBothWays() {
        awaitSaid(mercutio, "buddy juliet@balcony alias juliet");
        awaitSaid(julietsClient, "<presence from='mercutio@verona'");

        mercutio.tell("juliet@balcony A plague o' both your houses");
        soon().until(() -> julietsClient.said().contains("both your houses"));
        assertThat(julietsClient.said()).contains("<message from='mercutio@verona'");

        julietsClient.tell("<message type='chat' to='mercutio@verona'><body>Good night</body></message>");
        soon().until(() -> mercutio.said().contains("message juliet@balcony Good night"));

        romeosClient.tell("<message type='chat' to='mercutio@verona'><body>Courage, man</body></message>");
        soon().until(() -> mercutio.said().contains("message " + romeosName() + " Courage, man"));
    }

    @Test
    void avahiSeesUsAndWeSeeWhatAvahiPublishes() {
        Talker browse = cafe.start("avahi-browse", "-rp", "_presence._tcp");
        soon().untilAsserted(() -> assertThat(browse.said())
                .containsPattern("=;eth0;IPv4;juliet.064balcony;.*;[0-9a-f]{32}.local;10.77.0.1;[0-9]+;")
                .contains("\"jid=juliet@capulet.example\"", "\"txtvers=1\"", "\"nick=juliet\"", "\"hash=sha-1\""));
        assertThat(browse.said()).doesNotContain("Angelica");
        String gone = "<presence from='paris@county' to='juliet@capulet.example' type='unavailable'/>";
        Talker paris = cafe.start(
                "avahi-publish",
                "-s",
                "paris@county",
                "_presence._tcp",
                "5299",
                "txtvers=1",
                "status=away",
                "msg=Waiting");
        try (paris) {
            awaitSaid(julietsClient, "<presence from='paris@county'", "<show>away</show><status>Waiting</status>");
            // avahi keeps back the good-bye of what it announced half a second ago
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !julietsClient.said().contains(gone));
        }
        soon().until(() -> julietsClient.said().contains(gone));
    }
}
