package im.kith.core.backup;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.retract;
import static im.kith.core.replica.SampleVersions.state;
import static im.kith.core.replica.SampleVersions.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.SampleVersions;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class BackupArchiveTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** Something to back up, and the same as it was read back. */
    private static final class Pile implements BackupSource, BackupSink {
        private ReplicaState state = SampleVersions.state(1, 7);
        private Bytes secrets = Bytes.utf8("keys");
        private Map<String, Bytes> settings = new TreeMap<>();
        private List<Statement> statements = new ArrayList<>();
        private final List<Stored> versions = new ArrayList<>();

        @Override
        public ReplicaState state() {
            return state;
        }

        @Override
        public Bytes deviceSecrets() {
            return secrets;
        }

        @Override
        public Map<String, Bytes> settings() {
            return settings;
        }

        @Override
        public List<Statement> statements() {
            return statements;
        }

        @Override
        public void forEachStored(Consumer<Stored> consumer) {
            versions.forEach(consumer);
        }

        @Override
        public void head(BackupHead head, Map<String, Bytes> read, List<Statement> ledger) {
            state = head.state();
            secrets = head.deviceSecrets();
            settings = read;
            statements = ledger;
        }

        @Override
        public void versions(List<Stored> some) {
            versions.addAll(some);
        }
    }

    private static Pile pile() {
        Pile pile = new Pile();
        pile.settings.put("jid", Bytes.utf8("juliet@example.org"));
        pile.settings.put("empty", Bytes.EMPTY);
        pile.statements.add(statement("one"));
        pile.statements.add(statement("two"));
        pile.versions.add(new Stored(publish("a", dot(1, 1)), Place.HISTORY, NOW.minusSeconds(5)));
        pile.versions.add(new Stored(retract("a", dot(1, 2)), Place.LIVE, NOW));
        pile.versions.add(new Stored(publish("b", dot(2, 1)), Place.QUARANTINE, Instant.EPOCH));
        return pile;
    }

    private static byte[] written(Pile pile) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<BackupWriter.Leaflet> readable = List.of(new BackupWriter.Leaflet(
                "contacts.vcf", to -> to.write("BEGIN:VCARD".getBytes(StandardCharsets.UTF_8))));
        BackupWriter.write(out, readable, pile, NOW);
        return out.toByteArray();
    }

    private static Pile read(byte[] archive) throws Exception {
        Pile pile = new Pile();
        BackupReader.read(new ByteArrayInputStream(archive), pile);
        return pile;
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    private static byte[] archive(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static void assertRefused(byte[] archive) {
        assertThatThrownBy(() -> read(archive)).isInstanceOf(MalformedException.class);
    }

    @Test
    void everythingComesBackWithItsPlaceAndTime() throws Exception {
        Pile before = pile();
        Pile after = read(written(before));
        assertThat(after.state).isEqualTo(before.state);
        assertThat(after.secrets).isEqualTo(before.secrets);
        assertThat(after.settings).isEqualTo(before.settings);
        assertThat(after.statements).isEqualTo(before.statements);
        assertThat(after.versions).isEqualTo(before.versions);
        assertThat(after.versions.get(0).version().payload())
                .isEqualTo(before.versions.get(0).version().payload());
    }

    @Test
    void peopleFindAReadmeAndTheirContactsFirst() throws Exception {
        assertThat(entries(written(pile())).keySet())
                .containsExactly(
                        "README.txt",
                        "contacts.vcf",
                        "kith/head.pb",
                        "kith/settings-000001.pb",
                        "kith/statements-000001.pb",
                        "kith/versions-000001.pb",
                        "kith/end.pb");
    }

    @Test
    void theRecordsHaveTheirDocumentedOctets() {
        assertThat(Bytes.wrap(BackupCodec.setting("jid", Bytes.utf8("a@b"))).toHex())
                .isEqualTo("0a036a69641203614062");
        assertThat(Bytes.wrap(BackupCodec.end(1, 2, 300)).toHex()).isEqualTo("0801100218ac02");
        assertThat(Bytes.wrap(BackupCodec.head(new BackupHead(state(1, 0), Bytes.utf8("keys"))))
                        .toHex())
                .isEqualTo("080112046b6579731a14" + state(1, 0).replica() + "20002a00" + "31" + "0300881300000000");
    }

    @Test
    void manyVersionsGoIntoSeveralParts() throws Exception {
        Pile pile = pile();
        byte[] payload = new byte[200_000];
        new Random(1).nextBytes(payload);
        IntStream.range(0, 50)
                .forEach(i -> pile.versions.add(
                        new Stored(publish("c" + i, dot(1, 10 + i), Bytes.wrap(payload)), Place.LIVE, NOW)));
        byte[] archive = written(pile);
        assertThat(entries(archive)).containsKeys("kith/versions-000001.pb", "kith/versions-000003.pb");
        assertThat(read(archive).versions).isEqualTo(pile.versions);
    }

    @Test
    void aMissingRepeatedOrMisplacedPartIsRefused() throws Exception {
        Map<String, byte[]> whole = entries(written(pile()));
        for (String name : whole.keySet()) {
            if (name.startsWith("kith/")) {
                Map<String, byte[]> less = new LinkedHashMap<>(whole);
                byte[] part = less.remove(name);
                assertRefused(archive(less));
                less.put(name, part);
                if (!name.endsWith("end.pb")) {
                    assertRefused(archive(less));
                }
            }
        }
    }

    @Test
    void garbageInAnyPartIsRefusedAndNothingElse() throws Exception {
        Map<String, byte[]> whole = entries(written(pile()));
        Random random = new Random(5);
        for (String name : whole.keySet()) {
            for (int i = 0; name.startsWith("kith/") && i < 200; i++) {
                byte[] part = whole.get(name).clone();
                part[random.nextInt(part.length)] = (byte) random.nextInt();
                Map<String, byte[]> changed = new LinkedHashMap<>(whole);
                changed.put(name, part);
                try {
                    read(archive(changed));
                } catch (MalformedException expected) {
                    assertThat(expected).hasMessageMatching("(?s).+");
                }
            }
        }
    }

    @Test
    void anArchiveCutAnywhereIsRefusedBeforeItsEndPart() throws Exception {
        byte[] archive = written(pile());
        int end = new String(archive, StandardCharsets.ISO_8859_1).indexOf("kith/end.pb");
        for (int length = 0; length < end; length += 7) {
            assertRefused(Arrays.copyOf(archive, length));
        }
    }

    @Test
    void aBombIsRefusedBeforeItFillsTheMemory() throws Exception {
        Map<String, byte[]> whole = entries(written(pile()));
        whole.put("kith/versions-000001.pb", new byte[BackupParts.MAX_PART + 1]);
        assertRefused(archive(whole));
    }

    @Test
    void moreStatementsThanAnyLedgerHoldsAreRefused() throws Exception {
        Pile pile = pile();
        Statement one = statement("again");
        IntStream.range(0, BackupParts.MAX_STATEMENTS).forEach(i -> pile.statements.add(one));
        assertRefused(written(pile));
    }

    @Test
    void aLaterFormatIsSaidToBeOne() throws Exception {
        Map<String, byte[]> whole = entries(written(pile()));
        byte[] head = Objects.requireNonNull(whole.get("kith/head.pb"));
        head[1] = 2;
        assertThatThrownBy(() -> read(archive(whole))).hasMessageContaining("format 2");
    }
}
