package im.kith.cli.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The daemon as a child in a session of its own, so that it outlives the terminal; its output goes to a log. */
final class DaemonProcess {

    private static final long LONGEST_LOG = 1 << 20;
    private static final List<String> WITHOUT_SETSID = List.of("sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh");

    private final Path home;
    private final Map<String, String> environment;
    private final Path log;
    private long logStart;
    private @Nullable Process process;

    DaemonProcess(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
        this.log = home.resolve("daemon.log");
    }

    /**
     * Starts it.
     *
     * @param passphraseFile named by the user, or empty
     * @param passphrase handed over on the child's stdin, unless empty; overwritten
     */
    void start(List<String> arguments, String passphraseFile, char[] passphrase) throws Failure {
        List<String> command = new ArrayList<>(onPath("setsid") ? List.of("setsid") : WITHOUT_SETSID);
        command.addAll(program());
        command.addAll(List.of("daemon", "--json", "--quiet", "--home", home.toString()));
        command.addAll(arguments);
        if (passphrase.length > 0) {
            command.addAll(List.of("--passphrase-file", "-"));
        } else if (!passphraseFile.isEmpty() && !passphraseFile.equals("-")) {
            command.addAll(List.of(
                    "--passphrase-file",
                    Path.of(passphraseFile).toAbsolutePath().toString()));
        }
        try {
            prepareLog();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().keySet().removeAll(List.of("KITH_HOME", "KITH_PASSPHRASE_FILE"));
            Process started = builder.start();
            process = started;
            hand(passphrase, started.getOutputStream());
        } catch (IOException e) {
            throw Failure.of(Kind.STORAGE, "cannot start the daemon: " + e.getMessage(), "Is the home writable?")
                    .causedBy(e);
        }
    }

    /** The launcher, which knows the flags of the JVM, or else this JVM once more. */
    private static List<String> program() {
        String launcher = System.getProperty("kith.launcher", "");
        if (!launcher.isEmpty()) {
            return List.of(launcher);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), "im.kith.cli.Main");
    }

    private boolean onPath(String program) {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private void prepareLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LONGEST_LOG) {
            Files.move(log, log.resolveSibling("daemon.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        logStart = Files.size(log);
    }

    private static void hand(char[] passphrase, OutputStream stdin) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(4 * passphrase.length);
        try (stdin) {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(passphrase), octets, true);
            stdin.write(octets.array(), 0, octets.position());
        } finally {
            Arrays.fill(octets.array(), (byte) 0);
            Arrays.fill(passphrase, '\0');
        }
    }

    boolean endedWithin(int seconds) {
        Process started = process;
        try {
            return started != null && started.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Why it ended, as it told its log. */
    Failure failure() {
        Failure unknown = Failure.of(Kind.BUG, "the daemon ended as it started", "daemon.log in the home may say why.");
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(logStart);
            String[] lines = new String(in.readNBytes((int) LONGEST_LOG), StandardCharsets.UTF_8).split("\n", -1);
            for (int i = lines.length - 1; i >= 0; i--) {
                if (lines[i].startsWith("{\"error\":")
                        && JsonParser.parseString(lines[i]) instanceof JsonObject told
                        && told.get("error") instanceof JsonObject error) {
                    return Failure.fromJson(error);
                }
            }
            return unknown;
        } catch (IOException | JsonParseException e) {
            return unknown;
        }
    }
}
