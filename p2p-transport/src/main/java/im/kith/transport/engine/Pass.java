package im.kith.transport.engine;

import im.kith.core.account.DeviceId;
import im.kith.core.device.DeviceEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One pass with every device that can be reached: connections that stand are made anew, so that what is reported was seen.
 */
public final class Pass implements Consumer<DeviceEvent> {

    /**
     * How it went.
     *
     * @param reached devices with which both sides have sent what the other lacked
     * @param received versions that came in
     * @param millis from the first connection to the last device's end, 0 if none was reached
     */
    public record Report(
            List<DeviceId> reached,
            List<DeviceId> missed,
            long received,
            long sent,
            long bytesIn,
            long bytesOut,
            long millis) {}

    private final Set<DeviceId> reached = new TreeSet<>();
    private long lastNanos;

    public Pass() {}

    /** Hears of a device's events; to be called by whoever gets them, from before {@link #run} on. */
    @Override
    public synchronized void accept(DeviceEvent event) {
        if (event instanceof DeviceEvent.Passed passed) {
            reached.add(passed.peer());
            lastNanos = System.nanoTime();
            notifyAll();
        }
    }

    /**
     * Waits until a pass with one of {@code wanted} is finished, {@code patience} at most.
     *
     * @return whether one was
     */
    public boolean any(Network network, Set<DeviceId> wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            reached.clear();
        }
        network.renew(wanted);
        synchronized (this) {
            while (wanted.stream().noneMatch(reached::contains) && network.isMember() && System.nanoTime() < deadline) {
                wait(50);
            }
            return wanted.stream().anyMatch(reached::contains);
        }
    }

    /**
     * Waits until a pass with every other member is finished, {@code patience} at most.
     *
     * @throws InterruptedException if the caller is asked to give up
     */
    public Report run(Network network, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        PassCounter.Totals before = network.totals();
        Set<DeviceId> wanted = new HashSet<>(network.others());
        synchronized (this) {
            reached.clear();
        }
        network.renew(network.connected().keySet());
        long connected = 0;
        synchronized (this) {
            long deadline = start + patience.toNanos();
            while (!reached.containsAll(wanted) && network.isMember() && System.nanoTime() < deadline) {
                long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
                wait(Math.min(left, connected == 0 ? 2 : 50));
                if (connected == 0 && !network.connected().isEmpty()) {
                    connected = System.nanoTime();
                }
            }
            PassCounter.Totals went = network.totals().since(before);
            List<DeviceId> done = List.copyOf(reached);
            List<DeviceId> missed =
                    wanted.stream().filter(id -> !reached.contains(id)).sorted().toList();
            long from = connected == 0 ? lastNanos : Math.min(connected, lastNanos);
            long millis = done.isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(lastNanos - from);
            return new Report(done, missed, went.received(), went.sent(), went.bytesIn(), went.bytesOut(), millis);
        }
    }
}
