package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Writes everything to one encrypted file, from which kith restore brings it back.",
        footer = {
            "",
            "The file has a passphrase of its own. Without it nobody can read the backup,",
            "you neither. gpg --decrypt opens it too; inside are the contacts as vCards and",
            "a README.",
            "",
            "  kith backup contacts.kith --new-passphrase",
            "  kith backup contacts.kith --backup-passphrase-file secret.txt --overwrite"
        })
final class BackupCommand extends KithCommand {

    @Parameters(paramLabel = "FILE", description = "where to write it")
    private Path file;

    @Mixin
    private BackupPassphraseOption backupPassphrase;

    @Option(names = "--new-passphrase", description = "make a passphrase of words, to write down")
    private boolean make;

    @Option(names = "--overwrite", description = "replace FILE if it is there")
    private boolean overwrite;

    @Override
    int run() throws Failure {
        if (make && backupPassphrase.isGiven()) {
            throw Failure.of(
                    Kind.USAGE,
                    "--new-passphrase and --backup-passphrase-file contradict each other",
                    "Which passphrase shall the backup have?");
        }
        String passphrase = make
                ? BackupPassphrase.made(new SecureRandom())
                : backupPassphrase.passphrase(terminal()).chosen();
        Params params = new Params()
                .with("file", file.toAbsolutePath().normalize().toString())
                .with("passphrase", passphrase)
                .with("replace", overwrite);
        try (Service service = open(Access.USE)) {
            JsonObject done = service.call("backup", params.json(), event -> {}).getAsJsonObject();
            if (make && root().json()) {
                done.addProperty("passphrase", passphrase);
            }
            print(
                    done,
                    () -> List.of(Count.of(Json.number(done, "contacts"), "contact") + " and "
                            + Count.of(Json.number(done, "groups"), "group") + " in " + file));
            if (make && !root().json()) {
                terminal().flush();
                terminal().tell("");
                terminal().tell("  " + passphrase);
                terminal().tell("");
                terminal()
                        .tell(
                                "Write these words down, in this order. It is shown this once, and the backup opens with it alone.");
            }
        }
        return 0;
    }
}
