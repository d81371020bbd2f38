package im.kith.cli.command;

import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The passphrase of a backup, which is not the home's: from a file, typed, or made. */
final class BackupPassphrase {

    /** Words of a made one, of 11 bits each. */
    private static final int WORDS = 10;

    private static final String LIST = "words.txt";

    private final @Nullable String file;
    private final Terminal terminal;

    BackupPassphrase(@Nullable String file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    /** For a new backup: typed twice. */
    String chosen() throws Failure {
        if (file != null) {
            return fromFile(file);
        }
        char[] first = typed("Passphrase for the backup: ");
        char[] second = typed("The same again: ");
        if (!Arrays.equals(first, second)) {
            throw Failure.of(Kind.KEY, "the two passphrases differ", "Nothing was written; try again.");
        }
        return new String(first);
    }

    /** Of a backup that is there. */
    String known() throws Failure {
        return file == null ? new String(typed("Passphrase of the backup: ")) : fromFile(file);
    }

    private String fromFile(String named) throws Failure {
        return new String(new PassphraseInput(named, terminal).read());
    }

    @SuppressWarnings("SystemConsoleNull") // as in PassphraseInput
    private char[] typed(String prompt) throws Failure {
        Console console = terminal.inIsTerminal() ? System.console() : null;
        char[] typed = console == null ? null : console.readPassword(prompt);
        if (typed == null || typed.length == 0) {
            throw Failure.of(
                    Kind.KEY,
                    "a backup needs a passphrase of its own",
                    "Type it on a terminal, or name a file that holds it with --backup-passphrase-file.");
        }
        return typed;
    }

    /** A new one of words to write down, 110 bits. */
    static String made(SecureRandom random) {
        List<String> words = words();
        return IntStream.range(0, WORDS)
                .mapToObj(i -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining(" "));
    }

    /** The English word list of BIP-39: 2,048 words that differ in their first four letters. */
    static List<String> words() {
        try (InputStream in = BackupPassphrase.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + LIST);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
