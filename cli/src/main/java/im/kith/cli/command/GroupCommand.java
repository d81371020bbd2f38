package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "group",
        description = "Groups of contacts.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "  kith group add Friends --description \"People I like\""},
        subcommands = {
            GroupCommand.ListGroups.class,
            GroupCommand.Add.class,
            GroupCommand.Rename.class,
            GroupCommand.Describe.class,
            GroupCommand.Remove.class
        })
final class GroupCommand extends KithCommand {

    @Override
    int run() throws Failure {
        throw Failure.of(Kind.USAGE, "kith group what?", "kith group --help lists what there is.");
    }

    /** A command whose answer is one group. */
    abstract static class OnGroup extends KithCommand {

        final int tell(String operation, Params params, String done) throws Failure {
            JsonElement group = ask(operation, params.json());
            print(group, () -> List.of(done + " " + Printable.of(Json.text(group, "name"))));
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "Lists groups.",
            footer = {"", "  kith group list"})
    static final class ListGroups extends KithCommand {

        @Override
        int run() throws Failure {
            JsonElement groups = ask("group list", new Params().json());
            if (Json.elements(groups).isEmpty()) {
                note("No groups yet: kith group add NAME, or kith edit REF --add-group NAME.");
            }
            if (root().json() || !Json.elements(groups).isEmpty()) {
                print(groups, () -> ContactText.groups(groups, terminal()));
            }
            return 0;
        }
    }

    @Command(
            name = "add",
            description = "Makes a group.",
            footer = {"", "  kith group add Friends --description \"People I like\""})
    static final class Add extends OnGroup {

        @Parameters(index = "0", paramLabel = "NAME", description = "what to call it")
        private String name;

        @Option(names = "--description", paramLabel = "TEXT", description = "what it is for")
        private @Nullable String description;

        @Override
        int run() throws Failure {
            return tell("group add", new Params().with("name", name).with("description", description), "Added");
        }
    }

    @Command(
            name = "rename",
            description = "Gives a group another name.",
            footer = {"", "  kith group rename Friends \"Old friends\""})
    static final class Rename extends OnGroup {

        @Parameters(index = "0", paramLabel = "REF", description = "its id, the beginning of it, or its name")
        private String ref;

        @Parameters(index = "1", paramLabel = "NAME", description = "what to call it from now on")
        private String name;

        @Override
        int run() throws Failure {
            return tell("group rename", new Params().with("ref", ref).with("name", name), "Renamed to");
        }
    }

    @Command(
            name = "describe",
            description = "Says what a group is for.",
            footer = {"", "  kith group describe Friends \"People I like\""})
    static final class Describe extends OnGroup {

        @Parameters(index = "0", paramLabel = "REF", description = "its id, the beginning of it, or its name")
        private String ref;

        @Parameters(index = "1", paramLabel = "TEXT", description = "what it is for")
        private String description;

        @Override
        int run() throws Failure {
            return tell("group describe", new Params().with("ref", ref).with("description", description), "Described");
        }
    }

    @Command(
            name = "rm",
            description = "Deletes a group; its contacts stay.",
            footer = {"", "  kith group rm Friends", "  kith undo        brings it back"})
    static final class Remove extends OnGroup {

        @Parameters(index = "0", paramLabel = "REF", description = "its id, the beginning of it, or its name")
        private String ref;

        @Override
        int run() throws Failure {
            return tell("group rm", new Params().with("ref", ref), "Removed");
        }
    }
}
