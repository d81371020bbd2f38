package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps dialling the addresses it is told of, as {@link DialPlan} says, until their devices are connected, and again when
 * they no longer are.
 *
 * <p>Any thread may call it; it works on one.
 */
public final class Dialer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    /** How often to look whether a link has become suspiciously quiet, which nothing tells. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    /** After how many tries in vain the user is told why a peer that he named is not reached. */
    private static final int TOLD_AFTER = 3;

    /** What dials. */
    interface Dials {
        CompletableFuture<Link> dial(InetSocketAddress address, int attempt);

        boolean connected(DeviceId device);
    }

    private final Dials dials;
    private final EventExecutor executor;
    private final DialPlan plan;
    private final Map<InetSocketAddress, Integer> failures = new HashMap<>();
    private @Nullable Future<?> next;
    private boolean closed;

    Dialer(Dials dials, EventExecutor executor, RandomGenerator random) {
        this.dials = dials;
        this.executor = executor;
        this.plan = new DialPlan(random);
    }

    /** Discovery sees {@code instance} at {@code addresses}: they are dialled at once. */
    public void sighted(String instance, Collection<InetSocketAddress> addresses) {
        List<InetSocketAddress> copy = List.copyOf(addresses);
        run(() -> plan.sighted(instance, copy, now()));
    }

    /** Discovery sees {@code instance} no more. An address where a device was reached is still tried. */
    public void unsighted(String instance) {
        run(() -> plan.unsighted(instance));
    }

    /** {@code device} was reached at {@code addresses} in an earlier run. */
    public void remembered(DeviceId device, Collection<InetSocketAddress> addresses) {
        List<InetSocketAddress> copy = List.copyOf(addresses);
        run(() -> plan.remembered(device, copy, now()));
    }

    /** The user says that a device is at {@code host}, a name (resolved anew at every try) or a literal address. */
    public void peer(String host, int port) {
        run(() -> plan.peer(InetSocketAddress.createUnresolved(host, port), now()));
    }

    /** Tries everything now: the network changed, or somebody waits. */
    public void hurry() {
        run(() -> plan.hurry(now()));
    }

    /** Begins no more dials. */
    @Override
    public void close() {
        run(() -> closed = true);
    }

    /** Looks whether something is due. */
    void look() {
        run(() -> {});
    }

    private void run(Runnable change) {
        try {
            executor.execute(() -> {
                change.run();
                work();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the endpoint is closed, nothing more is dialled");
        }
    }

    private void work() {
        if (next != null) {
            next.cancel(false);
        }
        if (closed || plan.isEmpty()) {
            return;
        }
        plan.due(now(), dials::connected).forEach(this::begin);
        next = executor.schedule(this::look, plan.wait(now(), LOOK_NANOS), TimeUnit.NANOSECONDS);
    }

    private void begin(DialPlan.Try attempt) {
        InetSocketAddress address = attempt.address();
        CompletableFuture<Link> dial = address.isUnresolved()
                ? resolve(address, attempt.attempt()).thenCompose(found -> dials.dial(found, attempt.attempt()))
                : dials.dial(address, attempt.attempt());
        var unused = dial.whenComplete((link, failure) -> run(() -> {
            if (failure == null) {
                failures.remove(address);
                plan.succeeded(address, link.peer(), now());
            } else {
                failed(address, failure);
            }
        }));
    }

    private void failed(InetSocketAddress address, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        // a name to be resolved is one that the user gave (peer); the first tries may knock with a key that is not
        // known there yet
        if (address.isUnresolved() && failures.merge(address, 1, Integer::sum) == TOLD_AFTER) {
            LOG.warn("{}:{}, named as a peer: {}", address.getHostString(), address.getPort(), cause.getMessage());
        } else {
            LOG.debug("dialling {}: {}", address, cause.getMessage());
        }
        if (cause instanceof DialException dialled) {
            plan.failed(address, dialled.kind(), dialled.device(), now());
        } else {
            plan.failed(address, DialException.Kind.UNREACHABLE, Optional.empty(), now());
        }
    }

    /** One of the addresses of a name, another at every attempt. On a thread of its own, as the JDK's resolver blocks. */
    private static CompletableFuture<InetSocketAddress> resolve(InetSocketAddress name, int attempt) {
        CompletableFuture<InetSocketAddress> found = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        InetAddress[] all = InetAddress.getAllByName(name.getHostString());
                        found.complete(new InetSocketAddress(all[attempt % all.length], name.getPort()));
                    } catch (UnknownHostException | SecurityException e) {
                        found.completeExceptionally(new DialException(
                                DialException.Kind.UNREACHABLE, "no address for " + name.getHostString()));
                    }
                },
                "kith-resolve");
        thread.setDaemon(true);
        thread.start();
        return found;
    }

    private long now() {
        return executor.ticker().nanoTime();
    }
}
