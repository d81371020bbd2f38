package im.kith.cli.clients;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A client as a process of its own that is told what to do line by line ({@code lines.py}): Debian's slixmpp and nbxmpp, and Smack. */
public final class LinesClient implements Client {

    private static final Path SCRIPTS = Path.of("src", "test", "clients");
    private static final int PATIENCE_SECONDS = 90;

    private final Process process;
    private final Writer requests;
    private final Map<Integer, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private int last;

    private LinesClient(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "client " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * The library of Poezio and many bots.
     *
     * @param where makes a command one that runs on some host
     */
    public static LinesClient slixmpp(UnaryOperator<List<String>> where) {
        return start(where.apply(python("slixmpp_client.py")));
    }

    /** The library of Poezio with GnuPG: it encrypts for itself. */
    public static LinesClient openpgp(UnaryOperator<List<String>> where) {
        return start(where.apply(python("openpgp_client.py")));
    }

    /** The library of Gajim. */
    public static LinesClient nbxmpp(UnaryOperator<List<String>> where) {
        return start(where.apply(python("nbxmpp_client.py")));
    }

    public static LinesClient smack(UnaryOperator<List<String>> where) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return start(where.apply(List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmackProcess.class.getName())));
    }

    private static List<String> python(String script) {
        // Debian's own Python, since it has Debian's packages
        return List.of("/usr/bin/python3", SCRIPTS.resolve(script).toString());
    }

    private static LinesClient start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            return new LinesClient(builder.start());
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command + "; ./check installs what the tests need", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(JsonParser.parseString(line).getAsJsonObject());
            }
        } catch (IOException e) {
            events.add("the client's output cannot be read any more: " + e);
        } finally {
            waiting.values().forEach(each -> each.complete(new Reply(false, "the client has ended")));
        }
    }

    private void take(JsonObject line) {
        if (line.has("event")) {
            events.add(line.get("event").getAsString());
            return;
        }
        CompletableFuture<Reply> reply = waiting.remove(line.get("n").getAsInt());
        if (reply != null) {
            boolean ok = !line.has("error");
            var text = line.get(ok ? "result" : "error");
            reply.complete(new Reply(ok, text.isJsonNull() ? "" : text.getAsString()));
        }
    }

    @Override
    public Reply login(Account account, String resource, Collection<String> notify) {
        return ask(
                "login",
                Map.of(
                        "host",
                        Account.HOST,
                        "port",
                        account.port(),
                        "jid",
                        account.jid(),
                        "password",
                        account.password(),
                        "resource",
                        resource,
                        "notify",
                        notify));
    }

    @Override
    public synchronized Reply ask(String operation, Map<String, ?> arguments) {
        int number = ++last;
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        waiting.put(number, reply);
        Map<String, Object> line = new HashMap<>(arguments);
        line.put("n", number);
        line.put("op", operation);
        try {
            requests.write(new Gson().toJson(line) + "\n");
            requests.flush();
            return reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException e) {
            throw new AssertionError(operation + " " + arguments, e);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer to " + operation + " " + arguments, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public BlockingQueue<String> events() {
        return events;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
