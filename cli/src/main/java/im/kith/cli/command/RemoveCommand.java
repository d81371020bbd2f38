package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description = "Deletes contacts, on all devices.",
        footer = {"", "  kith rm juliet@example.org"})
final class RemoveCommand extends KithCommand {

    @Parameters(paramLabel = "REF", arity = "1..*", description = "id or the beginning of it, address, or exact name")
    private List<String> refs;

    @Override
    int run() throws Failure {
        JsonElement removed = ask("rm", new Params().with("refs", refs).json());
        int count = Json.array(removed, "removed").size();
        print(removed, () -> List.of("Removed " + count + (count == 1 ? " contact" : " contacts")));
        return 0;
    }
}
