package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Which address to dial when: pure, the time (any nanosecond clock) is given.
 *
 * <p>Every address has its own back-off with jitter. One where a link was established lately is tried again soon and
 * often, since its device most likely went out of reach for a moment; a fresh sighting is tried at once.
 */
final class DialPlan {

    static final int MAX_ADDRESSES = 256;
    static final int MAX_PER_SIGHTING = 16;
    static final int MAX_IN_FLIGHT = 8;

    static final long FIRST = Duration.ofMillis(500).toNanos();
    static final long CAP_LATELY_CONNECTED = Duration.ofSeconds(2).toNanos();
    static final long CAP = Duration.ofSeconds(60).toNanos();
    static final long LATELY = Duration.ofMinutes(10).toNanos();
    static final long STABLE = Duration.ofSeconds(30).toNanos();
    static final long STAGGER = Duration.ofMillis(300).toNanos();
    static final long SIGHTING_PAUSE = Duration.ofSeconds(2).toNanos();
    static final long HOPELESS = Duration.ofMinutes(10).toNanos();

    /** One dial to begin. */
    record Try(InetSocketAddress address, int attempt) {}

    private final RandomGenerator random;
    private final Map<InetSocketAddress, DialEntry> entries = new LinkedHashMap<>();

    DialPlan(RandomGenerator random) {
        this.random = random;
    }

    /** Discovery sees {@code instance} at {@code addresses}. */
    void sighted(String instance, Collection<InetSocketAddress> addresses, long now) {
        addresses.stream()
                .limit(MAX_PER_SIGHTING)
                .forEach(address -> entry(address, instance, now).ifPresent(entry -> {
                    boolean inSight = instance.equals(entry.instance);
                    entry.instance = instance;
                    entry.group = instance;
                    if (!inSight && entry.attempts > 0) {
                        entry.dueAt = Math.min(entry.dueAt, Math.max(now, entry.startedAt + SIGHTING_PAUSE));
                    }
                }));
    }

    /** Discovery sees {@code instance} no more. */
    void unsighted(String instance) {
        for (DialEntry entry : entries.values()) {
            if (instance.equals(entry.instance)) {
                entry.instance = null;
            }
        }
        entries.values().removeIf(e -> e.instance == null && !e.kept && !e.inFlight);
    }

    /** {@code device} was once at {@code addresses}. */
    void remembered(DeviceId device, Collection<InetSocketAddress> addresses, long now) {
        addresses.stream()
                .limit(MAX_PER_SIGHTING)
                .forEach(address -> entry(address, device.toString(), now).ifPresent(entry -> {
                    entry.kept = true;
                    if (entry.device.isEmpty()) {
                        entry.device = Optional.of(device);
                    }
                }));
    }

    /** Somebody of the account may be at {@code address}, which may be a name not resolved. */
    void peer(InetSocketAddress address, long now) {
        entry(address, address.toString(), now).ifPresent(entry -> entry.kept = true);
    }

    private Optional<DialEntry> entry(InetSocketAddress address, String group, long now) {
        DialEntry known = entries.get(address);
        if (known != null) {
            return Optional.of(known);
        }
        if (entries.size() >= MAX_ADDRESSES && !makeRoom()) {
            return Optional.empty();
        }
        DialEntry entry = new DialEntry(address, group, now);
        entries.put(address, entry);
        return Optional.of(entry);
    }

    private boolean makeRoom() {
        Optional<DialEntry> worst = entries.values().stream()
                .filter(e -> !e.kept && !e.inFlight)
                .max(Comparator.comparingInt(e -> e.failures));
        worst.ifPresent(e -> entries.remove(e.address));
        return worst.isPresent();
    }

    /** Everything is due now: the network changed, or somebody waits. */
    void hurry(long now) {
        entries.values().forEach(e -> e.dueAt = now);
    }

    /** The dials to begin now; they count as begun. */
    List<Try> due(long now, Predicate<DeviceId> connected) {
        List<Try> tries = new ArrayList<>();
        List<DialEntry> candidates = entries.values().stream()
                .filter(e -> !e.inFlight && e.dueAt - now <= 0)
                .filter(e -> e.device.isEmpty() || !connected.test(e.device.get()))
                .sorted(Comparator.comparingInt(e -> e.failures))
                .toList();
        long inFlight = entries.values().stream().filter(e -> e.inFlight).count();
        for (DialEntry entry : candidates) {
            if (inFlight + tries.size() < MAX_IN_FLIGHT && !crowded(entry, now)) {
                tries.add(begin(entry, now));
            }
        }
        return tries;
    }

    private boolean crowded(DialEntry entry, long now) {
        return entries.values().stream()
                .anyMatch(e -> e.inFlight && e.group.equals(entry.group) && now - e.startedAt < STAGGER);
    }

    private static Try begin(DialEntry entry, long now) {
        boolean firstSinceConnected = entry.connectedAt.isPresent() && entry.startedAt <= entry.connectedAt.get();
        if (firstSinceConnected && now - entry.connectedAt.get() > STABLE) {
            entry.failures = 0;
        }
        entry.inFlight = true;
        entry.startedAt = now;
        return new Try(entry.address, entry.attempts++);
    }

    /** A link with {@code device} was established through {@code address}. */
    void succeeded(InetSocketAddress address, DeviceId device, long now) {
        DialEntry entry = entries.get(address);
        if (entry == null) {
            return;
        }
        learn(entry, device);
        entry.inFlight = false;
        entry.kept = true;
        entry.failures++;
        entry.dueAt = now + pause(entry, now);
        entry.connectedAt = Optional.of(now);
    }

    /** The dial of {@code address} came to nothing; {@code device} answered, if anybody of the account did. */
    void failed(InetSocketAddress address, DialException.Kind kind, Optional<DeviceId> device, long now) {
        DialEntry entry = entries.get(address);
        if (entry == null) {
            return;
        }
        entry.inFlight = false;
        entry.failures++;
        entry.dueAt = now + (kind == DialException.Kind.SELF ? HOPELESS : pause(entry, now));
        if (kind == DialException.Kind.DUPLICATE) {
            entry.failures = 0;
        }
        device.ifPresent(d -> learn(entry, d));
    }

    private void learn(DialEntry entry, DeviceId device) {
        for (DialEntry other : entries.values()) {
            if (other.group.equals(entry.group)) {
                other.device = Optional.of(device);
            }
        }
    }

    private long pause(DialEntry entry, long now) {
        boolean lately = entry.connectedAt.isPresent() && now - entry.connectedAt.get() < LATELY;
        long cap = lately ? CAP_LATELY_CONNECTED : CAP;
        long longest = Math.min(cap, FIRST << Math.min(entry.failures - 1, 20));
        return longest / 2 + random.nextLong(longest / 2 + 1);
    }

    /** How long until something may be due, at most {@code most} nanoseconds. */
    long wait(long now, long most) {
        return entries.values().stream()
                .filter(e -> !e.inFlight)
                .mapToLong(e -> Math.max(e.dueAt - now, STAGGER))
                .reduce(most, Math::min);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
