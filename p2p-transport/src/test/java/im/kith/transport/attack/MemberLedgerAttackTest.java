package im.kith.transport.attack;

import static im.kith.transport.attack.Victim.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import im.kith.core.account.AdmissionRequest;
import im.kith.core.account.DeviceId;
import im.kith.core.account.DeviceKeys;
import im.kith.core.account.Ledger;
import im.kith.core.account.LedgerLimits;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.clock.Hlc;
import im.kith.core.device.Founding;
import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Frame;
import im.kith.core.xml.XmlReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member with a program of its own, against the ledger and by way of it. */
@Timeout(300)
class MemberLedgerAttackTest extends HonestDevices {

    private static final int FLOOD = 100_000;
    private static final int BATCH = 4_000;

    private final Hlc now = Hlc.at(Instant.now());
    private MaliciousMember mallory;

    @BeforeEach
    void start() throws Exception {
        mallory = MaliciousMember.admittedBy(laptop);
        laptop.connect();
    }

    private List<Bytes> held() throws Exception {
        return laptop.kith().call(device -> device.ledger().ids());
    }

    private void state(Conversation talk, Statement... statements) throws Exception {
        talk.say(new Frame.LedgerStatements(List.of(statements), false));
    }

    /** Waits until the laptop has dealt with all that was said before. */
    private void settle(Conversation talk, long sequence) throws Exception {
        talk.say(new Frame.Chunk(List.of(mallory.version(sequence, "mark" + sequence, Bytes.utf8("mark")))));
        await().atMost(PATIENCE.multipliedBy(4))
                .until(() -> laptop.kith()
                                .call(device -> device.replica().live(MaliciousMember.contact("mark" + sequence)))
                                .size()
                        == 1);
    }

    @Test
    void aHundredThousandStatementsLeaveThoseOfTheLimitAndRoomForTheOthers() throws Exception {
        Ledger mine = mallory.ledger();
        int before = held().size();
        try (Conversation talk = mallory.data(laptop)) {
            for (int i = 0; i < FLOOD; i += BATCH) {
                List<Statement> some = new ArrayList<>();
                for (int j = i; j < i + BATCH; j++) {
                    StatementBody body = new StatementBody.Unknown(99, Bytes.utf8("flood " + j));
                    some.add(mine.state(body, now, mallory.identity.signer()));
                }
                talk.say(new Frame.LedgerStatements(some, false));
            }
            settle(talk, 1);
            assertThat(talk.isOver()).isFalse();
        }
        assertThat(held()).hasSize(before + LedgerLimits.ORDINARY);
        assertUnharmed();
        DeviceId phoneId = phone.id();
        laptop.kith().call(device -> {
            device.rename(phoneId, "renamed");
            return true;
        });
        await().atMost(PATIENCE)
                .until(() -> phone.kith()
                        .call(device -> device.ledger()
                                .device(phoneId)
                                .orElseThrow()
                                .name()
                                .equals("renamed")));
    }

    @Test
    void statementsOutOfScopeAreNotTakenAndUnknownKindsHaveNoEffect() throws Exception {
        List<Bytes> before = held();
        Founding elsewhere = Founding.found("elsewhere", Optional.empty(), Instant.now(), Victim.RANDOM);
        Statement foreign = elsewhere.first().statements().get(0);
        Ed25519Signer strangersKey = Ed25519Signer.generate(Victim.RANDOM);
        StatementBody rename = new StatementBody.Rename(laptop.id(), "owned");
        Statement inLaptopsName = mallory.ledgerOf(laptop.id()).state(rename, now, mallory.identity.signer());
        DeviceId nobody = new DeviceId(Bytes.sha256(Bytes.utf8("nobody")));
        Statement byNobody = mallory.ledgerOf(nobody).state(rename, now, strangersKey);
        Statement unsigned = mallory.ledger().state(rename, now, strangersKey);
        Statement garbage = new Statement(Bytes.utf8("garbage"), Bytes.wrap(new byte[64]));
        Statement later = mallory.ledger()
                .state(new StatementBody.Unknown(77, Bytes.utf8("of a later release")), now, mallory.identity.signer());
        try (Conversation talk = mallory.data(laptop)) {
            state(talk, foreign, inLaptopsName, byNobody, unsigned, garbage, later);
            settle(talk, 1);
            assertThat(talk.isOver()).isFalse();
        }
        assertThat(held()).containsAll(before).hasSize(before.size() + 1).contains(later.id());
        String name = laptop.kith()
                .call(device ->
                        device.ledger().device(device.me()).orElseThrow().name());
        assertThat(name).isEqualTo("laptop");
        assertUnharmed();
    }

    /** A device that is nothing but keys. */
    private Statement admitted(String name, Bytes tlsKeyHash, Ed25519Signer signer) throws Exception {
        DeviceKeys keys = new DeviceKeys(
                Bytes.utf8("no certificate"), Bytes.sha256(Bytes.utf8(name)).first(20), tlsKeyHash, signer.publicKey());
        AdmissionRequest request = AdmissionRequest.create(mallory.account, keys, name, signer);
        return mallory.ledger().admit(request, now, mallory.identity.signer());
    }

    @Test
    void accomplicesWithoutACertificateKeepNobodyFromMakingSecrets() throws Exception {
        List<Statement> accomplices = new ArrayList<>();
        for (int i = 0; i < LedgerLimits.DEVICES_TAKEN + 10; i++) {
            Bytes tls = Bytes.sha256(Bytes.utf8("tls " + i));
            accomplices.add(admitted("accomplice " + i, tls, Ed25519Signer.generate(Victim.RANDOM)));
        }
        try (Conversation talk = mallory.data(laptop)) {
            state(talk, accomplices.toArray(Statement[]::new));
            settle(talk, 1);
        }
        int members = laptop.kith().call(device -> device.ledger().members().size());
        assertThat(members).isEqualTo(LedgerLimits.DEVICES_TAKEN);
        String node = "urn:xmpp:bookmarks:1";
        laptop.kith()
                .call(device -> device.pubsub()
                        .publish(
                                node,
                                Optional.of("room@example.org"),
                                XmlReader.read("<conference xmlns='urn:xmpp:bookmarks:1' name='Room'/>")));
        assertUnharmed();
        await().atMost(PATIENCE)
                .until(() -> phone.kith()
                        .call(device ->
                                device.pubsub().item(node, "room@example.org").isPresent()));
    }

    @Test
    void aDeviceUnderAnothersTlsKeyDoesNotKeepThatOut() throws Exception {
        DeviceId honest = phone.id();
        Bytes key = phone.kith()
                .call(device ->
                        device.ledger().device(honest).orElseThrow().keys().tlsKeyHash());
        // one with a smaller id than the phone's, which would be taken for the phone
        Statement squatter = null;
        while (squatter == null) {
            Ed25519Signer signer = Ed25519Signer.generate(Victim.RANDOM);
            Statement admission = admitted("squatter", key, signer);
            Ledger with =
                    mallory.ledger().receive(List.of(admission), mallory.id).ledger();
            if (!with.byTlsKey(key).get(0).id().equals(honest)) {
                squatter = admission;
            }
        }
        try (Conversation talk = mallory.data(laptop)) {
            state(talk, squatter);
            settle(talk, 1);
        }
        int holders = laptop.kith().call(device -> device.ledger().byTlsKey(key).size());
        assertThat(holders).isEqualTo(2);
        assertUnharmed();
        assertThat(laptop.network().connected()).containsOnlyKeys(honest);
        // and when the laptop dials
        phone.restart();
        phone.connect();
        laptop.restart();
        laptop.connect(phone.address());
        laptop.add("romeo");
        phone.shows("juliet", "nurse", "romeo");
    }
}
