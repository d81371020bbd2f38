package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.control.ControlServer;
import im.kith.cli.render.DeviceText;
import im.kith.cli.render.Json;
import im.kith.cli.render.OutputLost;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "daemon",
        description = "Finds the other devices and keeps all of them up to date, in the foreground (else: kith up).",
        footer = {
            "",
            "Stops on SIGTERM.",
            "",
            "  kith daemon --interface eth0",
            "  kith daemon --xmpp 5222",
            "  kith daemon --xmpp 5222 --link-local"
        })
final class DaemonCommand extends KithCommand {

    /** Two seconds are promised; the rest is the JVM's. */
    private static final long LONGEST_STOP_MILLIS = 1_700;

    /** With -q, as {@code up} starts it: its output is kept in a file, which shall not tell who was met when. */
    private static final Set<String> ALWAYS_TOLD = Set.of("ready", "warning", "stopped");

    @Mixin
    private NetworkOptions network;

    @Override
    int run() throws Failure {
        JsonObject parameters = network.parameters();
        Path home = root().home();
        if (ControlClient.connect(home).isPresent()) {
            throw Failure.of(Kind.BUSY, "a daemon runs already on " + home, "kith down stops it.");
        }
        CountDownLatch ended = new CountDownLatch(1);
        Service service = root().opener().open(home, root().passphrase(), Access.DAEMON);
        Thread onSignal = new Thread(() -> stopNow(service, ended), "kith-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            serve(home, service, parameters);
        } finally {
            service.close();
            ended.countDown();
            forget(onSignal);
        }
        return 0;
    }

    private void serve(Path home, Service service, JsonObject parameters) throws Failure {
        try (ControlServer server = ControlServer.start(home, service, service::close)) {
            service.call("daemon", parameters, event -> {
                if (Json.text(event, "event").equals("ready")) {
                    server.ready(running(event));
                }
                tell(event);
            });
        }
        JsonObject stopped = new JsonObject();
        stopped.addProperty("event", "stopped");
        tell(stopped);
    }

    private static JsonObject running(JsonObject ready) {
        JsonObject running = new JsonObject();
        running.addProperty("running", true);
        running.addProperty("pid", ProcessHandle.current().pid());
        running.addProperty("port", Json.number(ready, "port"));
        if (ready.has("xmpp")) {
            running.addProperty("xmpp", Json.number(ready, "xmpp"));
        }
        return running;
    }

    /** A daemon goes on when nobody reads what it tells, or the disk with its log is full. */
    private void tell(JsonObject event) {
        if (root().quiet() && !ALWAYS_TOLD.contains(Json.text(event, "event"))) {
            return;
        }
        try {
            printNow(event, () -> DeviceText.event(event));
        } catch (OutputLost nobodyReads) {
            return;
        }
    }

    /** On SIGTERM or Ctrl-C: closes the service, which ends the command, and exits with 0. */
    private static void stopNow(Service service, CountDownLatch ended) {
        Thread closing = new Thread(service::close, "kith-close");
        closing.setDaemon(true);
        closing.start();
        try {
            boolean inTime = ended.await(LONGEST_STOP_MILLIS, TimeUnit.MILLISECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : Kind.BUG.exitCode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            return;
        }
    }
}
