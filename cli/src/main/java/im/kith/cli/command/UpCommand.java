package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = "Starts the daemon in the background and returns when it is ready.",
        footer = {
            "",
            "What it has to say goes to daemon.log in the home.",
            "",
            "  kith up --port 7227",
            "  kith up --xmpp 5222",
            "  kith up --xmpp 5222 --link-local"
        })
final class UpCommand extends KithCommand {

    private static final long LONGEST_START_SECONDS = 300;
    private static final long BETWEEN_LOOKS_MILLIS = 40;

    @Mixin
    private NetworkOptions network;

    @Override
    int run() throws Failure {
        List<String> arguments = network.arguments();
        Path home = root().home();
        Optional<ControlClient> running = ControlClient.connect(home);
        if (running.isPresent()) {
            try (ControlClient daemon = running.get()) {
                return tell(daemon.ready());
            }
        }
        if (!Files.isDirectory(home)) {
            throw Failure.of(
                    Kind.NOT_FOUND, "there is no account at " + home, "kith init founds one, kith join joins one.");
        }
        DaemonProcess process = new DaemonProcess(home, terminal().environment());
        char[] passphrase = passphrase(home);
        process.start(arguments, root().passphrase().file(), passphrase);
        return tell(awaitReady(home, process));
    }

    /** What the child cannot ask for itself; empty if it needs nothing. */
    private char[] passphrase(Path home) throws Failure {
        PassphraseInput source = root().passphrase();
        boolean ask = !source.named() || source.file().equals("-");
        return ask && root().opener().needsPassphrase(home) ? source.read() : new char[0];
    }

    private static JsonElement awaitReady(Path home, DaemonProcess process) throws Failure {
        long start = System.nanoTime();
        while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS)) {
            Optional<ControlClient> daemon = ControlClient.connect(home);
            if (daemon.isPresent()) {
                try (ControlClient client = daemon.get()) {
                    return client.ready();
                } catch (Failure failure) {
                    throw process.endedWithin(2) ? process.failure() : failure;
                }
            }
            if (process.endedWithin(0)) {
                throw process.failure();
            }
            pause();
        }
        process.kill();
        throw Failure.of(
                Kind.BUSY, "the daemon was not ready after " + LONGEST_START_SECONDS + " s", "daemon.log may say why.");
    }

    private static void pause() throws Failure {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.BUSY, "interrupted");
        }
    }

    private int tell(JsonElement ready) {
        JsonObject running = ready instanceof JsonObject object ? object : new JsonObject();
        print(
                running,
                () -> List.of("The daemon runs: port " + Json.number(running, "port")
                        + (running.has("xmpp") ? ", XMPP port " + Json.number(running, "xmpp") : "") + ", process "
                        + Json.number(running, "pid")));
        return 0;
    }
}
