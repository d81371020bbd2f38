package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ezvcard.VCardVersion;
import im.kith.cli.format.CardWriter;
import im.kith.cli.format.ContactFile.Format;
import im.kith.cli.format.ContactWriter;
import im.kith.cli.format.CsvExport;
import im.kith.cli.format.JsonExport;
import im.kith.cli.format.RosterWriter;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description =
                "Writes contacts to stdout: vCard, which other programs read, a server's roster, CSV or kith JSON.",
        footer = {
            "",
            "  kith export > contacts.vcf",
            "  kith export --format json --group Friends",
            "  kith export --format xep0227 --minimal > minimal.xml"
        })
final class ExportCommand extends KithCommand {

    @Option(names = "--format", paramLabel = "F", description = "${COMPLETION-CANDIDATES}; default: vcard")
    private @Nullable Format format;

    @Option(names = "--group", paramLabel = "GROUP", description = "only those in this group")
    private @Nullable String group;

    @Option(names = "--vcard-version", paramLabel = "V", description = "4.0, the default, or 3.0 for older programs")
    private @Nullable String version;

    @Option(
            names = "--minimal",
            description = "a roster without names and groups, as a server should have it: JIDs and subscriptions")
    private boolean minimal;

    @Option(names = "--account", paramLabel = "JID", description = "whose roster it is; default: this account")
    private @Nullable String account;

    @Override
    int run() throws Failure {
        Format wanted = format();
        try (Service service = open(Access.USE)) {
            ContactWriter writer = writer(wanted, service);
            service.call("export", new Params().with("group", group).json(), event -> write(event, writer));
            writer.end();
            if (writer instanceof RosterWriter roster && roster.leftOut() > 0) {
                note("kith: " + roster.leftOut()
                        + (minimal
                                ? " contacts are in no roster that was imported and were left out"
                                : " contacts have no JID and were left out"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    /** The format asked for, if the other options go with it. */
    private Format format() throws Failure {
        Format wanted = format != null ? format : minimal || account != null ? Format.XEP0227 : Format.VCARD;
        if ((minimal || account != null) && wanted != Format.XEP0227) {
            throw Failure.of(Kind.USAGE, "--minimal and --account are for --format xep0227");
        }
        if (version != null && wanted != Format.VCARD) {
            throw Failure.of(Kind.USAGE, "--vcard-version is for --format vcard");
        }
        return wanted;
    }

    private ContactWriter writer(Format wanted, Service service) throws Failure, IOException {
        return switch (wanted) {
            case VCARD -> new CardWriter(terminal()::raw, version());
            case CSV -> new CsvExport(terminal()::raw);
            case JSON -> new JsonExport(terminal()::raw);
            case XEP0227 -> new RosterWriter(terminal()::raw, account(service), minimal);
        };
    }

    private VCardVersion version() throws Failure {
        String text = version == null ? "4.0" : version;
        return switch (text) {
            case "4.0", "4" -> VCardVersion.V4_0;
            case "3.0", "3" -> VCardVersion.V3_0;
            default -> throw Failure.of(Kind.USAGE, "no vCard version " + text, "kith writes 4.0 and 3.0.");
        };
    }

    private String account(Service service) throws Failure {
        return account != null
                ? account
                : Json.text(service.call("status", new Params().json(), event -> {}), "account");
    }

    private static void write(JsonObject event, ContactWriter writer) {
        try {
            if (event.get("group") instanceof JsonObject one) {
                writer.group(one);
            }
            for (JsonElement contact : Json.array(event, "contacts")) {
                if (contact instanceof JsonObject one) {
                    writer.write(one);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
