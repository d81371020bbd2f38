package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "Lists contacts.",
        footer = {"", "  kith list --group Friends --sort changed"})
final class ListCommand extends KithCommand {

    enum Sort {
        NAME,
        ADDED,
        CHANGED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--group", paramLabel = "GROUP", description = "only those in this group")
    private @Nullable String group;

    @Option(names = "--sort", paramLabel = "FIELD", description = "${COMPLETION-CANDIDATES}")
    private @Nullable Sort sort;

    @Override
    int run() throws Failure {
        Params params = new Params().with("group", group);
        if (sort != null) {
            params.with("sort", sort.toString());
        }
        JsonElement contacts = ask("list", params.json());
        if (Json.elements(contacts).isEmpty()) {
            note(group == null ? "No contacts yet: kith add --help, kith import --help." : "Nobody in that group.");
        }
        if (root().json() || !Json.elements(contacts).isEmpty()) {
            print(contacts, () -> ContactText.table(contacts, terminal()));
        }
        return 0;
    }
}
