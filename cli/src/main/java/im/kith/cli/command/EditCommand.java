package im.kith.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.editor.EditorSession;
import im.kith.cli.render.ContactText;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "edit",
        description = "Changes what is named of a contact, and nothing else; without options in your editor.",
        footer = {
            "",
            "Without options it opens VISUAL or EDITOR on the contact. Several contacts, or",
            "a group, can be put into groups or taken out of them at once; it asks first on",
            "a terminal.",
            "",
            "  kith edit juliet@example.org",
            "  kith edit juliet@example.org --name \"Juliet Montague\" --add-group Family",
            "  kith edit juliet@example.org --name \"\"        takes the name away",
            "  kith edit --group Work --add-group Former --remove-group Work"
        })
final class EditCommand extends ReopeningCommand {

    @Mixin
    private Targets targets;

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
        targets.check();
        JsonObject changes = new Params()
                .with("name", name)
                .with("addIdentities", IdentityOption.identities(addJids, addIdentities))
                .with("removeIdentities", IdentityOption.identities(removeJids, removeIdentities))
                .with("addGroups", addGroups)
                .with("removeGroups", removeGroups)
                .json();
        Optional<String> only = targets.only();
        if (only.isEmpty()) {
            return editAll(changes);
        } else if (changes.isEmpty()) {
            return inEditor(only.get());
        }
        changes.addProperty("ref", only.get());
        return show(ask("edit", changes));
    }

    private int show(JsonElement contact) {
        print(contact, () -> ContactText.details(contact));
        return 0;
    }

    private int inEditor(String ref) throws Failure {
        if (!terminal().inIsTerminal() || !terminal().outIsTerminal()) {
            throw Failure.of(
                    Kind.USAGE,
                    "nothing to change, and no terminal for an editor",
                    "Name what to change: kith edit --help lists what can be.");
        }
        Optional<JsonObject> changed =
                new EditorSession(this::ask, terminal().environment(), terminal()::tell).edit(ref);
        if (changed.isEmpty()) {
            note("Nothing was changed.");
            return root().json()
                    ? show(ask("show", new Params().with("ref", ref).json()))
                    : 0;
        }
        return show(changed.get());
    }

    private int editAll(JsonObject changes) throws Failure {
        if (changes.isEmpty()) {
            throw Failure.of(Kind.USAGE, "nothing to change", "In an editor it is one contact at a time.");
        }
        if (changes.has("addIdentities") || (name != null && !name.isBlank())) {
            throw Failure.of(
                    Kind.USAGE,
                    "a name or an address is for one contact, not for several",
                    "What several can be given is groups: --add-group, --remove-group.");
        }
        Optional<List<String>> refs = targets.confirmed(this, "Change");
        if (refs.isEmpty() || refs.get().isEmpty()) {
            note(refs.isEmpty() ? "Nothing was changed." : "Nobody in that group.");
            print(new JsonArray(), List::of);
            return 0;
        }
        changes.add("refs", Json.arrayOf(refs.get()));
        JsonElement contacts = ask("edit", changes);
        int count = Json.elements(contacts).size();
        print(contacts, () -> List.of("Changed " + count + (count == 1 ? " contact" : " contacts")));
        return 0;
    }
}
