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
        footer = {
            "",
            "On a further device use kith join instead.",
            "",
            "--refound is for when no other member is left, or this device was revoked: a",
            "new account with what this home holds takes the place of the old one. Other",
            "devices stay in the old account. History is not carried over.",
            "",
            "  kith init --name laptop",
            "  kith init --refound"
        })
final class InitCommand extends KithCommand {

    @Option(names = "--name", paramLabel = "DEVICE", description = "what to call this device (else the host's name)")
    private @Nullable String name;

    @Option(names = "--jid", paramLabel = "JID", description = "your XMPP address, if you have one")
    private @Nullable String jid;

    @Option(names = "--refound", description = "make a new account that keeps this home's contacts")
    private boolean refound;

    @Override
    int run() throws Failure {
        Params params = new Params().with("name", name).with("jid", jid);
        if (refound) {
            params = params.with("refound", true);
        }
        try (Service service = open(refound ? Access.USE : Access.CREATE)) {
            JsonElement made = service.call("init", params.json(), event -> {});
            print(
                    made,
                    () -> List.of(
                            "Account " + Json.text(made, "account"),
                            "Device  " + Json.text(Json.object(made, "device"), "name")));
            if (refound) {
                note("Other devices join anew: kith device invite here, kith join there in a new home.");
                return 0;
            }
            note("Next: kith add --name \"Juliet Capulet\" --jid juliet@example.org, and kith up.");
        }
        return 0;
    }
}
