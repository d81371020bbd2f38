package im.kith.bench.pep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The same client does the same work with kith, Prosody and ejabberd, one after the other.
 *
 * <p>Usage: {@code bench/run pep [ITEMS] [SERVER]…}, 10,000 unless told otherwise. A server that is not installed is left out, with a
 * word.
 */
public final class Pep {

    private interface Starter {
        Server start(Path directory) throws IOException, InterruptedException;
    }

    private final Map<String, Map<String, Work.Figure>> byServer = new LinkedHashMap<>();
    private final int items;

    private Pep(int items) {
        this.items = items;
    }

    public static void main(String[] arguments) throws Exception {
        Path launcher = Path.of(arguments[0]);
        Pep pep = new Pep(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000);
        List<String> chosen = List.of(arguments).subList(Math.min(2, arguments.length), arguments.length);
        Map<String, Starter> servers = new LinkedHashMap<>();
        servers.put("kith", directory -> Kith.start(launcher, directory));
        servers.put("prosody", Daemon::prosody);
        servers.put("ejabberd", Daemon::ejabberd);
        for (Map.Entry<String, Starter> each : servers.entrySet()) {
            if (chosen.isEmpty() || chosen.contains(each.getKey())) {
                pep.run(each.getValue());
            }
        }
        pep.print();
    }

    private void run(Starter starter) throws InterruptedException, IOException {
        Path directory = Files.createTempDirectory("kith-bench");
        try (Server server = starter.start(directory)) {
            System.err.println(server.name() + " …");
            byServer.put(server.name(), new Work(server, items).measured());
        } catch (IOException e) {
            System.err.println(e.getMessage());
        } finally {
            delete(directory);
        }
    }

    private void print() {
        List<String> servers = new ArrayList<>(byServer.keySet());
        System.out.printf("%-36s", "");
        servers.forEach(server -> System.out.printf("%16s", server));
        System.out.println();
        byServer.values().stream()
                .flatMap(figures -> figures.keySet().stream())
                .distinct()
                .forEach(what -> {
                    System.out.printf("%-36s", what);
                    for (String server : servers) {
                        Work.Figure figure =
                                byServer.getOrDefault(server, Map.of()).get(what);
                        System.out.printf("%16s", figure == null ? "" : figure.toString());
                    }
                    System.out.println();
                });
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
