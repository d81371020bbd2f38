package im.kith.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.control.ControlClient;
import im.kith.cli.render.LiveView;
import im.kith.cli.render.Screen;
import im.kith.cli.render.Terminal;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code watch} on a terminal: draws the view anew whenever something changes, until q is pressed or it is interrupted. */
final class LiveWatch {

    private static final int REFRESH_SECONDS = 2;

    private final KithCommand command;
    private final Path home;
    private final Terminal terminal;
    private final LiveView view = new LiveView();
    private final Semaphore news = new Semaphore(0);
    private volatile @Nullable Failure failure;
    private volatile Follower.By by = Follower.By.NOTHING;
    private volatile boolean done;

    LiveWatch(KithCommand command, Path home) {
        this.command = command;
        this.home = home;
        this.terminal = command.terminal();
    }

    void run() throws Failure {
        // asked, and a passphrase with it, before the screen is taken
        view.status(command.ask("status", new JsonObject()).getAsJsonObject());
        start("kith-follow", this::follow);
        try (Screen screen = new Screen(terminal, news::release)) {
            start("kith-keys", this::keys);
            while (!done) {
                screen.draw(view.lines(screen.columns(), screen.rows(), terminal.outColour()));
                awaitNews();
            }
        }
        Failure why = failure;
        if (why != null) {
            throw why;
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitNews() throws Failure {
        try {
            if (!news.tryAcquire(REFRESH_SECONDS, TimeUnit.SECONDS) || by == Follower.By.DAEMON) {
                refresh();
            }
            news.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done = true;
        }
    }

    /** The daemon is asked; without one only a change is reason enough to open the store. */
    private void refresh() {
        if (by != Follower.By.DAEMON) {
            return;
        }
        try {
            Optional<ControlClient> daemon = ControlClient.connect(home);
            if (daemon.isPresent()) {
                try (ControlClient client = daemon.get()) {
                    JsonElement status = client.call("status", new JsonObject(), event -> {});
                    view.status(status.getAsJsonObject());
                }
            }
        } catch (Failure theFollowerTells) {
            return;
        }
    }

    private void follow() {
        try {
            new Follower(command, home, this::changed, this::changedOver).run();
        } catch (Failure e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = Failure.of(Kind.BUG, String.valueOf(e.getMessage())).causedBy(e);
        }
        done = true;
        news.release();
    }

    private void changed(JsonObject event) {
        view.change(event, LocalTime.now(ZoneId.systemDefault()));
        news.release();
    }

    private void changedOver(Follower.By now) {
        by = now;
        view.state(
                switch (now) {
                    case DAEMON -> "";
                    case FILES -> "no daemon runs (kith up): changes made here are shown";
                    case NOTHING -> "waiting for the daemon";
                });
        news.release();
    }

    private void keys() {
        try {
            for (int key = terminal.in().read(); key >= 0; key = terminal.in().read()) {
                if (key == 'q' || key == 'Q') {
                    done = true;
                    news.release();
                    return;
                }
            }
        } catch (IOException noKeys) {
            return;
        }
    }
}
