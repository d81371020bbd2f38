package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.render.Table;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "node",
        description = "The pubsub store beneath, any node.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "  kith node items urn:xmpp:contacts"},
        subcommands = {
            NodeCommand.ListNodes.class,
            NodeCommand.Items.class,
            NodeCommand.Publish.class,
            NodeCommand.Retract.class
        })
final class NodeCommand extends KithCommand {

    @Override
    int run() throws Failure {
        throw Failure.of(Kind.USAGE, "kith node what?", "kith node --help lists what there is.");
    }

    @Command(
            name = "list",
            description = "Lists nodes.",
            footer = {"", "  kith node list"})
    static final class ListNodes extends KithCommand {

        @Override
        int run() throws Failure {
            JsonElement nodes = ask("node list", new Params().json());
            print(nodes, () -> {
                Table table = new Table("NODE", "ITEMS");
                for (JsonElement node : Json.elements(nodes)) {
                    table.row(Json.text(node, "node"), Long.toString(Json.number(node, "items")));
                }
                return table.lines(terminal().width(), terminal().outColour());
            });
            return 0;
        }
    }

    @Command(
            name = "items",
            description = "Shows a node's items.",
            footer = {"", "  kith node items urn:xmpp:contacts", "  kith node items urn:xmpp:contacts --raw"})
    static final class Items extends KithCommand {

        @Parameters(index = "0", paramLabel = "NODE", description = "its name, see kith node list")
        private String node;

        @Option(names = "--raw", description = "what is stored and sent: encrypted, base64")
        private boolean raw;

        @Override
        int run() throws Failure {
            Params params = new Params().with("node", node);
            if (raw) {
                params.with("raw", true);
            }
            JsonElement items = ask("node items", params.json());
            print(items, () -> {
                List<String> lines = new ArrayList<>();
                for (JsonElement item : Json.elements(items)) {
                    lines.add(terminal().outColour().strong(Printable.of(Json.text(item, "id"))) + "  "
                            + Json.text(item, "at") + "  " + Printable.of(Json.text(item, "publisher")));
                    lines.add(Printable.of(Json.text(item, raw ? "encrypted" : "payload")));
                }
                return lines;
            });
            return 0;
        }
    }

    @Command(
            name = "publish",
            description = "Publishes an item, XML from a file or stdin.",
            footer = {"", "  kith node publish urn:example:notes note.xml --id first"})
    static final class Publish extends KithCommand {

        /** An item's payload is at most 256 KiB. */
        private static final int LIMIT = 256 << 10;

        @Parameters(index = "0", paramLabel = "NODE", description = "its name, see kith node list")
        private String node;

        @Parameters(index = "1", paramLabel = "FILE", arity = "0..1", description = "- or nothing is stdin")
        private @Nullable String file;

        @Option(names = "--id", paramLabel = "ID", description = "the item's id (else a new one)")
        private @Nullable String id;

        @Override
        int run() throws Failure {
            Params params = new Params().with("node", node).with("id", id).with("payload", payload());
            JsonElement item = ask("node publish", params.json());
            print(item, () -> List.of("Published " + Printable.of(Json.text(item, "id"))));
            return 0;
        }

        private String payload() throws Failure {
            boolean stdin = file == null || file.equals("-");
            try (InputStream in = stdin ? terminal().in() : Files.newInputStream(Path.of(String.valueOf(file)))) {
                byte[] octets = in.readNBytes(LIMIT + 1);
                if (octets.length > LIMIT) {
                    throw Failure.of(Kind.BAD_INPUT, "a payload of more than " + LIMIT + " octets");
                }
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(octets))
                        .toString();
            } catch (CharacterCodingException e) {
                throw Failure.of(Kind.BAD_INPUT, "the payload is not UTF-8").causedBy(e);
            } catch (IOException e) {
                throw Failure.of(Kind.BAD_INPUT, "cannot read " + file, "Does it exist?")
                        .causedBy(e);
            }
        }
    }

    @Command(
            name = "retract",
            description = "Takes an item back.",
            footer = {"", "  kith node retract urn:example:notes first"})
    static final class Retract extends KithCommand {

        @Parameters(index = "0", paramLabel = "NODE", description = "its name, see kith node list")
        private String node;

        @Parameters(index = "1", paramLabel = "ID", description = "of the item, see kith node items NODE")
        private String id;

        @Override
        int run() throws Failure {
            JsonElement item = ask(
                    "node retract",
                    new Params().with("node", node).with("id", id).json());
            print(item, () -> List.of("Retracted " + Printable.of(Json.text(item, "id"))));
            return 0;
        }
    }
}
