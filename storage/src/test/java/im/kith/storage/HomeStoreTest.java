package im.kith.storage;

import static im.kith.core.replica.SampleVersions.change;
import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeStoreTest {

    @TempDir
    private Path directory = Path.of("");

    private void assertAllPrivate() throws IOException {
        for (String tree : List.of("home", "state")) {
            try (Stream<Path> files = Files.walk(directory.resolve(tree))) {
                for (Path file : files.toList()) {
                    assertThat(Files.getPosixFilePermissions(file))
                            .as(file.toString())
                            .isEqualTo(Files.isDirectory(file) ? PrivateFiles.DIRECTORY_MODE : PrivateFiles.FILE_MODE);
                }
            }
        }
    }

    @Test
    void everyFileIsPrivateAfterEveryKindOfOperation() throws Exception {
        try (HomeStore home = Homes.create(directory)) {
            assertAllPrivate();
            home.store().commit(write(publish("a", dot(1, 1)), state(1, 1)), Homes.NOW);
            assertAllPrivate();
            home.store().commit(statements(statement("one")), Homes.NOW);
            home.store().commit(settings(Map.of("name", Optional.of(Bytes.utf8("x")))), Homes.NOW);
            home.become(Bytes.utf8("others"), change(state(1, 1)), Homes.NOW);
            assertAllPrivate();
            home.store()
                    .commit(
                            insert(IntStream.range(2, 5_000)
                                    .mapToObj(i -> publish("item " + i, dot(1, i), Bytes.wrap(new byte[2_000])))
                                    .toList()),
                            Homes.NOW);
            home.store().historyBefore(Homes.NOW);
            home.store().forEachStored(stored -> {});
            assertAllPrivate();
        }
        assertAllPrivate();
        Homes.open(directory).close();
        assertAllPrivate();
    }

    @Test
    void nothingThatMustBeSecretIsReadableInAnyFile() throws Exception {
        List<String> secrets = List.of("Juliets-Laptop", "balcony@verona.example", "the device's secret", "hunter2-x");
        try (HomeStore home = Homes.create(directory)) {
            home.store().commit(statements(statement("admit " + secrets.get(0))), Homes.NOW);
            home.store().commit(settings(Map.of("jid", Optional.of(Bytes.utf8(secrets.get(1))))), Homes.NOW);
            home.become(Bytes.utf8(secrets.get(3)), change(state(1, 1)), Homes.NOW);
            assertNoneReadable(secrets);
        }
        assertNoneReadable(secrets);
        try (HomeStore home = Homes.open(directory)) {
            assertThat(home.deviceSecrets().toUtf8()).isEqualTo(secrets.get(3));
            assertThat(home.store().settings()).containsEntry("jid", Bytes.utf8(secrets.get(1)));
        }
    }

    private void assertNoneReadable(List<String> secrets) throws IOException {
        try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    String wide = new String(secret.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.ISO_8859_1);
                    assertThat(octets.contains(secret) || octets.contains(wide))
                            .as(secret + " in " + file)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void theDevicesSecretsAndFirstChangeAreThereAfterOpening() throws Exception {
        Homes.create(directory).close();
        try (HomeStore home = Homes.open(directory)) {
            assertThat(home.deviceSecrets()).isEqualTo(Homes.SECRETS);
            assertThat(home.store().state()).contains(state(1, 0));
            assertThat(home.verdict()).isEqualTo(Witness.Verdict.SAME);
        }
    }

    @Test
    void aHomeWithAPassphraseOpensWithItAlone() throws Exception {
        HomeStore.create(
                        Homes.access(directory, Homes.passphrase("open sesame")),
                        Homes.SECRETS,
                        insert(publish("a", dot(1, 1))),
                        Homes.NOW)
                .close();
        assertThatThrownBy(() -> Homes.open(directory))
                .asInstanceOf(type(VaultException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(VaultException.Kind.PASSPHRASE_MISSING));
        HomeStore.open(Homes.access(directory, Homes.passphrase("open sesame"))).close();
    }

    @Test
    void anotherVaultsKeyOpensNoRow() throws Exception {
        Homes.create(directory.resolve("a")).close();
        Homes.create(directory.resolve("b")).close();
        for (String file : List.of("vault", "vault.key")) {
            Files.write(
                    directory.resolve("a/home").resolve(file),
                    Files.readAllBytes(directory.resolve("b/home").resolve(file)));
        }
        assertThatThrownBy(() -> Homes.open(directory.resolve("a"))).hasMessageContaining("not of this vault");
    }

    @Test
    void aHomeInUseIsBusyForTheNextAndFreeAfterwards() throws Exception {
        try (HomeStore home = Homes.create(directory)) {
            assertThatThrownBy(() -> Homes.open(directory))
                    .isInstanceOf(HomeBusyException.class)
                    .hasMessageContaining("test")
                    .hasMessageContaining(home.home().directory().toString());
        }
        Homes.open(directory).close();
    }

    @Test
    void aHomeWhoseMakingWasCutShortCanBeMadeAgain() throws Exception {
        Homes.create(directory).close();
        Home home = new Home(directory.resolve("home"));
        Files.createFile(home.creating());
        assertThat(home.exists()).isFalse();
        assertThatThrownBy(() -> Homes.open(directory))
                .asInstanceOf(type(HomeException.class))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(HomeException.Kind.INCOMPLETE));
        Homes.create(directory).close();
        assertThat(home.creating()).doesNotExist();
        Homes.open(directory).close();
    }

    @Test
    void aStoreWithoutItsVaultIsNeverTakenForAnUnfinishedHome() throws Exception {
        Homes.create(directory).close();
        Home home = new Home(directory.resolve("home"));
        Files.delete(home.vault());
        assertThatThrownBy(() -> Homes.create(directory)).isInstanceOf(HomeException.class);
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(HomeException.class)
                .hasMessageContaining(home.vault().toString());
        assertThat(home.database()).isNotEmptyFile();
    }

    @Test
    void aFailedOpeningLetsGoOfEverything() throws Exception {
        Homes.create(directory).close();
        Path key = new Home(directory.resolve("home")).keyFile();
        byte[] right = Files.readAllBytes(key);
        Files.write(key, new byte[32]);
        assertThatThrownBy(() -> Homes.open(directory)).isInstanceOf(VaultException.class);
        Files.write(key, right);
        Homes.open(directory).close();
    }
}
