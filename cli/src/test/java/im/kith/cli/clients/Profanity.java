package im.kith.cli.clients;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's Profanity, a program for people, on a terminal of its own: it is typed to, and what it wrote and read is in its log.
 *
 * <p>Nothing is read off its screen.
 */
public final class Profanity implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern SENT = Pattern.compile("SENT: <iq [^>]*id=\"([^\"]+)\".*?><(.*)");
    private static final Pattern REFUSED =
            Pattern.compile("RECV: <iq [^>]*id=\"([^\"]+)\".* type=\"error\".*<error [^>]*><([a-z-]+) .*");

    private final Process process;
    private final Writer keys;
    private final Path log;
    private int seen;

    private Profanity(Process process, Path log) {
        this.process = process;
        this.keys = process.outputWriter(StandardCharsets.UTF_8);
        this.log = log;
    }

    /**
     * Starts it and waits until it has logged in.
     *
     * @param where makes a command one that runs on some host
     * @param tls Profanity's policy: {@code disable}, or {@code trust} for STARTTLS with any certificate
     */
    public static Profanity start(
            UnaryOperator<List<String>> where, Path directory, Account account, String resource, String tls)
            throws IOException {
        Path data = Files.createDirectories(directory.resolve("data").resolve("profanity"));
        Path configuration = Files.createDirectories(directory.resolve("config").resolve("profanity"));
        Files.createDirectories(directory.resolve("gnupg"));
        Files.writeString(data.resolve("accounts"), """
                [it]
                enabled=true
                jid=%s
                server=%s
                port=%d
                password=%s
                resource=%s
                tls.policy=%s
                """.formatted(
                        account.jid(), Account.HOST, account.port(), account.password(), resource, tls));
        Files.writeString(configuration.resolve("profrc"), "[logging]\nmaxsize=100000000\n[connection]\nreconnect=1\n");
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(where.apply(List.of(
                        "script",
                        "--quiet",
                        "--command",
                        "stty rows 50 columns 160; exec profanity --log DEBUG --logfile '" + log + "' --account it",
                        "/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .putAll(Map.of(
                        "HOME", directory.toString(),
                        "XDG_DATA_HOME", directory.resolve("data").toString(),
                        "XDG_CONFIG_HOME", directory.resolve("config").toString(),
                        "GNUPGHOME", directory.resolve("gnupg").toString(),
                        "TERM", "xterm",
                        "LANG", "C.UTF-8"));
        Profanity started = new Profanity(builder.start(), log);
        started.awaitLogin();
        return started;
    }

    /** Waits until it has logged in since the last wait. */
    public void awaitLogin() {
        awaitLog("type=\"result\".*<jid>");
    }

    /** Types a line. */
    public void type(String line) {
        try {
            keys.write(line + "\r");
            keys.flush();
        } catch (IOException e) {
            throw new AssertionError("Profanity has ended:\n" + log(), e);
        }
    }

    /** Types a command, and waits until {@code pattern} is in a line of the log that is newer than what was awaited before. */
    public String type(String line, String pattern) {
        type(line);
        return awaitLog(pattern);
    }

    /** Waits for a line of the log in which {@code pattern} is found, after those awaited before; what its group is, or all. */
    public String awaitLog(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        String[] found = new String[1];
        await().atMost(PATIENCE)
                .failFast("Profanity has ended", () -> !process.isAlive())
                .until(() -> {
                    List<String> lines = lines();
                    for (int i = seen; i < lines.size(); i++) {
                        Matcher matcher = wanted.matcher(lines.get(i));
                        if (matcher.find()) {
                            seen = i + 1;
                            found[0] = matcher.group(Math.min(1, matcher.groupCount()));
                            return true;
                        }
                    }
                    return false;
                });
        return found[0];
    }

    private String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> lines() {
        String all = log();
        // the last one may not be whole yet
        return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
    }

    /** What it asked for in vain, by what the request's first elements are, and the error's condition. */
    public Map<String, String> refused() {
        Map<String, String> requests = new LinkedHashMap<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (String line : lines()) {
            Matcher sent = SENT.matcher(line);
            if (sent.find()) {
                requests.put(sent.group(1), subject(sent.group(2)));
            }
            Matcher error = REFUSED.matcher(line);
            if (error.find()) {
                refused.put(requests.getOrDefault(error.group(1), error.group(1)), error.group(2));
            }
        }
        return refused;
    }

    private static String subject(String content) {
        List<String> words = new ArrayList<>();
        Matcher each = Pattern.compile("(?:xmlns|node)=\"([^\"]+)\"").matcher(content);
        while (words.size() < 2 && each.find()) {
            words.add(each.group(1).replaceAll("[0-9]{5,}", "N"));
        }
        return String.join(" ", words);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            type("/quit");
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
