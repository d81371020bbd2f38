package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.StatementBody.Keep;
import im.kith.core.account.StatementBody.Rename;
import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.account.StatementBody.Secrets;
import im.kith.core.account.StatementBody.Tag;
import im.kith.core.account.StatementBody.Unknown;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StatementCodecTest {

    private static final TestDevice ALICE = TestDevice.called("alice");
    private static final TestDevice BOB = TestDevice.called("bob");
    private static final Ledger LEDGER = ALICE.found(1_795_000_000_000L);
    private static final AccountId ACCOUNT = LEDGER.account();
    private static final DeviceId ALICE_ID = ALICE.in(ACCOUNT);
    private static final DeviceId BOB_ID = BOB.in(ACCOUNT);

    @Test
    void octetsAreAsEver() throws IOException {
        Map<String, String> golden = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(StatementCodecTest.class.getResourceAsStream("statements.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .forEach(words -> golden.put(words[0], words[1]));
        }
        Map<String, String> actual = new LinkedHashMap<>();
        statements()
                .forEach((name, statement) -> actual.put(
                        name,
                        statement.octets().toHex() + " " + statement.signature().toHex()));
        assertThat(actual).isEqualTo(golden);
    }

    @Test
    void everyKindIsReadAsItWasWritten() throws MalformedException {
        for (Map.Entry<String, StatementBody> body : bodies().entrySet()) {
            Statement statement = ALICE.states(ACCOUNT, 77, body.getValue());
            SignedStatement read = StatementCodec.parse(statement);
            assertThat(read.body()).as(body.getKey()).isEqualTo(body.getValue());
            assertThat(read.account()).isEqualTo(ACCOUNT);
            assertThat(read.signer()).isEqualTo(ALICE_ID);
            assertThat(read.hlc()).isEqualTo(Hlc.of(77, 0));
            assertThat(read.id()).isEqualTo(Bytes.sha256(statement.octets()));
            assertThat(read.isFounding()).isFalse();
        }
    }

    @Test
    void unknownFieldsArePassedOver() throws MalformedException {
        Statement plain = ALICE.states(ACCOUNT, 77, new Rename(BOB_ID, "tablet"));
        Bytes more = Bytes.concat(plain.octets(), Bytes.hex("f2010568656c6c6f" + "f80105"));
        SignedStatement read = StatementCodec.parse(new Statement(more, plain.signature()));
        assertThat(read.body()).isEqualTo(new Rename(BOB_ID, "tablet"));
        assertThat(read.id()).as("still other octets").isNotEqualTo(plain.id());
    }

    @Test
    void truncatedOrDamagedOctetsAreRefusedOrReadAsSomethingElse() {
        Random random = new Random(3);
        for (Statement statement : statements().values()) {
            for (int length = 1; length < statement.octets().length(); length++) {
                parseOrRefuse(statement.octets().first(length));
            }
            for (int i = 0; i < 500; i++) {
                byte[] damaged = statement.octets().toArray();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                parseOrRefuse(Bytes.wrap(damaged));
            }
        }
    }

    private static void parseOrRefuse(Bytes octets) {
        try {
            SignedStatement read = StatementCodec.parse(new Statement(octets, Bytes.wrap(new byte[64])));
            assertThat(read.statement().octets()).isEqualTo(octets);
        } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("(?s).{5,}");
        }
    }

    @Test
    void anAdmissionNeedsAProofAndOnlyItsSignerHasASuccessor() {
        assertMalformed(new Admit(BOB.keys(), "bob", Optional.empty(), Optional.empty()));
        assertMalformed(new Admit(BOB.keys(), "bob", proof(), Optional.of(BOB_ID)));
    }

    @Test
    void onlyAnAdmissionFounds() {
        Bytes octets = Bytes.concat(Bytes.hex("1804"), Bytes.hex("2a00"));
        assertThatThrownBy(() -> StatementCodec.parse(new Statement(octets, Bytes.wrap(new byte[64]))))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void limitsOfEveryFieldAreChecked() {
        assertRefused(() -> new Rename(BOB_ID, ""));
        assertRefused(() -> new Rename(BOB_ID, "  "));
        assertRefused(() -> new Rename(BOB_ID, "a\nb"));
        assertRefused(() -> new Rename(BOB_ID, "a\u001b[2Jb"));
        assertRefused(() -> new Rename(BOB_ID, "a\u202eb"));
        assertRefused(() -> new Rename(BOB_ID, "a\ud800b"));
        assertRefused(() -> new Rename(BOB_ID, "é".repeat(128)));
        assertThat(new Rename(BOB_ID, "é".repeat(127)).name()).hasSize(127);
        assertRefused(() -> new Secrets(Set.of(), Set.of(""), Bytes.utf8("m")));
        assertRefused(() -> new Secrets(Set.of(), Set.of("a b"), Bytes.utf8("m")));
        assertRefused(() -> new Secrets(Set.of(), Set.of("a".repeat(129)), Bytes.utf8("m")));
        assertRefused(() -> new Tag(Set.of(), "a", Bytes.EMPTY));
        assertRefused(() -> new Revoke(BOB_ID, Set.of(Bytes.utf8("short")), Set.of(), Set.of()));
        assertRefused(() -> new Kept(Bytes.wrap(new byte[20]), 0, Bytes.wrap(new byte[32])));
        assertRefused(() -> new Unknown(2, Bytes.EMPTY));
        assertRefused(() -> new DeviceKeys(
                Bytes.wrap(new byte[16385]),
                BOB.keys().fingerprint(),
                BOB.keys().tlsKeyHash(),
                BOB.keys().signingKey()));
    }

    @Test
    void onlyKeptListsMayBeLong() throws MalformedException {
        Bytes long1 = Bytes.wrap(new byte[LedgerLimits.STATEMENT_LENGTH]);
        assertMalformed(new Secrets(Set.of(BOB_ID), Set.of("s"), long1));
        assertMalformed(new Unknown(99, long1));
        List<Keep> chunks = Keep.chunks(BOB_ID, kept(20_000));
        assertThat(chunks).hasSizeBetween(3, 4);
        List<Kept> read = new ArrayList<>();
        for (Keep chunk : chunks) {
            Statement statement = ALICE.states(ACCOUNT, 1, chunk);
            assertThat(StatementCodec.parse(statement).body()).isEqualTo(chunk);
            chunk.kept().forEach(read::add);
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(kept(20_000));
    }

    @Test
    void manyReplicasFitToo() {
        List<Kept> kept = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            kept.add(new Kept(
                    Bytes.sha256(Bytes.utf8("r" + i)).first(20), Kept.MAX_SEQUENCE, Bytes.sha256(Bytes.EMPTY)));
        }
        List<Keep> chunks = Keep.chunks(BOB_ID, kept);
        assertThat(chunks.stream().flatMap(Keep::kept)).hasSize(5000);
        chunks.forEach(
                chunk -> assertThat(ALICE.states(ACCOUNT, 1, chunk).octets().length())
                        .isLessThanOrEqualTo(Statement.MAX_LENGTH));
        assertThat(Keep.chunks(BOB_ID, List.of())).isEmpty();
    }

    private static List<Kept> kept(int count) {
        List<Kept> kept = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Bytes replica = BOB_ID.value().first(20);
            kept.add(new Kept(replica, i * 1000L, Bytes.sha256(Bytes.utf8("content " + i))));
        }
        return kept;
    }

    private static void assertRefused(Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertMalformed(StatementBody body) {
        Statement statement = ALICE.states(ACCOUNT, 1, body);
        assertThatThrownBy(() -> StatementCodec.parse(statement)).isInstanceOf(MalformedException.class);
    }

    private static Optional<Bytes> proof() {
        return Optional.of(BOB.request(ACCOUNT).proof());
    }

    private static Map<String, Statement> statements() {
        Map<String, Statement> statements = new LinkedHashMap<>();
        statements.put("founding", LEDGER.without(List.of()).get(0));
        bodies().forEach((name, body) -> statements.put(name, ALICE.states(ACCOUNT, 1_795_000_000_001L, body)));
        return statements;
    }

    private static Map<String, StatementBody> bodies() {
        Bytes one = Bytes.sha256(Bytes.utf8("one"));
        Bytes two = Bytes.sha256(Bytes.utf8("two"));
        Bytes replica = Bytes.concat(BOB_ID.tag(), Bytes.hex("01020304"));
        Map<String, StatementBody> bodies = new LinkedHashMap<>();
        bodies.put("admit", new Admit(BOB.keys(), "Bob's tablet ✓", proof(), Optional.empty()));
        bodies.put("successor", new Admit(BOB.keys(), "bob", proof(), Optional.of(ALICE_ID)));
        bodies.put("revoke", new Revoke(BOB_ID, Set.of(one, two), Set.of(two), Set.of(one)));
        List<Kept> kept = List.of(new Kept(replica, 1, one), new Kept(replica, 300, two));
        bodies.put("keep", Keep.chunks(BOB_ID, kept).get(0));
        bodies.put("rename", new Rename(BOB_ID, "tablet"));
        bodies.put("secrets", new Secrets(Set.of(ALICE_ID, BOB_ID), Set.of("b", "a"), Bytes.utf8("message")));
        bodies.put("tag", new Tag(Set.of(BOB_ID), "k", Bytes.utf8("message")));
        bodies.put("unknown", new Unknown(99, Bytes.hex("0a00")));
        return bodies;
    }
}
