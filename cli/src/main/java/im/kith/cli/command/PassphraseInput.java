package im.kith.cli.command;

import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.PassphraseSource;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The passphrase: the first line of a file or of stdin ({@code -}), else typed on the terminal without echo. */
final class PassphraseInput implements PassphraseSource {

    private static final int LONGEST = 4096;

    private final String file;
    private final Terminal terminal;

    PassphraseInput(String file, Terminal terminal) {
        this.file = file;
        this.terminal = terminal;
    }

    /** What was named; empty if it would be asked for. */
    String file() {
        return file;
    }

    @Override
    public boolean named() {
        return !file.isEmpty();
    }

    @Override
    public char[] read() throws Failure {
        if (file.isEmpty()) {
            return ask();
        }
        try {
            if (file.equals("-")) {
                return firstLine(terminal.in());
            }
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                return firstLine(in);
            }
        } catch (IOException | RuntimeException e) {
            throw Failure.of(
                            Kind.KEY,
                            "cannot read the passphrase from " + file,
                            "Does the file exist, and may you read it?")
                    .causedBy(e);
        }
    }

    /** What somebody types in answer to {@code prompt}, without echo; null if there is nobody, or no more input. */
    // no console on 17 to 21 where stdin or stdout is no terminal; later it is there, and the launcher knows
    @SuppressWarnings("SystemConsoleNull")
    static char @Nullable [] typed(Terminal terminal, String prompt) {
        Console console = terminal.inIsTerminal() ? System.console() : null;
        return console == null ? null : console.readPassword("%s", prompt);
    }

    private char[] ask() throws Failure {
        char[] typed = typed(terminal, "Passphrase: ");
        if (typed == null || typed.length == 0) {
            throw Failure.of(
                    Kind.KEY,
                    "this store needs its passphrase",
                    "Type it on a terminal, or name a file that holds it with --passphrase-file.");
        }
        return typed;
    }

    private static char[] firstLine(InputStream in) throws IOException, Failure {
        byte[] octets = new byte[LONGEST];
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length == LONGEST) {
                throw Failure.of(Kind.KEY, "a passphrase of more than " + LONGEST + " octets");
            }
            octets[length++] = (byte) next;
        }
        if (length > 0 && octets[length - 1] == '\r') {
            length--;
        }
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets, 0, length));
        char[] passphrase = Arrays.copyOfRange(decoded.array(), decoded.position(), decoded.limit());
        Arrays.fill(octets, (byte) 0);
        Arrays.fill(decoded.array(), '\0');
        if (passphrase.length == 0) {
            throw Failure.of(Kind.KEY, "the passphrase is empty", "Its file holds it on the first line.");
        }
        return passphrase;
    }
}
