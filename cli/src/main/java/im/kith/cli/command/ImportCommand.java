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
        description = {
            "Adds the contacts in a file. Whom you have already is merged.",
            "Reads vCard 2.1 to 4.0, rosters (XEP-0227 or jabber:iq:roster), CSV with a",
            "header, kith JSON."
        },
        footer = {
            "",
            "  kith import contacts.vcf",
            "  kith import --dry-run google.csv",
            "  kith import --from-roster account.xml        says how to go on",
            "  ssh other-machine cat contacts.vcf | kith import -"
        })
final class ImportCommand extends KithCommand {

    private static final int REJECTED_SHOWN = 20;

    @Parameters(paramLabel = "FILE", description = "- is stdin")
    private String file;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "${COMPLETION-CANDIDATES}; else recognised by what is in the file")
    private ContactFile.@Nullable Format format;

    @Option(
            names = "--from-roster",
            description = "the file is a roster whose names and groups are to leave the server: says how to go on")
    private boolean fromRoster;

    @Option(names = "--dry-run", description = "say what would happen, change nothing")
    private boolean dryRun;

    @Override
    int run() throws Failure {
        if (fromRoster && format != null && format != ContactFile.Format.XEP0227) {
            throw Failure.of(Kind.USAGE, "--from-roster reads a roster, not " + format, "Leave --format away.");
        }
        Optional<ContactFile.Format> named = Optional.ofNullable(fromRoster ? ContactFile.Format.XEP0227 : format);
        CountingStream in = new CountingStream(source());
        try (ContactFile contacts = ContactFile.open(in, named)) {
            JsonElement result = imported(contacts, in);
            print(result, () -> summary(result));
            tellLosses(contacts);
            if (fromRoster && !dryRun) {
                tellMinimal(contacts.account());
            }
            return code(result);
        }
    }

    private void tellLosses(ContactFile contacts) {
        int count = contacts.losses().count();
        if (count > 0 && !root().quiet()) {
            terminal().flush();
            terminal().tell("kith: not kept, though the contacts are: " + count + (count == 1 ? " field" : " fields"));
            contacts.losses().first().forEach(each -> terminal().tell("  " + Printable.of(each)));
        }
    }

    /** XEP-0510 §Business Rules: once there are contacts, the roster needs neither names nor groups. */
    private void tellMinimal(Optional<String> account) {
        note("The names and groups are in encrypted contacts now. To take them off the server, load the roster without"
                + " them into the account:\n  kith export --format xep0227 --minimal --account "
                + Printable.of(account.orElse("YOU@YOUR.SERVER")) + " > minimal.xml");
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
        lines.add("Read " + Json.number(result, "read") + (dryRun ? "; would have added " : ": added ")
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
