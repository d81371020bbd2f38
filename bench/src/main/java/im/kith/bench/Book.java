package im.kith.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.control.ControlClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One large address book in a daemon on this machine: what finding, showing, editing and comparing cost there.
 *
 * <p>Usage: {@code bench/run book [CONTACTS]}, 100,000 unless told otherwise. Commands are timed whole, once; the others from the
 * request on the control socket to the parsed answer, the median of several.
 */
public final class Book {

    private static final int REPEATS = 9;

    private final Figures figures = new Figures();
    private final int contacts;

    private Book(int contacts) {
        this.contacts = contacts;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("kith-bench");
        Book book = new Book(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000);
        Machine machine = new Machine(Path.of(arguments[0]), directory);
        try {
            book.all(machine, directory);
            book.figures.print();
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void all(Machine machine, Path directory) throws Exception {
        machine.run("init", "--name", "laptop");
        Path cards = directory.resolve("people.vcf");
        People.write(cards, contacts);
        command(machine, "import of " + contacts, "import", cards.toString());
        command(machine, "import of the same again", "import", cards.toString());
        String middle = "person" + contacts / 2 + "@example.org";
        command(machine, "search, one match, without a daemon", "search", "person" + contacts / 2);
        command(machine, "search, all match, without a daemon", "search", "example");
        command(machine, "list without a daemon", "list");
        command(machine, "show without a daemon", "show", middle);
        command(machine, "edit without a daemon", "edit", middle, "--name", "Edited");
        command(machine, "dupes without a daemon", "dupes");
        for (String format : List.of("vcard", "csv", "json", "xep0227")) {
            command(machine, "export as " + format + " without a daemon", "export", "--format", format);
        }
        long start = System.nanoTime();
        machine.up();
        figures.seconds("up, until it is ready", System.nanoTime() - start, "");
        command(machine, "show, daemon running", "show", middle);
        command(machine, "search, one match, daemon running", "search", "person" + contacts / 2);
        command(machine, "search, all match, daemon running", "search", "example");
        command(machine, "list, daemon running", "list");
        command(machine, "list --json, daemon running", "list", "--json");
        try (ControlClient daemon =
                ControlClient.connect(directory.resolve("home")).orElseThrow()) {
            // the index of searches is made when the daemon is ready; what is asked meanwhile waits
            daemon.call("search", json("{'stream':true,'text':'nobody'}"), event -> {});
            asked(daemon);
        } finally {
            machine.down();
        }
    }

    private void command(Machine machine, String what, String... command) throws Exception {
        long start = System.nanoTime();
        machine.run(command);
        figures.seconds(what + ", whole command", System.nanoTime() - start, "");
    }

    private void asked(ControlClient daemon) throws Exception {
        int middle = contacts / 2;
        Map<String, String> searches = new TreeMap<>(Map.of(
                "one word, one match",
                "person" + middle,
                "two words",
                "jurgen " + middle,
                "a name and a group",
                "grete choir " + (middle % 100),
                "nothing found",
                "nobody at all",
                "two letters, no match",
                "zz",
                "two letters, one contact in twelve",
                "ki",
                "a group's name",
                "choir",
                "all match",
                "example"));
        searches.forEach((what, text) -> search(daemon, what, text));
        String ref = "'ref':'person" + middle + "@example.org'";
        time("show by address", daemon, "show", "{" + ref + "}", "");
        String name = daemon.call("show", json("{" + ref + "}"), e -> {})
                .getAsJsonObject()
                .get("name")
                .getAsString();
        time("show by name", daemon, "show", "{'ref':'" + name + "'}", "");
        int[] count = {0};
        median(
                "edit",
                () -> daemon.call("edit", json("{" + ref + ",'name':'Edited " + count[0]++ + "'}"), e -> {}),
                "");
        time("list", daemon, "list", "{'stream':true}", "");
        time("list of a group", daemon, "list", "{'stream':true,'group':'Choir'}", "");
        time("dupes", daemon, "dupes", "{}", "");
        time("history of one", daemon, "history", "{" + ref + "}", "");
        time("undo", daemon, "undo", "{}", "");
    }

    /** How long until the first contacts are here, which are the best of all found; then until all are. */
    private void search(ControlClient daemon, String what, String text) {
        long[] first = new long[REPEATS];
        int[] round = {0};
        int[] count = {0};
        JsonObject parameters = json("{'stream':true,'text':'" + text + "'}");
        String all = median(() -> {
            long start = System.nanoTime();
            first[round[0]] = 0;
            JsonElement answer = daemon.call("search", parameters, event -> {
                if (first[round[0]] == 0) {
                    first[round[0]] = System.nanoTime() - start;
                }
            });
            count[0] = answer.getAsJsonObject().get("contacts").getAsInt();
            if (first[round[0]] == 0) {
                first[round[0]] = System.nanoTime() - start;
            }
            round[0]++;
        });
        Arrays.sort(first);
        String name = "search, " + what + " (" + count[0] + ")";
        figures.add(name + ", first here", seconds(first[REPEATS / 2]), "0.050 s");
        figures.add(name + ", all here", all, "");
    }

    private void time(String what, ControlClient daemon, String operation, String parameters, String aim) {
        median(what, () -> daemon.call(operation, json(parameters), event -> {}), aim);
    }

    private interface Step {
        void run() throws Exception;
    }

    private void median(String what, Step step, String aim) {
        figures.add(what, median(step), aim);
    }

    private static String median(Step step) {
        long[] nanos = new long[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            try {
                step.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return seconds(nanos[REPEATS / 2]);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.4f s", nanos / 1e9);
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
    }
}
