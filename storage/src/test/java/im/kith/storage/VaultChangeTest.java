package im.kith.storage;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.publish;
import static im.kith.core.replica.SampleVersions.settings;
import static im.kith.core.replica.SampleVersions.state;
import static im.kith.core.replica.SampleVersions.statement;
import static im.kith.core.replica.SampleVersions.statements;
import static im.kith.core.replica.SampleVersions.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another passphrase, or one where there was none, or none where there was one. */
class VaultChangeTest {

    private static final Passphrase FIRST = Homes.passphrase("the first one");
    private static final Passphrase SECOND = Homes.passphrase("the second one");

    @TempDir
    private Path directory = Path.of("");

    private static HomeStore filled(Path where) throws Exception {
        HomeStore home = Homes.create(where);
        home.store().commit(write(publish("a", dot(1, 1)), state(1, 1)), Homes.NOW);
        home.store().commit(statements(statement("one"), statement("two")), Homes.NOW);
        home.store().commit(settings(Map.of("name", Optional.of(Bytes.utf8("value")))), Homes.NOW);
        return home;
    }

    private static void assertFilled(HomeStore home) throws Exception {
        List<Version> live = new ArrayList<>();
        home.store().forEachLive(live::add);
        assertThat(live).containsExactly(publish("a", dot(1, 1)));
        assertThat(home.store().state()).contains(state(1, 1));
        assertThat(home.store().statements()).containsExactly(statement("one"), statement("two"));
        assertThat(home.store().settings()).isEqualTo(Map.of("name", Bytes.utf8("value")));
        assertThat(home.deviceSecrets()).isEqualTo(Homes.SECRETS);
    }

    private void assertOpensWithNothingBut(Passphrase right, Passphrase... wrong) throws Exception {
        for (Passphrase each : wrong) {
            assertThatThrownBy(() -> HomeStore.open(Homes.access(directory, each)))
                    .isInstanceOf(VaultException.class);
        }
        try (HomeStore home = HomeStore.open(Homes.access(directory, right))) {
            assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
            assertFilled(home);
        }
    }

    private Path home() {
        return directory.resolve("home");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aPassphraseIsSetChangedAndTakenAwayAndTheStoreGoesOn() throws Exception {
        try (HomeStore home = filled(directory)) {
            home.changePassphrase(Passphrase.NONE, FIRST);
            assertFilled(home);
        }
        assertThat(names()).containsExactly("lock", "store.mv.db", "vault");
        assertOpensWithNothingBut(FIRST, Passphrase.NONE, SECOND);
        try (HomeStore home = HomeStore.open(Homes.access(directory, FIRST))) {
            home.changePassphrase(FIRST, SECOND);
            assertFilled(home);
        }
        assertOpensWithNothingBut(SECOND, Passphrase.NONE, FIRST);
        try (HomeStore home = HomeStore.open(Homes.access(directory, SECOND))) {
            home.changePassphrase(SECOND, Passphrase.NONE);
            assertFilled(home);
        }
        assertThat(names()).containsExactly("lock", "store.mv.db", "vault", "vault.key");
        assertOpensWithNothingBut(Passphrase.NONE);
    }

    @Test
    void writesGoOnThroughTheSameStoreAndStayWitnessed() throws Exception {
        try (HomeStore home = filled(directory)) {
            var store = home.store();
            home.changePassphrase(Passphrase.NONE, FIRST);
            store.commit(write(publish("b", dot(1, 2)), state(1, 2)), Homes.NOW);
            assertThat(home.witnessTrouble()).isEmpty();
        }
        try (HomeStore home = HomeStore.open(Homes.access(directory, FIRST))) {
            assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
            assertThat(home.store().state()).contains(state(1, 2));
        }
    }

    @Test
    void whoDoesNotKnowThePassphraseDoesNotChangeIt() throws Exception {
        try (HomeStore home = filled(directory)) {
            home.changePassphrase(Passphrase.NONE, FIRST);
            byte[] vault = Files.readAllBytes(home().resolve("vault"));
            assertThatThrownBy(() -> home.changePassphrase(SECOND, Passphrase.NONE))
                    .asInstanceOf(type(VaultException.class))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.PASSPHRASE_WRONG));
            assertThat(Files.readAllBytes(home().resolve("vault"))).isEqualTo(vault);
            assertFilled(home);
        }
        assertOpensWithNothingBut(FIRST, SECOND, Passphrase.NONE);
    }

    /** Every sealed value of every table, also of one that a later script adds. */
    private List<byte[]> sealed() throws Exception {
        Properties user = new Properties();
        user.setProperty("user", "kith");
        user.setProperty("password", "");
        List<byte[]> found = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        try (Connection connection =
                        Objects.requireNonNull(Driver.load().connect("jdbc:h2:file:" + home().resolve("store"), user));
                Statement query = connection.createStatement()) {
            try (ResultSet columns = query.executeQuery(
                    "SELECT table_name FROM information_schema.columns WHERE column_name = 'SEALED'")) {
                while (columns.next()) {
                    tables.add(columns.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = query.executeQuery("SELECT sealed FROM " + table)) {
                    while (rows.next()) {
                        found.add(rows.getBytes(1));
                    }
                }
            }
        }
        return found;
    }

    @Test
    void nothingThatTheOldKeyOpensIsInAnyFileAfterwards() throws Exception {
        filled(directory).close();
        List<byte[]> old = new ArrayList<>(sealed());
        assertThat(old).hasSize(5);
        for (byte[] each : old) {
            assertThat(isInAFile(each)).as("the search finds what is there").isTrue();
        }
        old.add(Files.readAllBytes(home().resolve("vault.key")));
        old.add(Files.readAllBytes(home().resolve("vault")));
        try (HomeStore home = Homes.open(directory)) {
            home.changePassphrase(Passphrase.NONE, FIRST);
            for (byte[] each : old) {
                assertThat(isInAFile(each)).isFalse();
            }
        }
        assertThat(sealed()).hasSize(5);
        for (byte[] each : old) {
            assertThat(isInAFile(each)).isFalse();
        }
    }

    private boolean isInAFile(byte[] octets) throws IOException {
        String wanted = new String(octets, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void cutShortAfterAnyStepTheHomeIsTheOldOneOrTheNewOneAndComplete() throws Exception {
        try (HomeStore home = filled(directory)) {
            Map<String, Path> set = snapshots(home, Passphrase.NONE, FIRST);
            assertThat(set.keySet())
                    .containsExactly("copied", "sealed anew", "staged", "changed", "key deleted", "database moved");
            assertEachIsWhole(set, Passphrase.NONE, FIRST);
            Map<String, Path> changed = snapshots(home, FIRST, SECOND);
            assertEachIsWhole(changed, FIRST, SECOND);
            Map<String, Path> taken = snapshots(home, SECOND, Passphrase.NONE);
            assertThat(taken.keySet())
                    .containsExactly("copied", "sealed anew", "staged", "changed", "key moved", "database moved");
            assertEachIsWhole(taken, SECOND, Passphrase.NONE);
        }
    }

    /** The home as a kill after each step would leave it. */
    private Map<String, Path> snapshots(HomeStore home, Passphrase from, Passphrase to) throws Exception {
        Map<String, Path> taken = new LinkedHashMap<>();
        home.changePassphrase(from, to, step -> {
            Path copy = directory.resolve("cut").resolve(step + taken.size());
            copy(copy);
            taken.put(step, copy);
        });
        return taken;
    }

    private void copy(Path to) {
        try {
            PrivateFiles.makeDirectory(to.resolve("home"));
            try (Stream<Path> files = Files.list(home())) {
                for (Path file : files.toList()) {
                    Path copy = to.resolve("home").resolve(file.getFileName());
                    Files.deleteIfExists(copy);
                    PrivateFiles.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEachIsWhole(Map<String, Path> cut, Passphrase before, Passphrase after) throws Exception {
        boolean changed = false;
        for (Map.Entry<String, Path> each : cut.entrySet()) {
            changed |= each.getKey().equals("changed");
            HomeAccess wrong = Homes.access(each.getValue(), changed ? before : after);
            if (wrong.passphrase() != Passphrase.NONE || changed) {
                assertOpens(each, wrong, changed && after == Passphrase.NONE || !changed && before == Passphrase.NONE);
            }
            try (HomeStore home = HomeStore.open(Homes.access(each.getValue(), changed ? after : before))) {
                assertFilled(home);
                assertThat(home.home().staged()).as(each.getKey()).isEmpty();
            }
        }
    }

    /** Where a key file opens the home, no passphrase is asked for. */
    private static void assertOpens(Map.Entry<String, Path> cut, HomeAccess access, boolean opens) throws Exception {
        try {
            HomeStore.open(access).close();
            assertThat(opens).as(cut.getKey()).isTrue();
        } catch (VaultException e) {
            assertThat(opens).as(cut.getKey()).isFalse();
        }
    }

    @Test
    void aFailureBeforeTheChangeLeavesTheStoreInUse() throws Exception {
        try (HomeStore home = filled(directory)) {
            assertThatThrownBy(() -> home.changePassphrase(Passphrase.NONE, FIRST, step -> {
                        throw new IllegalStateException("fault at " + step);
                    }))
                    .hasMessageContaining("fault at copied");
            assertFilled(home);
            assertThat(home.home().staged()).isEmpty();
        }
        assertOpensWithNothingBut(Passphrase.NONE);
    }

    @Test
    void aFailureAfterTheChangeLeavesTheStoreInUseUnderTheNewPassphrase() throws Exception {
        try (HomeStore home = filled(directory)) {
            assertThatThrownBy(() -> home.changePassphrase(Passphrase.NONE, FIRST, step -> {
                        if (step.equals("changed")) {
                            throw new IllegalStateException("fault");
                        }
                    }))
                    .hasMessageContaining("fault");
            assertFilled(home);
            home.reopen();
            assertFilled(home);
        }
        assertOpensWithNothingBut(FIRST, Passphrase.NONE);
    }

    @Test
    void theStoreOpensAnewWithoutThePassphraseAfterAChange() throws Exception {
        try (HomeStore home = filled(directory)) {
            home.changePassphrase(Passphrase.NONE, FIRST);
            home.reopen();
            assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
            assertFilled(home);
        }
    }
}
