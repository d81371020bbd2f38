package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        description = "Makes contacts, or groups, one: all addresses, groups and extensions are kept.",
        footer = {
            "",
            "Of several names the one given last stays. kith undo makes them several again.",
            "",
            "  kith merge juliet@example.org juliet@example.com",
            "  kith merge --all       all that share an address, see kith dupes"
        })
final class MergeCommand extends KithCommand {

    @Parameters(paramLabel = "REF", arity = "0..*", description = "id or the beginning of it, address, or exact name")
    private List<String> refs = List.of();

    @Option(names = "--all", description = "all certain duplicates")
    private boolean all;

    @Override
    int run() throws Failure {
        if (all != refs.isEmpty()) {
            throw Failure.of(
                    Kind.USAGE, "either --all or the contacts to make one", "kith dupes shows what could be made one.");
        }
        JsonElement merged =
                ask("merge", new Params().with("refs", refs).with("all", all).json());
        if (all) {
            int count = Json.elements(merged).size();
            if (count == 0 && !root().json()) {
                note("No certain duplicates found.");
                return 0;
            }
            print(
                    merged,
                    () -> List.of(
                            "Made one each of the duplicates of " + count + (count == 1 ? " contact" : " contacts")));
        } else if (Json.array(merged, "identities").isEmpty()) {
            print(merged, () -> List.of("One group now: " + ContactText.brief(merged)));
        } else {
            print(merged, () -> ContactText.details(merged));
        }
        return 0;
    }
}
