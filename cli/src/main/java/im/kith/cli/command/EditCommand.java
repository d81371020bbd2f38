package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.ContactText;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "edit",
        description = "Changes what is named of a contact, and nothing else.",
        footer = {
            "",
            "  kith edit juliet@example.org --name \"Juliet Montague\" --add-group Family",
            "  kith edit juliet@example.org --name \"\"        takes the name away"
        })
final class EditCommand extends KithCommand {

    @Parameters(paramLabel = "REF", description = "id or the beginning of it, address, or exact name")
    private String ref;

    @Option(names = "--name", paramLabel = "NAME", description = "a new name; an empty one takes it away")
    private @Nullable String name;

    @Option(names = "--add-jid", paramLabel = "JID", description = "another XMPP address")
    private List<String> addJids = List.of();

    @Option(names = "--remove-jid", paramLabel = "JID", description = "not this XMPP address any more")
    private List<String> removeJids = List.of();

    @Option(names = "--add-identity", paramLabel = "TYPE=VALUE", description = "another address")
    private List<String> addIdentities = List.of();

    @Option(names = "--remove-identity", paramLabel = "TYPE=VALUE", description = "not this address any more")
    private List<String> removeIdentities = List.of();

    @Option(names = "--add-group", paramLabel = "GROUP", description = "into this group")
    private List<String> addGroups = List.of();

    @Option(names = "--remove-group", paramLabel = "GROUP", description = "out of this group")
    private List<String> removeGroups = List.of();

    @Override
    int run() throws Failure {
        JsonObject changes = new Params()
                .with("name", name)
                .with("addIdentities", IdentityOption.identities(addJids, addIdentities))
                .with("removeIdentities", IdentityOption.identities(removeJids, removeIdentities))
                .with("addGroups", addGroups)
                .with("removeGroups", removeGroups)
                .json();
        if (changes.isEmpty()) {
            throw Failure.of(Kind.USAGE, "nothing to change", "kith edit --help lists what can be.");
        }
        changes.addProperty("ref", ref);
        JsonElement contact = ask("edit", changes);
        print(contact, () -> ContactText.details(contact));
        return 0;
    }
}
