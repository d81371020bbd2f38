package im.kith.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One home and the commands run on it, each a process of its own as a user's are. */
public final class Machine {

    private final Path launcher;
    private final Path directory;

    public Machine(Path launcher, Path directory) throws IOException {
        this.launcher = launcher;
        this.directory = directory;
        Files.createDirectories(directory.resolve("state"));
    }

    public Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().put("KITH_HOME", directory.resolve("home").toString());
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        return builder.start();
    }

    /** What the command printed; it must succeed. */
    public String run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    String.join(" ", arguments) + " failed: " + Files.readString(directory.resolve("stderr")));
        }
        return out;
    }

    public JsonElement json(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return JsonParser.parseString(run(all.toArray(String[]::new)));
    }

    /** Starts the daemon on loopback only and gives its process id. */
    long up() throws IOException, InterruptedException {
        return json("up", "--interface", "127.0.0.1")
                .getAsJsonObject()
                .get("pid")
                .getAsLong();
    }

    void down() throws IOException, InterruptedException {
        run("down");
    }
}
