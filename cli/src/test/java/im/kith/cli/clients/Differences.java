package im.kith.cli.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where kith's answers differ from Prosody's: all of it in {@code differences.txt}, and why in the table of {@code docs/pep.md}. With
 * {@code -Dkith.write} the first is written anew.
 */
public final class Differences {

    /** The differences as they are known. */
    public static final Path FILE = Path.of("src", "test", "clients", "differences.txt");

    private static final Path DOCS = Path.of("..", "docs", "pep.md");
    private static final String HEADING = "## Differences from Prosody";

    private Differences() {}

    /** By case, what only Prosody says with {@code -} and what only kith says with {@code +}. */
    public static String between(Map<String, List<String>> prosody, Map<String, List<String>> kith) {
        StringBuilder out = new StringBuilder();
        prosody.forEach((name, there) -> {
            List<String> here = kith.getOrDefault(name, List.of());
            if (!there.equals(here)) {
                out.append("== ").append(name).append('\n');
                without(there, here)
                        .forEach(line -> out.append("- ").append(line).append('\n'));
                without(here, there)
                        .forEach(line -> out.append("+ ").append(line).append('\n'));
            }
        });
        return out.toString();
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left;
    }

    /** The differences as they are known. */
    public static String known() throws IOException {
        return Files.readString(FILE);
    }

    /** Takes {@code found} for what is known, if that is asked for. */
    public static void take(String found) throws IOException {
        if (Boolean.getBoolean("kith.write")) {
            Files.writeString(FILE, found);
        }
    }

    /** The cases of {@code differences}, as {@link #between} writes them. */
    public static Set<String> cases(String differences) {
        Set<String> cases = new TreeSet<>();
        differences.lines().filter(line -> line.startsWith("== ")).forEach(line -> cases.add(line.substring(3)));
        return cases;
    }

    /** The cases that the documentation gives a reason for. */
    public static Set<String> explained() throws IOException {
        String docs = Files.readString(DOCS);
        Set<String> cases = new TreeSet<>();
        docs.substring(docs.indexOf(HEADING) + HEADING.length())
                .lines()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> {
                    Matcher name = Pattern.compile("`([^`]+)`").matcher(line.substring(0, line.indexOf('|', 1)));
                    while (name.find()) {
                        cases.add(name.group(1));
                    }
                });
        return cases;
    }
}
