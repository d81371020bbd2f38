package im.kith.cli.command;

import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.service.Access;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Follows the changes of a home through the daemon, or by its files while none runs, and changes over when one stops or starts.
 *
 * <p>What changes in the moment between the two is not told.
 */
final class Follower {

    private static final long LOOK_MILLIS = 500;

    /** By what the changes are followed now. */
    enum By {
        DAEMON,
        FILES,
        NOTHING
    }

    private final KithCommand command;
    private final Path home;
    private final Consumer<JsonObject> events;
    private final Consumer<By> changedOver;
    private boolean begun;
    private boolean waiting;

    Follower(KithCommand command, Path home, Consumer<JsonObject> events, Consumer<By> changedOver) {
        this.command = command;
        this.home = home;
        this.events = events;
        this.changedOver = changedOver;
    }

    /** Until it is interrupted, or the service has no more to tell. */
    void run() throws Failure {
        while (follow()) {
            try {
                Thread.sleep(waiting ? LOOK_MILLIS : 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether to go on with another service. */
    private boolean follow() throws Failure {
        try (Service service = command.open(Access.WATCH)) {
            boolean daemon = service instanceof ControlClient;
            begun = true;
            changedOver.accept(daemon ? By.DAEMON : By.FILES);
            AtomicBoolean started = new AtomicBoolean();
            Thread lookout = new Thread(() -> awaitDaemon(service, started), "kith-lookout");
            lookout.setDaemon(true);
            if (!daemon) {
                lookout.start();
            }
            service.call("watch", new Params().json(), events);
            lookout.interrupt();
            waiting = daemon;
            return daemon || started.get();
        } catch (Failure failure) {
            if (!begun || failure.kind() != Kind.BUSY) {
                throw failure;
            }
            changedOver.accept(By.NOTHING);
            waiting = true;
            return true;
        }
    }

    private void awaitDaemon(Service service, AtomicBoolean started) {
        try {
            while (!started.get()) {
                Thread.sleep(LOOK_MILLIS);
                var daemon = ControlClient.connect(home);
                daemon.ifPresent(ControlClient::close);
                started.set(daemon.isPresent());
            }
            service.close();
        } catch (InterruptedException | Failure endOfWatch) {
            return;
        }
    }
}
