package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

@Command(
        name = "down",
        description = "Stops the daemon and waits until it has ended.",
        footer = {"", "  kith down"})
final class DownCommand extends KithCommand {

    private static final int PATIENCE_SECONDS = 5;

    @Override
    int run() throws Failure {
        Path home = root().home();
        Optional<ControlClient> running = ControlClient.connect(home);
        boolean ran = true;
        if (running.isPresent()) {
            try (ControlClient daemon = running.get()) {
                awaitEnd(daemon.stop());
            }
        } else {
            ran = stopDeaf(home);
        }
        String told = ran ? "The daemon has stopped." : "No daemon was running.";
        JsonObject result = new JsonObject();
        result.addProperty("running", false);
        print(result, () -> List.of(told));
        return 0;
    }

    /** A daemon that holds the lock and does not listen gets a signal; another command that holds it does not. */
    private boolean stopDeaf(Path home) throws Failure {
        OptionalLong holder = root().opener().holder(home);
        Optional<ProcessHandle> process = holder.isEmpty() ? Optional.empty() : ProcessHandle.of(holder.getAsLong());
        if (process.isEmpty() || process.get().pid() == ProcessHandle.current().pid()) {
            return false;
        }
        boolean daemon = process.get().info().arguments().stream()
                .flatMap(Arrays::stream)
                .anyMatch("daemon"::equals);
        if (!daemon) {
            throw Failure.of(
                    Kind.BUSY,
                    "process " + process.get().pid() + " uses the store, and is no daemon",
                    "Wait until it is done.");
        }
        process.get().destroy();
        awaitEnd(process.get().pid());
        return true;
    }

    private static void awaitEnd(long pid) throws Failure {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty() || ends(process.get())) {
            return;
        }
        process.get().destroy();
        if (!ends(process.get())) {
            throw Failure.of(
                    Kind.BUSY, "the daemon, process " + pid + ", does not stop", "kill -9 " + pid + " is safe.");
        }
    }

    private static boolean ends(ProcessHandle process) throws Failure {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.BUSY, "interrupted");
        }
    }
}
