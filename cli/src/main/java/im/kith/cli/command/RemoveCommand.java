package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rm",
        description = "Deletes contacts, on all devices.",
        footer = {
            "",
            "Asks on a terminal before it deletes several.",
            "",
            "  kith rm juliet@example.org",
            "  kith rm --group Work",
            "  kith rm --group Work --yes        in a script"
        })
final class RemoveCommand extends ReopeningCommand {

    @Mixin
    private Targets targets;

    @Override
    int run() throws Failure {
        targets.check();
        Optional<List<String>> refs =
                targets.only().isPresent() ? targets.only().map(List::of) : targets.confirmed(this, "Remove");
        if (refs.isEmpty() || refs.get().isEmpty()) {
            note(refs.isEmpty() ? "Nothing was removed." : "Nobody in that group.");
            print(none(), List::of);
            return 0;
        }
        JsonElement removed = ask("rm", new Params().with("refs", refs.get()).json());
        int count = Json.array(removed, "removed").size();
        print(removed, () -> List.of("Removed " + count + (count == 1 ? " contact" : " contacts")));
        return 0;
    }

    private static JsonObject none() {
        JsonObject json = new JsonObject();
        json.add("removed", Json.arrayOf(List.of()));
        return json;
    }
}
