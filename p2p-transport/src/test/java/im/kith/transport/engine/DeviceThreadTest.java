package im.kith.transport.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import im.kith.core.device.Device;
import im.kith.core.device.DeviceEvent;
import im.kith.core.device.DeviceSetup;
import im.kith.core.device.FaultyStore;
import im.kith.core.device.Founding;
import im.kith.core.device.Outlet;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.CloseReason;
import im.kith.core.replica.ConnectionId;
import im.kith.core.replica.Frame;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that owns a device: group commit, failures, and the end. */
@Timeout(60)
class DeviceThreadTest {

    private static final String NODE = "urn:example:notes";

    private final SecureRandom random = new SecureRandom();
    private final FaultyStore store = new FaultyStore(new MemoryVersionStore());
    private final Founding founding =
            Founding.found("laptop", Optional.empty(), Instant.parse("2026-03-01T12:00:00Z"), random);
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicBoolean openable = new AtomicBoolean(true);
    private final AtomicBoolean freshReplica = new AtomicBoolean();
    private final List<DeviceThread> threads = new ArrayList<>();

    @BeforeEach
    void found() throws StoreException {
        store.commit(founding.first(), Instant.now());
    }

    @AfterEach
    void close() {
        threads.forEach(DeviceThread::close);
    }

    private DeviceThread start() throws StoreException {
        DeviceThread thread = new DeviceThread(() -> {
            if (!openable.get()) {
                throw new StoreException(StoreException.Kind.OTHER, "another process has the home");
            }
            store.repair();
            opened.incrementAndGet();
            return Device.open(
                    new DeviceSetup(
                            founding.identity(),
                            store,
                            BatchVerifier.inSequence(new Ed25519Suite()),
                            Clock.systemUTC(),
                            random),
                    freshReplica.getAndSet(false));
        });
        threads.add(thread);
        return thread;
    }

    private static DeviceThread.Task<String> publish(String id) {
        XmlElement note = XmlElement.of("urn:example:note", "note");
        return device -> device.pubsub().publish(NODE, Optional.of(id), note);
    }

    private static List<String> ids(Device device) throws StoreException {
        return device.pubsub().items(NODE).stream().map(item -> item.id()).toList();
    }

    /** Keeps {@code thread} busy until the latch is let go. */
    private static CountDownLatch hold(DeviceThread thread) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        var unused = thread.submit(device -> {
            busy.countDown();
            return go.await(30, SECONDS);
        });
        assertThat(busy.await(30, SECONDS)).isTrue();
        return go;
    }

    private static Throwable failure(CompletableFuture<?> future) throws Exception {
        try {
            throw new AssertionError("succeeded: " + future.get(30, SECONDS));
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    /** Writes down events; throws where it is told to. */
    private static final class Listening implements Outlet {
        private final List<DeviceEvent> events = new CopyOnWriteArrayList<>();
        private volatile boolean broken;

        @Override
        public void send(ConnectionId connection, Frame frame) {}

        @Override
        public void close(ConnectionId connection, CloseReason reason, String text) {}

        @Override
        public void ready(ConnectionId connection) {}

        @Override
        public void wakeAt(Instant time) {}

        @Override
        public void event(DeviceEvent event) {
            if (broken) {
                throw new IllegalStateException("a listener with a bug");
            }
            events.add(event);
        }
    }

    @Test
    void tasksThatWaitShareOneCommit() throws Exception {
        DeviceThread thread = start();
        thread.submit(publish("first, which makes the node's secret")).join();
        CountDownLatch go = hold(thread);
        int before = store.commits();
        List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "setting " + i;
            waiting.add(thread.submit(device -> {
                device.setting(name, Optional.of(device.account().value()));
                return true;
            }));
        }
        go.countDown();
        for (CompletableFuture<Boolean> each : waiting) {
            assertThat(each.get(30, SECONDS)).isTrue();
        }
        assertThat(store.commits()).isEqualTo(before + 1);
    }

    @Test
    void aResultIsThereOnlyWhenItIsDurable() throws Exception {
        DeviceThread thread = start();
        int before = store.commits();
        thread.submit(publish("a")).join();
        assertThat(store.commits()).isGreaterThan(before);
    }

    @Test
    void whoWantsToBeToldIsToldInTheOrderInWhichTheTasksRan() throws Exception {
        DeviceThread thread = start();
        AtomicInteger clock = new AtomicInteger();
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            callers.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5000; i++) {
                    var unused = thread.submit(device -> clock.incrementAndGet(), (at, failure) -> told.add(at));
                }
            }));
        }
        for (CompletableFuture<Void> caller : callers) {
            caller.get(30, SECONDS);
        }
        thread.submit(device -> true).join();
        assertThat(told).hasSize(20_000).isSorted();
    }

    @Test
    void whoWantsToBeToldIsToldOfFailuresToo() throws Exception {
        DeviceThread thread = start();
        CompletableFuture<String> told = thread.submit(
                device -> {
                    throw new InterruptedException("not what it seems");
                },
                (result, failure) -> String.valueOf(failure.getMessage()));
        assertThat(told.get(30, SECONDS)).isEqualTo("not what it seems");
        thread.close();
        assertThat(thread.submit(publish("late"), (id, failure) -> failure != null)
                        .get(30, SECONDS))
                .isTrue();
    }

    @Test
    void aTaskThatThrowsFailsAlone() throws Exception {
        DeviceThread thread = start();
        CountDownLatch go = hold(thread);
        var good = thread.submit(publish("a"));
        var bad = thread.submit(device -> {
            throw new InterruptedException("not what it seems");
        });
        var alsoGood = thread.submit(publish("b"));
        go.countDown();
        assertThat(failure(bad)).isInstanceOf(InterruptedException.class);
        assertThat(good.get(30, SECONDS)).isEqualTo("a");
        assertThat(alsoGood.get(30, SECONDS)).isEqualTo("b");
        assertThat(opened).hasValue(1);
    }

    @Test
    void aFailedCommitFailsAllThatSharedItAndTheDeviceIsOpenedAnew() throws Exception {
        DeviceThread thread = start();
        Listening outlet = new Listening();
        AtomicInteger forgotten = new AtomicInteger();
        thread.connect(outlet, forgotten::incrementAndGet);
        thread.submit(publish("kept")).join();
        outlet.events.clear();
        CountDownLatch go = hold(thread);
        store.fail(FaultyStore.Fault.BEFORE);
        var one = thread.submit(publish("one"));
        var two = thread.submit(publish("two"));
        go.countDown();
        assertThat(failure(one)).isInstanceOf(StoreException.class);
        assertThat(failure(two)).isInstanceOf(StoreException.class);
        assertThat(outlet.events).isEmpty();
        assertThat(thread.submit(DeviceThreadTest::ids).get(30, SECONDS)).containsExactly("kept");
        assertThat(forgotten).hasValue(1);
        assertThat(opened).hasValue(2);
        assertThat(thread.submit(publish("later")).get(30, SECONDS)).isEqualTo("later");
        assertThat(thread.submit(DeviceThreadTest::ids).join()).containsExactly("kept", "later");
    }

    @Test
    void anErrorInATaskReachesItsCallerAndTheThreadGoesOn() throws Exception {
        DeviceThread thread = start();
        CountDownLatch go = hold(thread);
        var bad = thread.submit(device -> {
            throw new StackOverflowError("too deep");
        });
        go.countDown();
        assertThat(failure(bad)).isInstanceOf(StackOverflowError.class);
        assertThat(thread.submit(publish("a")).get(30, SECONDS)).isEqualTo("a");
    }

    @Test
    void whatIsDurableSucceedsThoughAListenerThrows() throws Exception {
        DeviceThread thread = start();
        Listening outlet = new Listening();
        thread.connect(outlet, () -> {});
        outlet.broken = true;
        assertThat(thread.submit(publish("a")).get(30, SECONDS)).isEqualTo("a");
        outlet.broken = false;
        assertThat(thread.submit(DeviceThreadTest::ids).get(30, SECONDS)).containsExactly("a");
    }

    @Test
    void warningsFromBeforeAnybodyListenedAreNotLost() throws Exception {
        freshReplica.set(true);
        DeviceThread thread = start();
        thread.submit(Device::me).join();
        Listening outlet = new Listening();
        thread.subscribe(outlet::event);
        await().until(() -> outlet.events.stream().anyMatch(event -> event instanceof DeviceEvent.Warning));
    }

    @Test
    void closingWaitsForWhatWasSubmittedAndRefusesTheRest() throws Exception {
        DeviceThread thread = start();
        CountDownLatch go = hold(thread);
        List<CompletableFuture<String>> before = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            before.add(thread.submit(publish("item " + i)));
        }
        CompletableFuture<Void> closed = CompletableFuture.runAsync(thread::close);
        go.countDown();
        closed.get(30, SECONDS);
        assertThat(before).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(failure(thread.submit(publish("late")))).isInstanceOf(IllegalStateException.class);
        thread.close();
    }

    @Test
    void aThreadWhoseStoreCannotBeOpenedCloses() throws Exception {
        DeviceThread thread = start();
        store.fail(FaultyStore.Fault.BEFORE);
        openable.set(false);
        assertThat(failure(thread.submit(publish("a")))).isInstanceOf(StoreException.class);
        assertThat(failure(thread.submit(publish("b")))).hasMessageContaining("another process");
        CompletableFuture.runAsync(thread::close).get(20, SECONDS);
    }

    @Test
    void aStoreThatFailsRightBeforeClosingDoesNotKeepItOpen() throws Exception {
        DeviceThread thread = start();
        CountDownLatch go = hold(thread);
        var failing = thread.submit(device -> {
            throw new StoreException(StoreException.Kind.FULL, "no space left");
        });
        CompletableFuture<Void> closed = CompletableFuture.runAsync(thread::close);
        go.countDown();
        assertThat(failure(failing)).isInstanceOf(StoreException.class);
        closed.get(20, SECONDS);
    }

    @Test
    void nobodyWaitsForEverWhoSubmitsWhileItCloses() throws Exception {
        for (int round = 0; round < 200; round++) {
            DeviceThread thread = start();
            List<CompletableFuture<Boolean>> tasks = new CopyOnWriteArrayList<>();
            List<CompletableFuture<Void>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(CompletableFuture.runAsync(() -> tasks.add(thread.submit(device -> true))));
            }
            thread.close();
            for (CompletableFuture<Void> caller : callers) {
                caller.get(20, SECONDS);
            }
            CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new))
                    .handle((done, failure) -> true)
                    .get(20, SECONDS);
        }
    }

    @Test
    void aDeviceThatCannotBeOpenedIsNoThread() {
        openable.set(false);
        assertThatThrownBy(this::start).isInstanceOf(StoreException.class);
    }
}
