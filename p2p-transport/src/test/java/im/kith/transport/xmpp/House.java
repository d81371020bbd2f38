package im.kith.transport.xmpp;

import im.kith.core.device.Device;
import im.kith.core.device.DeviceSetup;
import im.kith.core.device.Founding;
import im.kith.core.ed25519.Ed25519Suite;
import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.transport.engine.DeviceThread;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** All that streams share, on a device in memory, without sockets: tasks of the streams' thread run when the test says. */
final class House implements AutoCloseable {

    static final String ACCOUNT = "juliet@capulet.example";

    private static final long PATIENCE_SECONDS = 20;

    record Later(Duration pause, Runnable what) {}

    final DeviceThread device;
    final PepDesk desk;
    final Resources resources = new Resources();
    final Router router;
    final StreamContext context;
    final String token;
    /** What the streams want to happen later. */
    final List<Later> later = new ArrayList<>();

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    House() throws Exception {
        SecureRandom random = new SecureRandom();
        Instant now = Clock.systemUTC().instant();
        Founding founding = Founding.found("Laptop", Optional.of(ACCOUNT), now, random);
        MemoryVersionStore store = new MemoryVersionStore();
        store.commit(founding.first(), now);
        DeviceSetup setup = new DeviceSetup(
                founding.identity(), store, BatchVerifier.inSequence(new Ed25519Suite()), Clock.systemUTC(), random);
        device = new DeviceThread(() -> Device.open(setup, false));
        token = device.submit(owned ->
                        owned.tokens().add("test", false, Optional.empty()).orElseThrow())
                .join();
        desk = new PepDesk(device, ACCOUNT, Clock.systemUTC(), random);
        Account account = new Account(ACCOUNT);
        Notices notices = new Notices(Clock.systemUTC());
        router = new Router(account, resources, desk, tasks::add);
        context = new StreamContext(
                account,
                new DeviceLogins(device),
                new Guesses(Clock.systemUTC(), notices),
                notices,
                resources,
                router,
                tasks::add,
                Runnable::run,
                (wait, what) -> later.add(new Later(wait, what)),
                new Random(1),
                true);
    }

    Person person() {
        return new Person(this);
    }

    /** Somebody who is logged in and has bound {@code resource}. */
    Person bound(String resource) throws Exception {
        Person person = person().login(token);
        person.bind(resource);
        return person;
    }

    /** Runs the next task, waiting for it. */
    void step() throws InterruptedException {
        Runnable task = tasks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (task == null) {
            throw new AssertionError("nothing happens any more");
        }
        task.run();
    }

    /** Runs what is to be run after everything that was begun so far. */
    void settle() throws Exception {
        for (int round = 0; round < 3; round++) {
            device.submit(owned -> true).join();
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }
    }

    /** What was to happen later happens now. */
    void pass() {
        List<Later> due = List.copyOf(later);
        later.clear();
        due.forEach(each -> each.what().run());
    }

    @Override
    public void close() {
        desk.close();
        device.close();
    }
}
