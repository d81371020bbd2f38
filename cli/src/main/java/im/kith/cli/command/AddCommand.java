package im.kith.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "add",
        description = "Adds a contact. A group that does not exist yet is made.",
        footer = {"", "  kith add --name \"Juliet Capulet\" --jid juliet@example.org --group Friends"})
final class AddCommand extends KithCommand {

    @Option(names = "--name", paramLabel = "NAME", description = "what to call the contact")
    private @Nullable String name;

    @Option(names = "--jid", paramLabel = "JID", description = "an XMPP address; may be repeated")
    private List<String> jids = List.of();

    @Option(
            names = "--identity",
            paramLabel = "TYPE=VALUE",
            description = "any other address, such as email=a@b.example")
    private List<String> identities = List.of();

    @Option(names = "--group", paramLabel = "GROUP", description = "a group's name; may be repeated")
    private List<String> groups = List.of();

    @Override
    int run() throws Failure {
        JsonArray all = IdentityOption.identities(jids, identities);
        if (all.isEmpty()) {
            throw Failure.of(Kind.BAD_INPUT, "a contact needs an address", "Give it a --jid, or --identity email=…");
        }
        Params params = new Params().with("name", name).with("identities", all).with("groups", groups);
        JsonElement contact = ask("add", params.json());
        print(contact, () -> List.of("Added " + ContactText.brief(contact)));
        return 0;
    }
}
