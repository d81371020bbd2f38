package im.kith.transport.engine;

import im.kith.core.device.Device;
import im.kith.core.device.Outlet;
import im.kith.core.replica.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns a {@link Device}: it runs tasks one after the other, makes what several of them wrote durable in
 * one transaction, and only then tells anybody.
 *
 * <p>Group commit: tasks that wait while a transaction is on its way to the disk share the next one. When the store fails,
 * all tasks of that transaction fail, and the device is opened anew from what is durable.
 */
public final class DeviceThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceThread.class);

    private static final int MOST_AT_ONCE = 256;

    /** What runs on the device's thread. */
    @FunctionalInterface
    public interface Task<T> {
        T run(Device device) throws Exception;
    }

    /** Opens the device from its store. */
    @FunctionalInterface
    public interface Opener {
        Device open() throws StoreException;
    }

    private static final class Job<T> {
        private final Task<T> task;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private @Nullable T result;

        private Job(Task<T> task) {
            this.task = task;
        }

        /** Whether it went well so far. */
        private boolean run(Device device) throws StoreException {
            try {
                result = task.run(device);
                return true;
            } catch (StoreException e) {
                throw e;
            } catch (Exception | StackOverflowError e) {
                future.completeExceptionally(e);
                return false;
            }
        }

        @SuppressWarnings("NullAway") // a task may well have no result
        private void succeed() {
            future.complete(result);
        }
    }

    private final Opener opener;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Outlet outlet = Outlet.NONE;
    private volatile Runnable afterFailure = () -> {};
    private volatile boolean ended;
    private boolean closing;
    private @Nullable Device device;

    public DeviceThread(Opener opener) throws StoreException {
        this.opener = opener;
        this.device = opener.open();
        this.thread = new Thread(this::work, "kith-device");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * From now on effects go to {@code to}; {@code onFailure} runs when the store failed and every connection the device knew
     * is forgotten.
     */
    public void connect(Outlet to, Runnable onFailure) {
        afterFailure = onFailure;
        outlet = to;
    }

    /** Runs {@code task}; its result is there when what it wrote is durable. */
    public <T> CompletableFuture<T> submit(Task<T> task) {
        Job<T> job = new Job<>(task);
        queue.add(job);
        if (ended) {
            refuseAll();
        }
        return job.future;
    }

    private void work() {
        List<Job<?>> jobs = new ArrayList<>();
        try {
            while (!closing || !queue.isEmpty()) {
                jobs.add(queue.take());
                queue.drainTo(jobs, MOST_AT_ONCE - 1);
                run(jobs);
                jobs.clear();
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted, as closing does");
        } finally {
            ended = true;
            refuseAll();
        }
    }

    /** Whoever comes too late hears it, whether it is seen by the thread that ends or by the one that comes. */
    private void refuseAll() {
        for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
            job.future.completeExceptionally(new IllegalStateException("closed"));
        }
    }

    private void run(List<Job<?>> jobs) {
        List<Job<?>> good = new ArrayList<>(jobs.size());
        try {
            Device present = device;
            if (present == null) {
                present = opener.open();
                device = present;
            }
            for (Job<?> job : jobs) {
                if (job.run(present)) {
                    good.add(job);
                }
            }
            present.commit(outlet);
            good.forEach(Job::succeed);
        } catch (StoreException | RuntimeException | StackOverflowError e) {
            LOG.debug("the store failed, the device is opened anew", e);
            device = null;
            jobs.forEach(job -> job.future.completeExceptionally(e));
            afterFailure.run();
        }
    }

    /** Ends after what was submitted before. */
    @Override
    public void close() {
        var unused = submit(owned -> {
            closing = true;
            return true;
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
