package im.kith.transport.engine;

import im.kith.core.contacts.SummaryDraft;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.Outlet;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.UncheckedStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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
            } catch (UncheckedStoreException e) {
                throw e.store();
            } catch (Exception e) {
                fail(e);
                return false;
            }
        }

        private void fail(Throwable why) {
            future.completeExceptionally(why);
        }

        @SuppressWarnings("NullAway") // a task may well have no result
        private void succeed() {
            future.complete(result);
        }
    }

    /** Wakes the thread when it is to end. */
    private static final Job<Boolean> END = new Job<>(device -> true);

    private final Opener opener;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private final Audience audience = new Audience();
    private volatile Outlet outlet = audience;
    private volatile Runnable afterFailure = () -> {};
    private volatile boolean closing;
    private volatile boolean ended;
    private @Nullable Device device;

    public DeviceThread(Opener opener) throws StoreException {
        this.opener = opener;
        this.device = opener.open();
        this.thread = new Thread(this::work, "kith-device");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * From now on effects go to {@code to}, which passes events on to {@link #audience}; {@code onFailure} runs when the store
     * failed and every connection the device knew is forgotten.
     */
    void connect(Outlet to, Runnable onFailure) {
        afterFailure = onFailure;
        outlet = to;
    }

    /** From now on effects go nowhere but to the audience. */
    void disconnect() {
        connect(audience, () -> {});
    }

    /** Who hears this device's events. */
    Audience audience() {
        return audience;
    }

    /**
     * From now on {@code listener} hears of the device's events after they are durable, in their order, on threads of the device
     * and the network: it must only enqueue.
     */
    public Subscription subscribe(Consumer<DeviceEvent> listener) {
        audience.add(listener);
        return () -> audience.remove(listener);
    }

    /** Runs {@code task}; its result is there when what it wrote is durable. */
    public <T> CompletableFuture<T> submit(Task<T> task) {
        Job<T> job = new Job<>(task);
        enqueue(job);
        return job.future;
    }

    /**
     * Runs {@code task} as {@link #submit(Task)} does, and tells {@code then} of its result or its failure.
     *
     * <p>Of tasks that went well it is told in the order in which they ran. Who asks the future of {@code submit} may come to that late,
     * and then hears of an earlier task after a later one.
     *
     * @param then called on the device's thread: it must only enqueue
     * @return done when {@code then} has returned, with what that gave
     */
    public <T, R> CompletableFuture<R> submit(
            Task<T> task, BiFunction<? super T, @Nullable Throwable, ? extends R> then) {
        Job<T> job = new Job<>(task);
        CompletableFuture<R> told = job.future.handle(then);
        enqueue(job);
        return told;
    }

    private void enqueue(Job<?> job) {
        if (closing) {
            job.fail(new IllegalStateException("closed"));
        } else {
            queue.add(job);
            if (ended) {
                refuseAll();
            }
        }
    }

    private void refuseAll() {
        for (Job<?> job = queue.poll(); job != null; job = queue.poll()) {
            job.fail(new IllegalStateException("closed"));
        }
    }

    private void work() {
        List<Job<?>> jobs = new ArrayList<>();
        try {
            while (!closing || !queue.isEmpty()) {
                jobs.add(queue.take());
                queue.drainTo(jobs, MOST_AT_ONCE - 1);
                jobs.remove(END);
                if (!jobs.isEmpty()) {
                    run(jobs);
                }
                jobs.clear();
            }
        } catch (InterruptedException e) {
            LOG.warn("the device's thread was interrupted, which nobody should do");
        } finally {
            closing = true;
            ended = true;
            refuseAll();
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
            present.commitQuietly();
            tell(present, good);
        } catch (UncheckedStoreException e) {
            failed(jobs, e.store());
        } catch (StoreException | RuntimeException | Error e) {
            failed(jobs, e);
        }
    }

    private void failed(List<Job<?>> jobs, Throwable why) {
        LOG.debug("the device is opened anew", why);
        device = null;
        jobs.forEach(job -> job.fail(why));
        forget();
    }

    private void forget() {
        try {
            afterFailure.run();
        } catch (RuntimeException e) {
            LOG.warn("closing the connections after a failure", e);
        }
    }

    /** What is durable has succeeded, whatever becomes of telling it. */
    private void tell(Device present, List<Job<?>> good) {
        try {
            present.deliver(outlet);
        } finally {
            good.forEach(Job::succeed);
        }
    }

    /** Keeps a summary if it is worth it; meanwhile the device goes on. If it cannot be kept, whoever opens the store next reads all. */
    public void keepSummary() {
        try {
            Optional<SummaryDraft> draft = submit(Device::draftSummary).join();
            if (draft.isPresent()) {
                draft.get().write();
                submit(device -> {
                            draft.get().keep();
                            return draft;
                        })
                        .join();
            }
        } catch (CompletionException | CancellationException | ArithmeticException e) {
            LOG.debug("no summary was kept", e);
        }
    }

    /** Ends after what was submitted before. */
    @Override
    public void close() {
        closing = true;
        queue.add(END);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
