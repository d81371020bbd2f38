package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.service.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows one contact.",
        footer = {"", "  kith show juliet@example.org"})
final class ShowCommand extends KithCommand {

    @Parameters(paramLabel = "REF", description = "id or the beginning of it, address, or exact name")
    private String ref;

    @Override
    int run() throws Failure {
        JsonElement contact = ask("show", new Params().with("ref", ref).json());
        print(contact, () -> ContactText.details(contact));
        return 0;
    }
}
