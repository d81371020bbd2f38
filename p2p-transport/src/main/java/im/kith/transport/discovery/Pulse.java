package im.kith.transport.discovery;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a discovery: takes a step every second, oftener while something is going on, and notices when the machine
 * slept.
 */
final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private static final long LINKS_MILLIS = 2000;
    private static final long BUSY_MILLIS = 15_000;
    private static final long BUSY_STEP_MILLIS = 200;
    private static final long IDLE_STEP_MILLIS = 1000;
    private static final long SLEPT_MILLIS = 20_000;
    private static final long CLOSE_MILLIS = 500;

    /**
     * One step.
     *
     * @param now milliseconds of the wall clock
     * @param slept whether there was no step for so long that everything may have changed
     * @param refreshed whether the network is to be asked anew
     * @param linksDue whether it is time to look at the network interfaces
     */
    record Beat(long now, boolean slept, boolean refreshed, boolean linksDue) {}

    private final Consumer<Beat> step;
    private final BooleanSupplier hurried;
    private final ScheduledThreadPoolExecutor thread;
    private long lastStep;
    private long lastLinks;
    private long busyUntil;
    private boolean refresh = true;
    private @Nullable ScheduledFuture<?> next;

    /**
     * Nothing happens before {@link #start}.
     *
     * @param hurried whether it is to be busy in any case
     */
    Pulse(String name, Consumer<Beat> step, BooleanSupplier hurried) {
        this.step = step;
        this.hurried = hurried;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        run(this::refresh);
        run(this::stepAgainAndAgain);
    }

    /** Runs {@code task} on the thread, soon. */
    void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed already");
        }
    }

    /** On the thread: the next step begins anew. */
    void refresh() {
        busy();
        lastLinks = 0;
        refresh = true;
    }

    /** On the thread: steps often for a while. */
    void busy() {
        busyUntil = System.currentTimeMillis() + BUSY_MILLIS;
    }

    private void stepAgainAndAgain() {
        long now = System.currentTimeMillis();
        try {
            step.accept(beat(now));
        } catch (RuntimeException e) {
            LOG.error("discovery failed and goes on", e);
        }
        long pause = hurried.getAsBoolean() || now < busyUntil ? BUSY_STEP_MILLIS : IDLE_STEP_MILLIS;
        try {
            next = thread.schedule(this::stepAgainAndAgain, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile");
        }
    }

    private Beat beat(long now) {
        boolean slept = lastStep != 0 && Math.abs(now - lastStep) > SLEPT_MILLIS;
        lastStep = now;
        if (slept) {
            LOG.debug("slept, or the clock was set: starting anew");
            refresh();
        }
        boolean linksDue = slept || now >= lastLinks + LINKS_MILLIS;
        if (linksDue) {
            lastLinks = now;
        }
        boolean refreshed = refresh;
        refresh = false;
        return new Beat(now, slept, refreshed, linksDue);
    }

    /** Runs {@code farewell} on the thread and ends it, within half a second. */
    void close(Runnable farewell) {
        try {
            thread.submit(() -> {
                        if (next != null) {
                            next.cancel(false);
                        }
                        farewell.run();
                    })
                    .get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | TimeoutException | ExecutionException e) {
            LOG.debug("left without a good-bye", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }
}
