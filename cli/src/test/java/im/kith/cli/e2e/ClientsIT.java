package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import im.kith.cli.clients.Account;
import im.kith.cli.clients.Client;
import im.kith.cli.clients.Differences;
import im.kith.cli.clients.Everyday;
import im.kith.cli.clients.LinesClient;
import im.kith.cli.clients.Prosody;
import im.kith.cli.clients.UseCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's clients, unmodified, put through the same with Prosody and with kith. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {

    private static final String JID = "juliet@capulet.lit";

    private Path directory;
    private Prosody prosody;

    private interface Use<T> {
        T of(Account account) throws IOException;
    }

    @BeforeAll
    void aServerToCompareWith(@TempDir Path directory) throws IOException {
        this.directory = directory;
        prosody = Prosody.start(Files.createDirectory(directory.resolve("prosody")), "slixmpp", "nbxmpp", "all");
    }

    @AfterAll
    void takeDown() {
        prosody.close();
    }

    private static Client client(String library) {
        return switch (library) {
            case "slixmpp" -> LinesClient.slixmpp(UnaryOperator.identity());
            case "nbxmpp" -> LinesClient.nbxmpp(UnaryOperator.identity());
            default -> LinesClient.smack(UnaryOperator.identity());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"slixmpp", "nbxmpp"})
    void answersDifferFromProsodysExactlyWhereItIsSaid(String library) throws IOException {
        Use<Map<String, List<String>>> useCases = account -> {
            try (Client one = client(library);
                    Client two = client(library)) {
                return UseCases.run(account, one, two);
            }
        };
        String found = Differences.between(useCases.of(prosody.account(library)), withKith(library, useCases));
        Differences.take(found);
        // of files it is told where they differ, and not all that they say
        assertThat(Files.writeString(directory.resolve(library + ".txt"), found))
                .hasSameTextualContentAs(Differences.FILE);
    }

    @Test
    void everyDifferenceFromProsodyIsExplained() throws IOException {
        assertThat(Differences.explained()).isEqualTo(Differences.cases(Differences.known()));
    }

    @Test
    void whatPeopleDoEveryDayGoesAsWithProsody() throws IOException {
        Use<Map<String, List<String>>> everyday = account -> {
            Map<String, List<String>> told = new TreeMap<>();
            for (String library : List.of("slixmpp", "nbxmpp", "Smack")) {
                try (Client client = client(library)) {
                    told.put(library, Everyday.with(client, account));
                }
            }
            return told;
        };
        assertThat(withKith("all", everyday)).isEqualTo(everyday.of(prosody.account("all")));
    }

    private <T> T withKith(String name, Use<T> use) throws IOException {
        Machine laptop = new Machine(directory.resolve(name), UnaryOperator.identity());
        laptop.run("init", "--name", "laptop", "--jid", JID).ok();
        int port = laptop.upForSoftware();
        try {
            return use.of(account(laptop, port, "client", "--clear"));
        } finally {
            laptop.down();
        }
    }

    /** A new token of {@code machine}'s. */
    static Account account(Machine machine, int port, String... name) {
        List<String> command = new ArrayList<>(List.of("token", "add"));
        command.addAll(List.of(name));
        JsonObject token = machine.json(command.toArray(String[]::new)).getAsJsonObject();
        return new Account(
                port, token.get("account").getAsString(), token.get("token").getAsString());
    }
}
