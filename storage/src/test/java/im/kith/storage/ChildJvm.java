package im.kith.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second process that runs a class of these tests. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private ChildJvm(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        return new ChildJvm(java(main, arguments));
    }

    /**
     * Runs it in a mount namespace of its own, after {@code script} has changed what is mounted there.
     *
     * @throws AssertionError if this user may not do that
     */
    static ChildJvm startWithMounts(String script, Class<?> main, String... arguments) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new AssertionError("this test mounts file systems: run it as root, with util-linux installed");
        }
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script + " && exec \"$@\"", "sh"));
        command.addAll(java(main, arguments));
        return new ChildJvm(command);
    }

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** The next line it prints; empty at its end. */
    String line() throws IOException {
        String line = out.readLine();
        return line == null ? "" : line;
    }

    /** All that it still prints. */
    List<String> rest() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    /** SIGKILL; what it printed before can still be read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Ends its standard input and waits for it. */
    int finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the child does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
