package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.format.CardWriter;
import im.kith.cli.format.JsonExport;
import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = "Writes contacts to stdout: vCard 4, which other programs read, or JSON, which loses nothing.",
        footer = {"", "  kith export > contacts.vcf", "  kith export --format json --group Friends"})
final class ExportCommand extends KithCommand {

    @Option(names = "--format", paramLabel = "F", description = "${COMPLETION-CANDIDATES}")
    private FileFormat format = FileFormat.VCARD;

    @Option(names = "--group", paramLabel = "GROUP", description = "only those in this group")
    private @Nullable String group;

    @Override
    int run() throws Failure {
        JsonElement contacts;
        JsonElement groups;
        try (Service service = open(Access.USE)) {
            contacts = service.call("list", new Params().with("group", group).json(), event -> {});
            groups = service.call("group list", new Params().json(), event -> {});
        }
        if (format == FileFormat.JSON) {
            JsonExport.write(wanted(Json.elements(groups)), Json.elements(contacts), terminal()::raw);
        } else {
            cards(Json.elements(contacts));
        }
        return 0;
    }

    private List<JsonElement> wanted(List<JsonElement> groups) {
        return groups.stream()
                .filter(each -> group == null
                        || Json.text(each, "name").equals(group)
                        || Json.text(each, "id").equals(group))
                .toList();
    }

    private void cards(List<JsonElement> contacts) {
        int incomplete = 0;
        try (CardWriter writer = new CardWriter(new TerminalWriter(terminal()))) {
            for (JsonElement contact : contacts) {
                if (contact instanceof JsonObject object && !writer.write(object)) {
                    incomplete++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (incomplete > 0 && !root().quiet()) {
            terminal()
                    .tell("kith: " + incomplete + " contacts hold extensions that a vCard has no place for;"
                            + " --format json keeps them.");
        }
    }

    /** The result's stream as a writer; it is flushed with everything else. */
    private static final class TerminalWriter extends Writer {

        private final Terminal terminal;

        TerminalWriter(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            terminal.raw(new String(text, offset, length));
        }

        @Override
        public void flush() {
            // the terminal does, once the command is done
        }

        @Override
        public void close() {
            // stdout stays open
        }
    }
}
