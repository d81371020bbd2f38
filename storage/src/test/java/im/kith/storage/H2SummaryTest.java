package im.kith.storage;

import static im.kith.core.replica.SampleVersions.dot;
import static im.kith.core.replica.SampleVersions.insert;
import static im.kith.core.replica.SampleVersions.publish;
import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.replica.SummaryContract;
import im.kith.core.replica.VersionStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2SummaryTest extends SummaryContract {

    @TempDir
    private Path directory = Path.of("");

    @Override
    protected VersionStore open() throws Exception {
        Home home = new Home(directory.resolve("home"));
        if (Files.exists(home.database())) {
            return H2VersionStore.open(home, Vault.open(home, Passphrase.NONE, new SecureRandom()));
        }
        home.prepare();
        return H2VersionStore.create(home, Vault.create(home, Passphrase.NONE, new SecureRandom()));
    }

    /** The lengths of what is kept. */
    private List<Integer> sizes(Database database) throws Exception {
        return database.read(() -> {
            List<Integer> sizes = new ArrayList<>();
            try (var rows =
                    database.prepare("SELECT OCTET_LENGTH(sealed) FROM summary").executeQuery()) {
                while (rows.next()) {
                    sizes.add(rows.getInt(1));
                }
            }
            return sizes;
        });
    }

    private Path other(int parts, int room) throws Exception {
        Path file = directory.resolve("of-" + parts);
        try (HomeStore home = Homes.create(file)) {
            home.store().commit(insert(publish("a", dot(1, 1))), Homes.NOW);
            home.store().keepSummary(parts(parts), room, home.store().summaryPoint());
        }
        return file;
    }

    private static Home home(Path file) {
        return new Home(Homes.access(file).directory());
    }

    @Test
    void howMuchIsKeptDoesNotTellHowMuchIsIn() throws Exception {
        try (Database few = Database.open(home(other(1, 9)).database());
                Database many = Database.open(home(other(8, 9)).database())) {
            assertThat(sizes(few)).hasSize(9).isEqualTo(sizes(many));
        }
    }

    @Test
    void itIsSealed() throws Exception {
        try (HomeStore home = Homes.create(directory.resolve("sealed"))) {
            home.store().keepSummary(parts(200), 1, home.store().summaryPoint());
        }
        String file = Files.readString(home(directory.resolve("sealed")).database(), StandardCharsets.ISO_8859_1);
        assertThat(file).doesNotContain("c".repeat(64));
    }

    @Test
    void aPartThatWasTamperedWithIsNoneAndHindersNothing() throws Exception {
        for (String damage : List.of(
                "UPDATE summary SET position = position - 1",
                "UPDATE summary SET position = position - 1 WHERE part = 1",
                "UPDATE summary SET sealed = (SELECT sealed FROM summary WHERE part = 2) WHERE part = 1",
                "DELETE FROM summary WHERE part = 1",
                "UPDATE summary SET sealed = x'00' WHERE part = 1")) {
            Path file = directory.resolve("damaged-" + damage.hashCode());
            try (HomeStore home = Homes.create(file)) {
                home.store().commit(insert(publish("a", dot(1, 1))), Homes.NOW);
                home.store().keepSummary(parts(3), 1, home.store().summaryPoint());
                assertThat(home.store().summary(9).orElseThrow().parts().part(1))
                        .isPresent();
            }
            try (Database database = Database.open(home(file).database())) {
                database.transaction(() -> database.prepare(damage).executeUpdate());
            }
            try (HomeStore home = Homes.open(file)) {
                assertThat(home.store().summary(9).orElseThrow().parts().part(1))
                        .as(damage)
                        .isEmpty();
                home.store().keepSummary(parts(3), 1, home.store().summaryPoint());
                assertThat(home.store().summary(9).orElseThrow().parts().part(1))
                        .isPresent();
            }
        }
    }

    @Test
    void anotherPassphraseDropsIt() throws Exception {
        try (HomeStore home = Homes.create(directory.resolve("changed"))) {
            home.store().commit(insert(publish("a", dot(1, 1))), Homes.NOW);
            home.store().keepSummary(parts(3), 1, home.store().summaryPoint());
            home.changePassphrase(Passphrase.NONE, Homes.passphrase("a new one, long enough"));
            assertThat(home.store().hasSummary(9)).isFalse();
            home.store().forEachLive(version -> assertThat(version.item().id()).isEqualTo("a"));
        }
    }
}
