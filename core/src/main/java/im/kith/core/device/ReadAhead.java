package im.kith.core.device;

import im.kith.core.contacts.ItemReading;
import im.kith.core.contacts.ItemUpdate;
import im.kith.core.replica.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deciphers and reads items on all processors while the store still brings more, each as if its version were the only one.
 *
 * <p>Versions go as soon as they are read, so that they are never all in memory. When too many wait, the thread that brings
 * them reads too.
 */
final class ReadAhead {

    private static final int AT_ONCE = 256;
    private static final int MOST_WAITING = 8;

    private final Payloads payloads;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<ForkJoinTask<List<ItemReading>>> tasks = new ArrayList<>();
    private List<Version> batch = new ArrayList<>(AT_ONCE);

    ReadAhead(Payloads payloads) {
        this.payloads = payloads;
    }

    void add(Version version) {
        batch.add(version);
        if (batch.size() == AT_ONCE) {
            handOver();
        }
    }

    private void handOver() {
        List<Version> some = batch;
        batch = new ArrayList<>(AT_ONCE);
        ForkJoinTask<List<ItemReading>> task = ForkJoinTask.adapt(() -> {
            try {
                return some.stream().map(this::read).toList();
            } finally {
                waiting.decrementAndGet();
            }
        });
        tasks.add(task);
        if (waiting.incrementAndGet() > MOST_WAITING) {
            task.invoke();
        } else {
            task.fork();
        }
    }

    private ItemReading read(Version version) {
        return ItemReading.of(payloads.open(version)
                .map(opened -> new ItemUpdate(version.item(), List.of(opened.sibling()), 0))
                .orElseGet(() -> new ItemUpdate(version.item(), List.of(), 1)));
    }

    /** All that was added, in the same order. */
    List<ItemReading> all() {
        handOver();
        List<ItemReading> all = new ArrayList<>();
        // the last first: what no other thread has begun, this one does
        for (int i = tasks.size() - 1; i >= 0; i--) {
            tasks.get(i).join();
        }
        tasks.forEach(task -> all.addAll(task.join()));
        return all;
    }
}
