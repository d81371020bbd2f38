package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.Json;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.PassphraseSource;
import im.kith.cli.service.Service;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "passphrase",
        description = "Sets, changes or removes the passphrase that this home opens with.",
        footer = {
            "",
            "All keys of the home are wrapped anew. Copies of it that were made before still",
            "open with the old passphrase.",
            "",
            "  kith passphrase",
            "  kith passphrase --passphrase-file old.txt --new-passphrase-file new.txt",
            "  kith passphrase --none"
        })
final class PassphraseCommand extends KithCommand {

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "where to read the new passphrase, - is stdin (else asked twice)")
    private @Nullable String newFile;

    @Option(names = "--none", description = "remove it: a key file in the home opens it from then on")
    private boolean none;

    /** What was read, so that a person is asked once and a pipe is read once. */
    private static final class Read implements PassphraseSource {
        private final boolean named;
        private final char[] passphrase;

        private Read(boolean named, char[] passphrase) {
            this.named = named;
            this.passphrase = passphrase;
        }

        @Override
        public boolean named() {
            return named;
        }

        @Override
        public char[] read() {
            return passphrase.clone();
        }
    }

    @Override
    int run() throws Failure {
        if (none && newFile != null) {
            throw Failure.of(Kind.USAGE, "--none and --new-passphrase-file exclude each other", "One of them.");
        }
        PassphraseInput input = root().passphrase();
        boolean needed = root().opener().needsPassphrase(root().home());
        Read present = new Read(input.named(), needed ? input.read() : new char[0]);
        try (Service service = open(Access.USE, present)) {
            Params params = new Params();
            if (needed) {
                params.with("now", new String(present.passphrase));
            }
            if (!none) {
                params.with("new", fresh());
            }
            JsonElement changed = service.call("passphrase", params.json(), event -> {});
            print(
                    changed,
                    () -> List.of(
                            Json.flag(changed, "passphrase")
                                    ? "This home opens with its new passphrase only."
                                    : "This home opens without a passphrase: its key lies beside the store."));
        } finally {
            Arrays.fill(present.passphrase, '\0');
        }
        return 0;
    }

    private String fresh() throws Failure {
        if (newFile != null) {
            return new String(new PassphraseInput(newFile, terminal()).read());
        }
        char[] typed = PassphraseInput.typed(terminal(), "New passphrase: ");
        if (typed == null) {
            throw Failure.of(
                    Kind.KEY,
                    "no new passphrase was given",
                    "Type it on a terminal, name a file with --new-passphrase-file, or remove it with --none.");
        }
        if (typed.length == 0) {
            throw Failure.of(Kind.KEY, "the new passphrase is empty", "kith passphrase --none removes it.");
        }
        char[] again = PassphraseInput.typed(terminal(), "The same again: ");
        if (!Arrays.equals(typed, again)) {
            throw Failure.of(Kind.BAD_INPUT, "the two are not the same", "Nothing was changed; try again.");
        }
        return new String(typed);
    }
}
