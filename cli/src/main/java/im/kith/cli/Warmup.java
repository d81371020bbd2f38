package im.kith.cli;

import im.kith.cli.command.Kith;
import im.kith.cli.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the usual commands on a store of its own, so that the JVM that dumps its class-data archive has loaded what they
 * load. What they print is of no interest.
 */
public final class Warmup {

    private static final String[][] COMMANDS = {
        {"version"},
        {"help"},
        {"init", "--name", "warmup"},
        {"add", "--name", "J\u00fcliet", "--jid", "juliet@example.org", "--group", "Friends"},
        {"list"},
        {"list", "--json"},
        {"show", "juliet@example.org"},
        {"search", "juliet"},
        {"edit", "juliet@example.org", "--name", "Juliet"},
        {"group", "list"},
        {"device", "list"},
        {"import", "-"},
        {"export"},
        {"export", "--format", "json"},
        {"status"},
        {"rm", "juliet@example.org"},
        {"lst"},
        {"down"},
    };

    private Warmup() {}

    public static void main(String[] arguments) throws IOException {
        // what the program's entry loads, and this one's would not
        Terminal.ofProcess().flush();
        Path directory = Files.createTempDirectory("kith-warmup");
        Map<String, String> environment = Map.of(
                "KITH_HOME", directory.resolve("home").toString(),
                "XDG_STATE_HOME", directory.resolve("state").toString(),
                "COLUMNS", "80");
        byte[] card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:R\r\nIMPP:xmpp:r@example.net\r\nEND:VCARD\r\n"
                .getBytes(StandardCharsets.UTF_8);
        try {
            for (String[] command : COMMANDS) {
                Terminal terminal = new Terminal(
                        new ByteArrayInputStream(card),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "012",
                        environment);
                new Kith(terminal, new Main.LocalEngine()).run(command);
            }
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
