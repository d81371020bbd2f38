package im.kith.transport.attack;

import static im.kith.transport.attack.Victim.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.account.DeviceId;
import im.kith.core.clock.Hlc;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.SharedSecret;
import im.kith.core.replica.Dot;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionVector;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member with a program of its own, against the versions that the others hold.
 *
 * <p>After each attack an honest device connects, and both hold what they had and what they write then.
 */
@Timeout(180)
class MemberAttackTest {

    @TempDir
    private Path directory = Path.of("");

    private final List<Victim> honest = new ArrayList<>();
    private Victim laptop;
    private Victim phone;
    private MaliciousMember mallory;

    @BeforeEach
    void start() throws Exception {
        laptop = Victim.found(directory, "laptop");
        honest.add(laptop);
        phone = laptop.admit(directory, "phone");
        honest.add(phone);
        mallory = MaliciousMember.admittedBy(laptop);
        laptop.add("juliet");
        laptop.connect();
    }

    @AfterEach
    void close() throws Exception {
        for (Victim each : honest) {
            each.close();
        }
    }

    /** The laptop lives on: the phone connects, and what either has and writes is on both. */
    private void assertUnharmed(String... others) throws Exception {
        phone.add("nurse");
        phone.connect(laptop.address());
        laptop.add("romeo");
        List<String> all = new ArrayList<>(List.of("juliet", "nurse", "romeo"));
        all.addAll(List.of(others));
        all.sort(null);
        laptop.shows(all.toArray(String[]::new));
        phone.shows(all.toArray(String[]::new));
        laptop.restart();
        assertThat(laptop.names()).isEqualTo(all);
    }

    private Frame.Chunk chunk(Version... versions) {
        return new Frame.Chunk(List.of(versions));
    }

    private Frame.Done done(VersionVector knowledge) {
        return new Frame.Done(knowledge, Bytes.EMPTY, Bytes.wrap(new byte[32]));
    }

    @Test
    void aVersionInTheNameOfAnotherIsRefusedWithAllThatFollows() throws Exception {
        Dot forged = new Dot(phone.replica(), 1);
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(
                    mallory.version(1, "before", mallory.card("before")),
                    mallory.version(forged, "forged", VersionVector.EMPTY, Hlc.at(Instant.now()), mallory.card("x")),
                    mallory.version(2, "after", mallory.card("after"))));
            talk.sayIfPossible(done(VersionVector.of(Map.of(phone.replica(), 100L))));
            assertThat(talk.farewell()).startsWith("PROTOCOL bad signature at " + phone.replica());
        }
        assertThat(laptop.kith()
                        .call(device -> device.replica().state().knowledge())
                        .get(phone.replica()))
                .isZero();
        assertUnharmed("before");
    }

    @Test
    void aVersionByNobodyOrWithAChangedOctetIsRefused() throws Exception {
        DeviceId nobody = new DeviceId(Bytes.sha256(Bytes.utf8("nobody")));
        Dot dot = new Dot(ReplicaId.of(nobody, Bytes.hex("00000001")), 1);
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(
                    mallory.version(dot, "forged", VersionVector.EMPTY, Hlc.at(Instant.now()), mallory.card("x"))));
            assertThat(talk.farewell()).startsWith("PROTOCOL unknown author of");
        }
        Version good = mallory.version(1, "forged", mallory.card("x"));
        byte[] signature = good.signature().toArray();
        signature[7] ^= 1;
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(Version.parse(good.headerOctets(), good.payload(), Bytes.wrap(signature))));
            assertThat(talk.farewell()).startsWith("PROTOCOL bad signature");
        }
        assertUnharmed();
    }

    @Test
    void twoContentsForOneDotAreBothKeptAndTold() throws Exception {
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(
                    mallory.version(1, "one", mallory.card("eve")), mallory.version(1, "two", mallory.card("eva"))));
            laptop.shows("eva", "eve", "juliet");
            assertThat(talk.isOver()).isFalse();
        }
        await().atMost(PATIENCE).until(() -> laptop.warnings().contains("dot-reused"));
        assertUnharmed("eva", "eve");
    }

    @Test
    void aContextOfWritesThatDoNotExistCostsAReplicaIdAndNothingElse() throws Exception {
        ReplicaId before = laptop.replica();
        VersionVector lie = VersionVector.of(Map.of(before, Dot.MAX_SEQUENCE, phone.replica(), Dot.MAX_SEQUENCE));
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(mallory.version(
                    new Dot(mallory.replica, 1), "liar", lie, Hlc.at(Instant.now()), mallory.card("liar"))));
            assertThat(talk.farewell()).startsWith("RESTART");
        }
        await().atMost(PATIENCE).until(() -> !laptop.replica().equals(before));
        assertThat(laptop.warnings()).contains("replica-changed");
        assertUnharmed("liar");
    }

    @Test
    void knowledgeThatNobodyHasIsFoundOutByTheDigests() throws Exception {
        phone.add("mercutio");
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(done(VersionVector.of(Map.of(phone.replica(), 1_000L))));
            await().atMost(PATIENCE)
                    .until(() -> laptop.kith()
                                    .call(device -> device.replica().state().knowledge())
                                    .get(phone.replica())
                            == 1_000L);
        }
        assertUnharmed("mercutio");
    }

    @Test
    void knowledgeBeyondAllBoundsCostsTheConnection() throws Exception {
        for (long sequence : new long[] {1L << 60, Dot.MAX_SEQUENCE + 1, -1L, 0L}) {
            try (Conversation talk = mallory.data(laptop)) {
                talk.tls.sendOctets(RawFrames.done(phone.replica(), sequence));
                assertThat(talk.farewell()).as("sequence %d", sequence).startsWith("PROTOCOL");
            }
        }
        assertThat(laptop.kith()
                        .call(device -> device.replica().state().knowledge())
                        .get(phone.replica()))
                .isZero();
        assertUnharmed();
    }

    @Test
    void aHelloBeyondTheLimitsCostsTheConnection() throws Exception {
        try (Conversation talk = mallory.talk(laptop)) {
            talk.tls.sendOctets(RawFrames.helloWithRanges(mallory.hello(), DotSet.MAX_RANGES + 1));
            assertThat(talk.farewell()).startsWith("PROTOCOL");
        }
        try (Conversation talk = mallory.talk(laptop)) {
            talk.tls.sendOctets(RawFrames.helloWithRanges(mallory.hello(), DotSet.MAX_RANGES));
            talk.await(Frame.LedgerIds.class);
        }
        assertUnharmed();
    }

    @Test
    void aReadingOfTheYear2500IsTakenAndMovesNoClock() throws Exception {
        Hlc future = Hlc.at(Instant.parse("2500-01-01T00:00:00Z"));
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(mallory.version(
                    new Dot(mallory.replica, 1), "future", VersionVector.EMPTY, future, mallory.card("future"))));
            laptop.shows("future", "juliet");
        }
        Hlc clock = laptop.kith().call(device -> device.replica().state().clock());
        assertThat(clock.instant()).isBefore(Instant.now().plusSeconds(3600));
        assertUnharmed("future");
    }

    @Test
    void aReadingBeyondTheLimitIsRefused() throws Exception {
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(mallory.version(
                    new Dot(mallory.replica, 1),
                    "late",
                    VersionVector.EMPTY,
                    Hlc.of(1L << 47, 0),
                    mallory.card("late"))));
            assertThat(talk.farewell()).startsWith("PROTOCOL clock reading");
        }
        assertUnharmed();
    }

    @Test
    void bombsAreKeptAsideAndTheOthersShown() throws Exception {
        SharedSecret secret = mallory.secret(ContactsXml.CONTACTS_NODE);
        List<Bytes> bombs = List.of(
                HostileItems.compressionBomb(secret, 64 << 20),
                HostileItems.argonBomb(),
                HostileItems.stretchingBomb(128),
                HostileItems.stretchingBomb(1),
                Bytes.utf8("no message at all"),
                mallory.encrypt(HostileItems.entityBomb()),
                mallory.encrypt(HostileItems.externalEntity()),
                mallory.encrypt(HostileItems.nested(10_000)),
                mallory.encrypt(HostileItems.attributes(1_000)),
                mallory.encrypt(Bytes.wrap(new byte[200_000])));
        try (Conversation talk = mallory.data(laptop)) {
            List<Version> versions = new ArrayList<>();
            for (Bytes bomb : bombs) {
                versions.add(mallory.version(versions.size() + 1, "bomb" + versions.size(), bomb));
            }
            versions.add(mallory.version(versions.size() + 1, "good", mallory.card("good")));
            talk.say(new Frame.Chunk(versions));
            laptop.shows("good", "juliet");
            assertThat(talk.isOver()).isFalse();
        }
        int problems = laptop.kith().call(device -> device.book().problems().size());
        assertThat(problems).isEqualTo(bombs.size());
        assertUnharmed("good");
    }

    @Test
    void aContactWithMoreIdentitiesThanAnybodyHasIsShownAndCanBeLivedWith() throws Exception {
        Bytes crowd = mallory.encrypt(HostileItems.identities(4_000));
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk(mallory.version(1, "crowd", crowd)));
            laptop.shows("crowd", "juliet");
        }
        assertUnharmed("crowd");
    }

    @Test
    void framesSentAgainChangeNothing() throws Exception {
        Frame.Chunk chunk = chunk(mallory.version(1, "once", mallory.card("once")));
        try (Conversation talk = mallory.data(laptop)) {
            talk.say(chunk);
            laptop.shows("juliet", "once");
            int size = laptop.kith().call(device -> device.replica().size());
            for (int i = 0; i < 100; i++) {
                talk.say(chunk);
            }
            talk.say(chunk(mallory.version(2, "twice", mallory.card("twice"))));
            laptop.shows("juliet", "once", "twice");
            int after = laptop.kith().call(device -> device.replica().size());
            assertThat(after).isEqualTo(size + 1);
        }
        assertUnharmed("once", "twice");
    }

    @Test
    void framesSentBackCostTheConnection() throws Exception {
        try (Conversation talk = mallory.talk(laptop)) {
            talk.say(talk.await(Frame.Hello.class));
            assertThat(talk.farewell()).startsWith("PROTOCOL the hello of another device");
        }
        try (Conversation talk = mallory.data(laptop)) {
            Frame.Chunk own = talk.await(Frame.Chunk.class);
            Frame.Done done = talk.await(Frame.Done.class);
            talk.say(own);
            talk.say(done);
            talk.say(chunk(mallory.version(1, "echo", mallory.card("echo"))));
            laptop.shows("echo", "juliet");
            talk.say(talk.await(Frame.Hello.class));
            assertThat(talk.farewell()).startsWith("PROTOCOL a second hello");
        }
        assertThat(laptop.warnings()).doesNotContain("dot-reused", "replica-changed");
        assertUnharmed("echo");
    }
}
