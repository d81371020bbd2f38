package im.kith.cli.demo;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the demonstration takes place: a temporary directory that also stands in for the user's own directories.
 *
 * <p>Taken down at the end, after a failure, and on Ctrl-C: daemons are in sessions of their own and would stay, so every
 * process that descends from this one is ended first.
 */
final class Stage implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 3;

    private final Path directory;
    private final Map<String, String> environment;
    private final Demo.Runner runner;
    private final Thread onInterrupt = new Thread(this::takeDown, "kith-demo-end");

    private Stage(Path directory, Map<String, String> environment, Demo.Runner runner) {
        this.directory = directory;
        this.environment = environment;
        this.runner = runner;
    }

    static Stage set(Map<String, String> environment, Demo.Runner runner) throws Failure {
        try {
            Path directory = Files.createTempDirectory("kith-demo");
            Map<String, String> own = new HashMap<>(environment);
            own.keySet().removeAll(List.of("KITH_HOME", "KITH_PASSPHRASE_FILE"));
            own.put("XDG_DATA_HOME", directory.resolve("data").toString());
            own.put("XDG_STATE_HOME", directory.resolve("state").toString());
            Stage stage = new Stage(directory, own, runner);
            Runtime.getRuntime().addShutdownHook(stage.onInterrupt);
            return stage;
        } catch (IOException e) {
            throw Failure.of(Kind.STORAGE, "cannot make a temporary directory: " + e.getMessage(), "Is /tmp full?")
                    .causedBy(e);
        }
    }

    Path directory() {
        return directory;
    }

    DemoDevice device(String name) {
        return new DemoDevice(name, directory.resolve(name), environment, runner);
    }

    private void takeDown() {
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroy);
        CompletableFuture<?> ended = CompletableFuture.allOf(
                children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
        ended.completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        children.forEach(ProcessHandle::destroyForcibly);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("kith: could not remove " + directory);
        }
    }

    @Override
    public void close() {
        takeDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException alreadyShuttingDown) {
            return;
        }
    }
}
