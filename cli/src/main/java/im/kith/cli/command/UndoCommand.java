package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.HistoryText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.render.Progress;
import im.kith.cli.service.Failure;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "undo",
        description = "Takes back the last change that was made on this device, or one version.",
        footer = {
            "",
            "What was changed again since stays, and is told. An undo is a change too: undo",
            "it to do it again. With REF only what the change did to that contact is taken",
            "back.",
            "",
            "  kith undo                            an edit, rm, merge, import: what was last",
            "  kith undo juliet@example.org",
            "  kith undo juliet@example.org --to 5ce1f0a2.17       see kith history"
        })
final class UndoCommand extends KithCommand {

    @Parameters(
            paramLabel = "REF",
            arity = "0..1",
            description = "only of this contact or group: id or the beginning of it, address, or exact name")
    private @Nullable String ref;

    @Option(names = "--to", paramLabel = "VERSION", description = "take back this version, whichever device made it")
    private @Nullable String version;

    @Override
    int run() throws Failure {
        JsonElement undone = undone();
        print(undone, () -> HistoryText.undone(undone));
        Json.texts(undone, "kept").forEach(kept -> note("Not undone: " + Printable.of(kept)));
        return 0;
    }

    private JsonElement undone() throws Failure {
        boolean shown = !root().quiet() && !root().json();
        try (Progress progress = new Progress(terminal(), shown, InstantSource.system())) {
            return ask(
                    "undo",
                    new Params().with("ref", ref).with("to", version).json(),
                    event -> progress.at(Json.number(event, "done"), Json.number(event, "whole"), text(event)));
        }
    }

    private static String text(JsonObject event) {
        return switch (Json.text(event, "undoing")) {
            case "finding" -> "looking for what was changed";
            case "planning" -> "looking at what is there now";
            case "writing" -> Json.number(event, "done") + " taken back";
            default -> "storing it";
        };
    }
}
