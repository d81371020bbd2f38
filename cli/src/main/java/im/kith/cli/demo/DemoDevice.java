package im.kith.cli.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import im.kith.cli.render.Json;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One home of the demonstration and the commands run on it. */
final class DemoDevice {

    private static final long PATIENCE_SECONDS = 20;
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final String name;
    private final Path home;
    private final Map<String, String> environment;
    private final Demo.Runner runner;

    DemoDevice(String name, Path home, Map<String, String> environment, Demo.Runner runner) {
        this.name = name;
        this.home = home;
        this.environment = environment;
        this.runner = runner;
    }

    String name() {
        return name;
    }

    /** Runs a command to its end; what it printed with {@code --json}. */
    JsonElement kith(String... arguments) throws Failure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        run(out, arguments);
        String printed = out.toString(StandardCharsets.UTF_8).strip();
        return printed.isEmpty() ? JsonNull.INSTANCE : JsonParser.parseString(printed);
    }

    void run(OutputStream out, String... arguments) throws Failure {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--home", home.toString()));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(InputStream.nullInputStream(), out, err, "", environment);
        int code = runner.run(terminal, all.toArray(String[]::new));
        if (code != 0) {
            throw failure(arguments[0], code, err.toString(StandardCharsets.UTF_8));
        }
    }

    private Failure failure(String command, int code, String told) {
        for (String line : told.split("\n", -1)) {
            if (line.startsWith("{\"error\":")
                    && JsonParser.parseString(line) instanceof JsonObject object
                    && object.get("error") instanceof JsonObject error) {
                return Failure.fromJson(error);
            }
        }
        return Failure.of(Kind.BUG, name + ": kith " + command + " ended with " + code);
    }

    Invitation invite() {
        return new Invitation(this);
    }

    /** Waits until the contact with {@code address} is there and as {@code wanted}; false if that takes too long. */
    boolean lists(String address, Predicate<JsonElement> wanted) throws Failure {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            for (JsonElement contact : Json.elements(kith("list"))) {
                boolean named = Json.array(contact, "identities").stream()
                        .anyMatch(identity -> Json.text(identity, "value").equals(address));
                if (named && wanted.test(contact)) {
                    return true;
                }
            }
            pause();
        }
        return false;
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.BUSY, "interrupted");
        }
    }
}
