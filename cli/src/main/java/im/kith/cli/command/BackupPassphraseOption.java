package im.kith.cli.command;

import im.kith.cli.render.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a backup's passphrase comes from. */
final class BackupPassphraseOption {

    @Option(
            names = "--backup-passphrase-file",
            paramLabel = "F",
            description = "where to read the backup's passphrase, - is stdin (else asked)")
    private @Nullable String file;

    boolean isGiven() {
        return file != null;
    }

    BackupPassphrase passphrase(Terminal terminal) {
        return new BackupPassphrase(file, terminal);
    }
}
