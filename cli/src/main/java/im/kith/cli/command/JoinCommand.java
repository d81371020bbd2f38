package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "join",
        description = "Makes this a device of the account that showed you CODE, and syncs once.",
        footer = {"", "  kith join 1234 5678"})
final class JoinCommand extends KithCommand {

    @Parameters(paramLabel = "CODE", arity = "1..2", description = "what kith device invite showed, 8 digits")
    private List<String> code;

    @Option(names = "--name", paramLabel = "DEVICE", description = "what to call this device (else the host's name)")
    private @Nullable String name;

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            description = "where the inviting device is, when it cannot be found by itself")
    private @Nullable String peer;

    @Override
    int run() throws Failure {
        String digits = String.join("", code).replaceAll("[\\s-]", "");
        if (!digits.matches("[0-9]{8}")) {
            throw Failure.of(
                    Kind.BAD_INPUT,
                    "'" + String.join(" ", code) + "' is not a code of 8 digits",
                    "kith device invite on the other device shows one.");
        }
        if (peer != null) {
            NetworkOptions.checkPeer(peer);
        }
        Params params = new Params().with("code", digits).with("name", name).with("peer", peer);
        try (Service service = open(Access.CREATE)) {
            JsonElement joined = service.call("join", params.json(), event -> {});
            print(
                    joined,
                    () -> List.of(
                            "Joined " + Json.text(joined, "account"),
                            "Device " + Json.text(Json.object(joined, "device"), "name") + ", "
                                    + Json.number(joined, "contacts")
                                    + (Json.number(joined, "contacts") == 1 ? " contact" : " contacts")));
            note("Next: kith up keeps this device up to date.");
        }
        return 0;
    }
}
