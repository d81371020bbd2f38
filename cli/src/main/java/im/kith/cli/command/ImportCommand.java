package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.format.ContactFile;
import im.kith.cli.render.Json;
import im.kith.cli.render.Printable;
import im.kith.cli.render.Progress;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = "Adds the contacts in a file, vCard 3 or 4 or kith JSON. Whom you have already is merged.",
        footer = {"", "  kith import contacts.vcf", "  ssh other-machine cat contacts.vcf | kith import -"})
final class ImportCommand extends KithCommand {

    private static final int REJECTED_SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "- is stdin")
    private String file;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "${COMPLETION-CANDIDATES}; else recognised by what is in the file")
    private @Nullable FileFormat format;

    @Option(names = "--dry-run", description = "say what would happen, change nothing")
    private boolean dryRun;

    @Override
    int run() throws Failure {
        Optional<ContactFile.Format> named = Optional.ofNullable(format).map(FileFormat::format);
        CountingStream in = new CountingStream(source());
        try (ContactFile contacts = ContactFile.open(in, named)) {
            JsonElement result = imported(contacts, in);
            print(result, () -> summary(result));
            if (contacts.fieldsNotKept() > 0 && !root().quiet()) {
                terminal()
                        .tell(
                                "kith: " + contacts.fieldsNotKept()
                                        + " fields that kith has no place for were not kept (photos, postal addresses and the like).");
            }
            return code(result);
        }
    }

    private JsonElement imported(ContactFile contacts, CountingStream in) throws Failure {
        boolean shown = !root().quiet() && !root().json();
        long size = size();
        try (Service service = open(Access.USE);
                Progress progress = new Progress(terminal(), shown, InstantSource.system())) {
            return new ImportRun(service, dryRun)
                    .all(contacts, read -> progress.at(in.count(), size, read + " contacts read"));
        }
    }

    private InputStream source() throws Failure {
        try {
            return file.equals("-") ? terminal().in() : Files.newInputStream(Path.of(file));
        } catch (IOException | RuntimeException e) {
            throw Failure.of(Kind.BAD_INPUT, "cannot read " + file, "Does it exist, and may you read it?")
                    .causedBy(e);
        }
    }

    private long size() {
        try {
            return file.equals("-") ? 0 : Files.size(Path.of(file));
        } catch (IOException unknown) {
            return 0;
        }
    }

    private List<String> summary(JsonElement result) {
        List<String> lines = new ArrayList<>();
        lines.add((dryRun ? "Would have read " : "Read ") + Json.number(result, "read") + ": added "
                + Json.number(result, "added") + ", merged " + Json.number(result, "merged") + ", unchanged "
                + Json.number(result, "unchanged") + ", rejected "
                + Json.array(result, "rejected").size());
        List<JsonElement> rejected = Json.array(result, "rejected");
        for (JsonElement each : rejected.subList(0, Math.min(REJECTED_SHOWN, rejected.size()))) {
            lines.add("  line " + Json.number(each, "line") + ": " + Printable.of(Json.text(each, "reason")));
        }
        if (rejected.size() > REJECTED_SHOWN) {
            lines.add("  and " + (rejected.size() - REJECTED_SHOWN) + " more; --json lists them all");
        }
        return lines;
    }

    /** A file of which nothing could be taken was bad input; one with some bad contacts was not. */
    private static int code(JsonElement result) {
        int rejected = Json.array(result, "rejected").size();
        return rejected > 0 && rejected == Json.number(result, "read") ? Kind.BAD_INPUT.exitCode() : 0;
    }
}
