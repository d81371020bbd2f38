package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.DeviceText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "device",
        description = "The devices of the account.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "  kith device invite        here; then, on the new device: kith join CODE"},
        subcommands = {
            DeviceCommand.ListDevices.class,
            DeviceCommand.Invite.class,
            DeviceCommand.Rename.class,
            DeviceCommand.Acknowledge.class,
            RevokeCommand.class,
            DeviceCommand.Rotate.class
        })
final class DeviceCommand extends KithCommand {

    @Override
    int run() throws Failure {
        throw Failure.of(Kind.USAGE, "kith device what?", "kith device --help lists what there is.");
    }

    @Command(
            name = "list",
            description = "Lists the account's devices.",
            footer = {"", "  kith device list"})
    static final class ListDevices extends KithCommand {

        @Override
        int run() throws Failure {
            JsonElement devices = ask("device list", new Params().json());
            print(devices, () -> DeviceText.table(devices, terminal()));
            return 0;
        }
    }

    @Command(
            name = "invite",
            description = "Prints a code and waits for the new device, on which you type: kith join CODE",
            footer = {"", "  kith device invite", "  kith device invite --ttl 60"})
    static final class Invite extends KithCommand {

        @Option(names = "--ttl", paramLabel = "SECONDS", description = "how long to wait (600)")
        private @Nullable Integer ttl;

        @Override
        int run() throws Failure {
            if (ttl != null && ttl < 1) {
                throw Failure.of(Kind.USAGE, "--ttl of " + ttl + " seconds", "It is a positive number of seconds.");
            }
            try (Service service = open(Access.USE)) {
                JsonElement joined = service.call(
                        "device invite", new Params().with("ttl", ttl).json(), this::code);
                print(
                        joined,
                        () -> List.of("Joined: " + Printable.of(Json.text(Json.object(joined, "joined"), "name"))));
            }
            return 0;
        }

        private void code(JsonObject event) {
            String code = Json.text(event, "code");
            printNow(event, () -> code.isEmpty() ? DeviceText.event(event) : "Code: " + code);
            if (!code.isEmpty()) {
                note("Type on the new device: kith join " + code);
            }
        }
    }

    @Command(
            name = "ack",
            description = "Says that you know a device which was added on another one: it is no longer announced here.",
            footer = {"", "  kith device ack phone"})
    static final class Acknowledge extends KithCommand {

        @Parameters(paramLabel = "REF", description = "its id, the beginning of it, or its name")
        private String ref;

        @Override
        int run() throws Failure {
            JsonElement device = ask("device ack", new Params().with("ref", ref).json());
            print(device, () -> List.of("Acknowledged " + Printable.of(Json.text(device, "name"))));
            return 0;
        }
    }

    @Command(
            name = "rotate",
            description = "Makes new shared secrets for all nodes and a new discovery key, for all members.",
            footer = {
                "",
                "Revoking a device does so by itself. What was written before stays as it is.",
                "",
                "  kith device rotate"
            })
    static final class Rotate extends KithCommand {

        @Override
        int run() throws Failure {
            JsonElement device = ask("device rotate", new Params().json());
            print(device, () -> List.of("New secrets for every node, and a new discovery key"));
            return 0;
        }
    }

    @Command(
            name = "rename",
            description = "Gives a device another name.",
            footer = {"", "  kith device rename phone \"old phone\""})
    static final class Rename extends KithCommand {

        @Parameters(index = "0", paramLabel = "REF", description = "its id, the beginning of it, or its name")
        private String ref;

        @Parameters(index = "1", paramLabel = "NAME", description = "what to call it from now on")
        private String name;

        @Override
        int run() throws Failure {
            JsonElement device = ask(
                    "device rename",
                    new Params().with("ref", ref).with("name", name).json());
            print(device, () -> List.of("Renamed to " + Printable.of(Json.text(device, "name"))));
            return 0;
        }
    }
}
