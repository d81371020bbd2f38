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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other people's clients, unmodified, put through the same with Prosody and with kith. */
class ClientsIT {

    private static final String JID = "juliet@capulet.lit";

    @TempDir
    private Path directory;

    private interface Use<T> {
        T of(Account account) throws IOException;
    }

    static List<Named<Supplier<Client>>> readers() {
        return List.of(
                Named.of("slixmpp", () -> LinesClient.slixmpp(UnaryOperator.identity())),
                Named.of("nbxmpp", () -> LinesClient.nbxmpp(UnaryOperator.identity())));
    }

    static List<Named<Supplier<Client>>> all() {
        return List.of(
                readers().get(0),
                readers().get(1),
                Named.of("Smack", () -> LinesClient.smack(UnaryOperator.identity())));
    }

    @ParameterizedTest
    @MethodSource("readers")
    void answersDifferFromProsodysExactlyWhereItIsSaid(Supplier<Client> library) throws IOException {
        Use<Map<String, List<String>>> useCases = account -> {
            try (Client one = library.get();
                    Client two = library.get()) {
                return UseCases.run(account, one, two);
            }
        };
        String found = Differences.between(withProsody(useCases), withKith(useCases));
        assertThat(found).isEqualTo(Differences.known(found));
    }

    @Test
    void everyDifferenceFromProsodyIsExplained() throws IOException {
        assertThat(Differences.explained()).isEqualTo(Differences.cases(Differences.known("")));
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatPeopleDoEveryDayGoesAsWithProsody(Supplier<Client> library) throws IOException {
        Use<List<String>> everyday = account -> {
            try (Client client = library.get()) {
                return Everyday.with(client, account);
            }
        };
        assertThat(withKith(everyday)).isEqualTo(withProsody(everyday));
    }

    private <T> T withProsody(Use<T> use) throws IOException {
        try (Prosody prosody = Prosody.start(Files.createDirectory(directory.resolve("prosody")), JID)) {
            return use.of(prosody.account());
        }
    }

    private <T> T withKith(Use<T> use) throws IOException {
        Machine laptop = new Machine(directory.resolve("laptop"), UnaryOperator.identity());
        laptop.run("init", "--name", "laptop", "--jid", JID).ok();
        int port = Prosody.freePort();
        laptop.run("up", "--interface", "127.0.0.1", "--no-mdns", "--xmpp", String.valueOf(port))
                .ok();
        try {
            return use.of(account(laptop, port, "--clear"));
        } finally {
            laptop.down();
        }
    }

    /** A new token of {@code machine}'s. */
    static Account account(Machine machine, int port, String... options) {
        List<String> command = new java.util.ArrayList<>(List.of("token", "add", "client" + options.length));
        command.addAll(List.of(options));
        JsonObject token = machine.json(command.toArray(String[]::new)).getAsJsonObject();
        return new Account(
                port, token.get("account").getAsString(), token.get("token").getAsString());
    }
}
