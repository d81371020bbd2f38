package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = "Makes a new home of a backup, as a new device of the account.",
        footer = {
            "",
            "It syncs with the account's other devices at once, the one that the backup is of",
            "included. --passphrase-file protects the new home; it has nothing to do with the",
            "backup's.",
            "",
            "  kith restore contacts.kith --name \"new laptop\""
        })
final class RestoreCommand extends KithCommand {

    @Parameters(paramLabel = "FILE", description = "what kith backup wrote")
    private Path file;

    @Mixin
    private BackupPassphraseOption backupPassphrase;

    @Option(names = "--name", paramLabel = "DEVICE", description = "what to call this device (else the host's name)")
    private @Nullable String name;

    private boolean member = true;

    @Override
    int run() throws Failure {
        try (Service service = open(Access.CREATE)) {
            service.call("vacant", new Params().json(), event -> {});
            String passphrase = backupPassphrase.passphrase(terminal()).known();
            Params params = new Params()
                    .with("file", file.toAbsolutePath().normalize().toString())
                    .with("passphrase", passphrase)
                    .with("name", name);
            JsonElement done = service.call("restore", params.json(), this::heard);
            print(
                    done,
                    () -> List.of(Count.of(Json.number(done, "contacts"), "contact") + " and "
                            + Count.of(Json.number(done, "groups"), "group") + " restored"));
        }
        if (!member) {
            terminal().flush();
            terminal()
                    .tell("kith: the device of this backup is no longer a member of the account. The contacts are here,"
                            + " but this home cannot sync. To sync: kith join in another --home, and kith import there"
                            + " what kith export --format json gives here.");
        } else {
            note("This is a new device of the account. Next: kith up. kith device list shows the others:"
                    + " revoke those that are lost.");
        }
        return 0;
    }

    private void heard(JsonObject event) {
        if (Json.text(event, "event").equals("not-a-member")) {
            member = false;
        }
    }
}
