package im.kith.storage;

import static im.kith.core.replica.SampleVersions.change;
import static im.kith.core.replica.SampleVersions.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.replica.ReplicaState;
import im.kith.storage.Witness.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {

    @TempDir
    private Path directory = Path.of("");

    private Home home = new Home(Path.of(""));

    @BeforeEach
    void makeHome() throws Exception {
        home = new Home(directory.resolve("home"));
        Files.createDirectories(home.directory());
        Files.createDirectories(directory.resolve("state"));
    }

    private Witness witness(String machine) throws Exception {
        Path id = directory.resolve("machine-id");
        Files.writeString(id, machine);
        return new Witness(directory.resolve("state"), id, new SecureRandom());
    }

    private static void setState(HomeStore store, ReplicaState state) throws Exception {
        store.store().commit(change(state), Homes.NOW);
    }

    @Test
    void aHomeThatWentOnIsTheSame() throws Exception {
        Witness witness = witness("m1");
        assertThat(witness.check(home, state(1, 3))).isEqualTo(Verdict.MISSING);
        witness.begin(home, state(1, 3), Optional.empty());
        assertThat(witness.check(home, state(1, 3))).isEqualTo(Verdict.SAME);
        witness.raise(home, state(1, 123_456));
        assertThat(witness.check(home, state(1, 123_456))).isEqualTo(Verdict.SAME);
    }

    @Test
    void aWitnessThatLagsRaisesNoAlarm() throws Exception {
        Witness witness = witness("m1");
        witness.begin(home, state(1, 3), Optional.empty());
        assertThat(witness.check(home, state(1, 4))).isEqualTo(Verdict.SAME);
    }

    @Test
    void aDatabaseThatWasSetBackIsTold() throws Exception {
        Witness witness = witness("m1");
        witness.begin(home, state(1, 3), Optional.empty());
        witness.raise(home, state(1, 4));
        assertThat(witness.check(home, state(1, 3))).isEqualTo(Verdict.AHEAD);
    }

    @Test
    void anotherMachineAnotherPathAndAnotherReplicaAreTold() throws Exception {
        witness("m1").begin(home, state(1, 3), Optional.empty());
        assertThat(witness("m2").check(home, state(1, 3))).isEqualTo(Verdict.OTHER_MACHINE);
        Home copy = new Home(Files.createDirectory(directory.resolve("copy")));
        assertThat(witness("m1").check(copy, state(1, 3))).isEqualTo(Verdict.OTHER_PATH);
        assertThat(witness("m1").check(home, state(2, 3))).isEqualTo(Verdict.MISSING);
    }

    @Test
    void aMachineWithoutAnIdIsRememberedByARandomOne() throws Exception {
        Witness witness = witness("");
        witness.begin(home, state(1, 3), Optional.empty());
        assertThat(witness("").check(home, state(1, 3))).isEqualTo(Verdict.SAME);
        Files.delete(directory.resolve("state/machine"));
        assertThat(witness("").check(home, state(1, 3))).isEqualTo(Verdict.OTHER_MACHINE);
    }

    @Test
    void garbageIsAMissingWitness() throws Exception {
        Witness witness = witness("m1");
        witness.begin(home, state(1, 3), Optional.empty());
        Path file = directory.resolve("state/witness-" + state(1, 3).replica());
        Files.writeString(file, Files.readString(file).replace("sequence 0", "sequence x"));
        assertThat(witness.check(home, state(1, 3))).isEqualTo(Verdict.MISSING);
    }

    @Test
    void aFreshReplicaOfTheSameHomeReplacesItsWitnessAndACopyDoesNot() throws Exception {
        Witness witness = witness("m1");
        witness.begin(home, state(1, 3), Optional.empty());
        Home copy = new Home(Files.createDirectory(directory.resolve("copy")));
        witness.begin(copy, state(2, 0), Optional.of(state(1, 3).replica()));
        assertThat(witness.check(home, state(1, 3))).isEqualTo(Verdict.SAME);
        witness.begin(home, state(3, 0), Optional.of(state(1, 3).replica()));
        assertThat(witness.check(home, state(1, 3))).isEqualTo(Verdict.MISSING);
    }

    @Test
    void aHomeSetBackToACopyOfItselfKeepsTheEvidenceUntilThereIsAFreshReplica() throws Exception {
        Path database = home.database();
        Path backup = directory.resolve("backup");
        Homes.create(directory).close();
        Files.copy(database, backup);
        try (HomeStore store = Homes.open(directory)) {
            assertThat(store.verdict()).isEqualTo(Verdict.SAME);
            setState(store, state(1, 5));
        }
        Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);
        try (HomeStore store = Homes.open(directory)) {
            assertThat(store.verdict()).isEqualTo(Verdict.AHEAD);
            setState(store, state(1, 0));
        }
        try (HomeStore store = Homes.open(directory)) {
            assertThat(store.verdict()).isEqualTo(Verdict.AHEAD);
            setState(store, state(2, 1));
            assertThat(store.witnessTrouble()).isEmpty();
        }
        try (HomeStore store = Homes.open(directory)) {
            assertThat(store.verdict()).isEqualTo(Verdict.SAME);
        }
    }

    @Test
    void aWitnessThatCannotBeWrittenFailsNoCommitButIsTold() throws Exception {
        try (HomeStore store = Homes.create(directory)) {
            Path file = directory.resolve("state/witness-" + state(1, 0).replica());
            Files.delete(file);
            Files.createDirectory(file);
            setState(store, state(1, 1));
            assertThat(store.witnessTrouble()).isPresent();
            Files.delete(file);
            setState(store, state(1, 2));
            assertThat(store.witnessTrouble()).isEmpty();
        }
        try (HomeStore store = Homes.open(directory)) {
            assertThat(store.verdict()).isEqualTo(Verdict.SAME);
        }
    }

    @Test
    void aStateDirectoryThatIsNoneIsTold() throws Exception {
        Homes.create(directory).close();
        Path state = directory.resolve("state");
        Files.move(state, directory.resolve("elsewhere"));
        Files.writeString(state, "a file");
        assertThatThrownBy(() -> Homes.open(directory))
                .isInstanceOf(HomeException.class)
                .hasMessageContaining(state.toString());
    }
}
