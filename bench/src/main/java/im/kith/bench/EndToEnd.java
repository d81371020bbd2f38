package im.kith.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Two devices on this machine, loopback, real mDNS, TLS and H2: an address book of many people goes from one to the other.
 *
 * <p>Usage: {@code bench/run [CONTACTS]}, 10,000 unless told otherwise. Prints a table of figures.
 */
public final class EndToEnd {

    private static final int IDLE_SECONDS = 10;
    private static final long SETTLE_MILLIS = 5_000;
    private static final int REPEATS = 5;

    private final int contacts;
    private final Machine laptop;
    private final Machine phone;
    private final Path directory;
    private final Figures figures = new Figures();

    private EndToEnd(Path launcher, Path directory, int contacts) throws IOException {
        this.contacts = contacts;
        this.directory = directory;
        this.laptop = new Machine(launcher, directory.resolve("laptop"));
        this.phone = new Machine(launcher, directory.resolve("phone"));
    }

    public static void main(String[] arguments) throws Exception {
        int contacts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        Path directory = Files.createTempDirectory("kith-bench");
        try {
            EndToEnd run = new EndToEnd(Path.of(arguments[0]), directory, contacts);
            run.all();
            run.figures.print();
        } finally {
            delete(directory);
        }
    }

    private void all() throws Exception {
        try {
            pairAndImport();
            firstSync();
            nothingChanged();
            tenChanges();
            idle();
        } finally {
            phone.run("down");
            laptop.run("down");
        }
        coldStarts();
    }

    private void pairAndImport() throws Exception {
        laptop.run("init", "--name", "laptop");
        laptop.up();
        Process invite = laptop.start("device", "invite", "--json");
        try (BufferedReader lines = lines(invite)) {
            String code = JsonParser.parseString(String.valueOf(lines.readLine()))
                    .getAsJsonObject()
                    .get("code")
                    .getAsString();
            long start = System.nanoTime();
            phone.run("join", code, "--name", "phone", "--peer", "127.0.0.1:" + port());
            figures.seconds("join an empty account, whole command", System.nanoTime() - start, "");
        }
        invite.waitFor();
        Path cards = directory.resolve("people.vcf");
        Files.writeString(cards, People.cards(0, contacts));
        long start = System.nanoTime();
        laptop.run("import", cards.toString());
        figures.seconds(contacts + " contacts imported, whole command", System.nanoTime() - start, "");
    }

    private int port() throws Exception {
        return laptop.json("status").getAsJsonObject().get("port").getAsInt();
    }

    private void firstSync() throws Exception {
        long start = System.nanoTime();
        JsonObject pass = phone.json("sync").getAsJsonObject();
        long whole = System.nanoTime() - start;
        figures.add("first sync of " + contacts + ", connected to synced", millis(pass), "2 s");
        figures.seconds("first sync, whole command from a cold start", whole, "");
        figures.add("first sync, bytes", bytes(pass), "");
        figures.add("first sync, versions received", pass.get("received").getAsString(), "");
    }

    private void nothingChanged() throws Exception {
        JsonObject pass = phone.json("sync").getAsJsonObject();
        figures.add("nothing changed, connected to synced", millis(pass), "one round trip");
        figures.add("nothing changed, bytes", bytes(pass), "2 kB");
    }

    private void tenChanges() throws Exception {
        phone.up();
        phone.run("sync");
        Path cards = directory.resolve("ten.vcf");
        long best = Long.MAX_VALUE;
        for (int round = 0; round < REPEATS; round++) {
            Files.writeString(cards, People.cards(contacts + 10 * round, 10));
            Process watch = phone.start("watch", "--json");
            try (BufferedReader events = lines(watch)) {
                Thread.sleep(1_000); // the watcher has no other sign of being ready
                laptop.run("import", cards.toString());
                long start = System.nanoTime();
                for (int i = 0; i < 10; i++) {
                    events.readLine();
                }
                best = Math.min(best, System.nanoTime() - start);
            } finally {
                watch.destroy();
            }
        }
        figures.seconds("ten changes, from done here to told there (connected)", best, "0.050 s");
        phone.down();
        Files.writeString(cards, People.cards(contacts + 100, 10));
        laptop.run("import", cards.toString());
        JsonObject pass = phone.json("sync").getAsJsonObject();
        figures.add("ten changes, one pass, connected to synced", millis(pass), "50 ms");
        figures.add("ten changes, one pass, bytes", bytes(pass), "");
    }

    private void idle() throws Exception {
        long phonePid = phone.up();
        phone.run("sync");
        Thread.sleep(SETTLE_MILLIS); // of two connections that were dialled at once, one is closed
        long before = socketBytes(phonePid);
        Thread.sleep(IDLE_SECONDS * 1_000L);
        figures.add("idle, TCP payload both ways in 10 s", (socketBytes(phonePid) - before) + " bytes", "500 bytes");
        figures.add("memory of the phone's daemon", resident(phonePid), "200 MiB");
        long laptopPid = laptop.json("up").getAsJsonObject().get("pid").getAsLong();
        figures.add("memory of the laptop's daemon (after the import)", resident(laptopPid), "200 MiB");
        figures.seconds("kith list, daemon running", median(() -> phone.run("list")), "");
    }

    private void coldStarts() throws Exception {
        figures.seconds("kith list of " + contacts + " from a cold start", median(() -> phone.run("list")), "2 s");
        figures.seconds("kith version", median(() -> phone.run("version")), "0.3 s");
    }

    private interface Step {
        void run() throws Exception;
    }

    private static long median(Step step) throws Exception {
        long[] nanos = new long[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            step.run();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[REPEATS / 2];
    }

    private static String millis(JsonObject pass) {
        return String.format(Locale.ROOT, "%.3f s", pass.get("millis").getAsLong() / 1e3);
    }

    private static String bytes(JsonObject pass) {
        long in = pass.get("bytesIn").getAsLong();
        long out = pass.get("bytesOut").getAsLong();
        return (in + out) + " (" + in + " in, " + out + " out)";
    }

    /** Payload bytes, both ways, of all established TCP connections of a process, as the kernel counts them. */
    private static long socketBytes(long pid) throws IOException, InterruptedException {
        Process ss = new ProcessBuilder("ss", "-tnipH", "state", "established").start();
        String out = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        ss.waitFor();
        long sum = 0;
        String[] lines = out.split("\n", -1);
        for (int i = 0; i + 1 < lines.length; i += 2) {
            if (lines[i].contains("pid=" + pid + ",")) {
                Matcher count =
                        Pattern.compile("bytes_(?:sent|received):(\\d+)").matcher(lines[i + 1]);
                while (count.find()) {
                    sum += Long.parseLong(count.group(1));
                }
            }
        }
        return sum;
    }

    private static String resident(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElse("VmRSS: 0 kB");
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB";
        }
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
