package im.kith.cli.command;

import im.kith.cli.service.Failure;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = "Finds contacts by words in names, addresses and groups.",
        footer = {"", "Case and accents do not matter; all words must occur.", "", "  kith search juliet friends"})
final class SearchCommand extends KithCommand {

    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "what to look for")
    private List<String> words;

    @Override
    int run() throws Failure {
        if (contacts("search", new Params().with("text", String.join(" ", words))) == 0) {
            note("Nothing found.");
        }
        return 0;
    }
}
