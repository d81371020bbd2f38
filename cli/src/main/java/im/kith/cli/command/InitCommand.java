package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "init",
        description = "Founds an account with this as its first device.",
        footer = {"", "On a further device use kith join instead.", "", "  kith init --name laptop"})
final class InitCommand extends KithCommand {

    @Option(names = "--name", paramLabel = "DEVICE", description = "what to call this device (else the host's name)")
    private @Nullable String name;

    @Option(names = "--jid", paramLabel = "JID", description = "your XMPP address, if you have one")
    private @Nullable String jid;

    @Override
    int run() throws Failure {
        Params params = new Params().with("name", name).with("jid", jid);
        try (Service service = open(Access.CREATE)) {
            JsonElement made = service.call("init", params.json(), event -> {});
            print(
                    made,
                    () -> List.of(
                            "Account " + Json.text(made, "account"),
                            "Device  " + Json.text(Json.object(made, "device"), "name")));
            note("Next: kith add --name \"Juliet Capulet\" --jid juliet@example.org, and kith up.");
        }
        return 0;
    }
}
