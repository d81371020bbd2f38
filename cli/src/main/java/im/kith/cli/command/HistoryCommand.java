package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.HistoryText;
import im.kith.cli.service.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Shows what changed of a contact or group, when, and on which device; newest first.",
        footer = {
            "",
            "Also of one that was deleted: by its address, name or id as they were last.",
            "",
            "  kith history juliet@example.org",
            "  kith undo juliet@example.org --to VERSION     takes one of the changes back"
        })
final class HistoryCommand extends KithCommand {

    @Parameters(paramLabel = "REF", description = "id or the beginning of it, address, or exact name")
    private String ref;

    @Override
    int run() throws Failure {
        JsonElement history = ask("history", new Params().with("ref", ref).json());
        print(history, () -> HistoryText.lines(history, terminal()));
        return 0;
    }
}
