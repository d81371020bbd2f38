package im.kith.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Import and export of many contacts by a command without a daemon, as a new user does it.
 *
 * <p>Usage: {@code java im.kith.bench.Imports LAUNCHER [CONTACTS]}, 100,000 unless told otherwise. Prints a table of figures.
 */
public final class Imports {

    private static final int AT_ONCE = 1_000;

    private Imports() {}

    public static void main(String[] arguments) throws Exception {
        int contacts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        Path directory = Files.createTempDirectory("kith-bench");
        Figures figures = new Figures();
        try {
            Machine machine = new Machine(Path.of(arguments[0]), directory.resolve("laptop"));
            machine.run("init", "--name", "laptop");
            Path cards = directory.resolve("people.vcf");
            write(cards, contacts);
            measure(figures, machine, contacts + " contacts imported", "import", cards.toString());
            measure(figures, machine, "the same again, nothing added", "import", cards.toString());
            for (String format : new String[] {"vcard", "csv", "json", "xep0227"}) {
                measure(figures, machine, "exported as " + format, "export", "--format", format);
            }
            figures.print();
        } finally {
            delete(directory);
        }
    }

    private static void write(Path file, int contacts) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int from = 0; from < contacts; from += AT_ONCE) {
                out.write(People.cards(from, Math.min(AT_ONCE, contacts - from)));
            }
        }
    }

    private static void measure(Figures figures, Machine machine, String what, String... command) throws Exception {
        long start = System.nanoTime();
        machine.run(command);
        figures.seconds(what + ", whole command", System.nanoTime() - start, "");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
