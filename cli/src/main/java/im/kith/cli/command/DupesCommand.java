package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.DupeText;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dupes",
        description = "Finds contacts and groups that are, or look like, the same; certain ones first.",
        footer = {
            "",
            "Certain: they share an address. Likely: one name, the same words in the name in",
            "another order, or the same part before the @ at two hosts; groups of one name.",
            "",
            "  kith dupes",
            "  kith merge juliet@example.org juliet@example.com     makes two of them one",
            "  kith merge --all                                     all certain ones",
            "  kith dupes --ignore romeo@example.org romeo@example.net    these are two",
            "  kith dupes --heed romeo@example.org romeo@example.net      look at them again"
        })
final class DupesCommand extends KithCommand {

    @Option(names = "--ignore", description = "those named are different: not told any more, on all devices")
    private boolean ignore;

    @Option(names = "--heed", description = "takes that back")
    private boolean heed;

    @Parameters(paramLabel = "REF", arity = "0..*", description = "with --ignore or --heed: two or more")
    private List<String> refs = List.of();

    @Override
    int run() throws Failure {
        boolean names = ignore || heed;
        if ((ignore && heed) || names == refs.isEmpty() || refs.size() == 1) {
            throw Failure.of(
                    Kind.USAGE,
                    "--ignore and --heed take two contacts or more, dupes by itself none",
                    "kith dupes --ignore romeo@example.org romeo@example.net");
        }
        Params params = new Params();
        if (names) {
            params.with(ignore ? "ignore" : "heed", refs);
        }
        JsonElement found = ask("dupes", params.json());
        if (root().json() || !Json.elements(found).isEmpty()) {
            print(found, () -> DupeText.lines(found));
        } else {
            note("No duplicates found.");
        }
        return 0;
    }
}
