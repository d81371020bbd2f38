package im.kith.cli.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One user's machine: a home directory and the {@code ./kith} that works on it, perhaps inside a host of a {@link Lan}. */
final class Machine {

    /** The launcher of the application directory that this build has just made. */
    static final Path LAUNCHER = Path.of("target", "kith", "bin", "kith").toAbsolutePath();

    private final Path directory;
    private final UnaryOperator<List<String>> wrap;

    Machine(Path directory, UnaryOperator<List<String>> wrap) {
        this.directory = directory;
        this.wrap = wrap;
    }

    static Machine on(Lan lan, int host, Path directory) {
        return new Machine(directory.resolve("host" + host), command -> lan.on(host, command));
    }

    Path home() {
        return directory.resolve("kith");
    }

    Map<String, String> environment() {
        return Map.of(
                "KITH_HOME",
                home().toString(),
                "XDG_STATE_HOME",
                directory.resolve("state").toString(),
                "NO_COLOR",
                "1");
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        return wrap.apply(command);
    }

    Commands.Result run(String... arguments) {
        prepare();
        return Commands.run(command(arguments), environment());
    }

    Commands.Result runWithInput(String input, String... arguments) {
        prepare();
        return Commands.run(command(arguments), environment(), input);
    }

    private void prepare() {
        try {
            Files.createDirectories(directory.resolve("state"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    JsonElement json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JsonParser.parseString(run(all.toArray(String[]::new)).ok().out());
    }

    /** The names of all contacts, in the order listed. */
    List<String> names() {
        return contacts().stream().map(c -> c.get("name").getAsString()).toList();
    }

    List<JsonObject> contacts() {
        JsonArray list = json("list").getAsJsonArray();
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    static List<String> groupNames(JsonObject contact) {
        return StreamSupport.stream(contact.getAsJsonArray("groups").spliterator(), false)
                .map(g -> g.getAsJsonObject().get("name").getAsString())
                .collect(Collectors.toList());
    }

    /** Invites, hands the code to {@code other} and waits until it has joined. */
    void pair(Machine other, String name) {
        prepare();
        Process invite = Commands.start(command("device", "invite", "--json"), environment());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(invite.getInputStream(), StandardCharsets.UTF_8))) {
            String first = lines.readLine();
            if (first == null) {
                throw new AssertionError(
                        "no code: " + new String(invite.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            String code =
                    JsonParser.parseString(first).getAsJsonObject().get("code").getAsString();
            other.run("join", code, "--name", name).ok();
            String second = lines.readLine();
            if (second == null || !second.contains("joined")) {
                throw new AssertionError("not joined: " + second);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            invite.destroy();
        }
    }

    void up() {
        run("up").ok();
    }

    /** Starts the daemon on loopback alone, for XMPP software at a port of its choice; that port. */
    int upForSoftware() {
        return json("up", "--interface", "127.0.0.1", "--no-mdns", "--xmpp", "0")
                .getAsJsonObject()
                .get("xmpp")
                .getAsInt();
    }

    void down() {
        run("down").ok();
    }

    /** Ends the daemon without giving it a chance, as a crash would; {@code up} on a running daemon tells its pid. */
    void kill() {
        long pid = json("up").getAsJsonObject().get("pid").getAsLong();
        ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
        daemon.destroyForcibly();
        daemon.onExit().join();
    }
}
