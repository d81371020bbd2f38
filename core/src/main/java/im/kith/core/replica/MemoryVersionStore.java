package im.kith.core.replica;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A {@link VersionStore} that lasts as long as the object: for tests, simulations and throw-away embedded devices. */
public final class MemoryVersionStore implements VersionStore {

    private Optional<ReplicaState> state = Optional.empty();
    private final Map<VersionId, Stored> versions = new LinkedHashMap<>();
    private final Map<Bytes, Statement> statements = new LinkedHashMap<>();
    private final Map<String, Bytes> settings = new TreeMap<>();
    private Optional<List<Bytes>> summary = Optional.empty();
    private final List<ItemKey> storedSince = new ArrayList<>();
    private long storedBefore;
    private long drops;

    public MemoryVersionStore() {}

    /** A copy of all that {@code other} holds now, as a backup or a copied home has it. */
    public static MemoryVersionStore copyOf(MemoryVersionStore other) {
        MemoryVersionStore copy = new MemoryVersionStore();
        copy.state = other.state;
        copy.versions.putAll(other.versions);
        copy.statements.putAll(other.statements);
        copy.settings.putAll(other.settings);
        copy.summary = other.summary;
        copy.storedSince.addAll(other.storedSince);
        copy.storedBefore = other.storedBefore;
        copy.drops = other.drops;
        return copy;
    }

    @Override
    public Optional<ReplicaState> state() {
        return state;
    }

    @Override
    public List<Statement> statements() {
        return List.copyOf(statements.values());
    }

    @Override
    public Map<String, Bytes> settings() {
        return Map.copyOf(settings);
    }

    @Override
    public void forEachLive(Consumer<Version> consumer) {
        List.copyOf(versions.values()).stream()
                .filter(stored -> stored.place() == Place.LIVE)
                .forEach(stored -> consumer.accept(stored.version()));
    }

    @Override
    public List<Version> read(Collection<VersionId> ids) {
        return ids.stream()
                .map(versions::get)
                .filter(Objects::nonNull)
                .map(Stored::version)
                .toList();
    }

    @Override
    public List<Stored> all(ItemKey item) {
        return versions.values().stream()
                .filter(stored -> stored.version().item().equals(item))
                .toList();
    }

    @Override
    public void forEachInHistory(Consumer<Version> consumer) {
        List.copyOf(versions.values()).stream()
                .filter(stored -> stored.place() == Place.HISTORY)
                .forEach(stored -> consumer.accept(stored.version()));
    }

    @Override
    public List<Stored> written(ReplicaId replica, long first, long last) {
        return versions.values().stream()
                .filter(stored -> stored.version().dot().replica().equals(replica))
                .filter(stored -> stored.version().dot().sequence() >= first
                        && stored.version().dot().sequence() <= last)
                .sorted(Comparator.comparing((Stored stored) -> stored.version().id()))
                .toList();
    }

    @Override
    public void forEachStored(Consumer<Stored> consumer) {
        new ArrayList<>(versions.values()).forEach(consumer);
    }

    @Override
    public List<Stored> historyBefore(Instant before) {
        return versions.values().stream()
                .filter(stored ->
                        stored.place() == Place.HISTORY && stored.since().isBefore(before))
                .toList();
    }

    @Override
    public void commit(StoreChange change, Instant now) {
        change.state().ifPresent(s -> state = Optional.of(s));
        change.insert().forEach(v -> insert(v, now));
        if (change.dropsSummary()) {
            summary = Optional.empty();
            drops++;
        }
        change.toLive().forEach(id -> move(id, Place.LIVE, now));
        change.toHistory().forEach(id -> move(id, Place.HISTORY, now));
        change.toQuarantine().forEach(id -> move(id, Place.QUARANTINE, now));
        change.trim().forEach(versions::remove);
        change.statements().forEach(s -> statements.putIfAbsent(s.id(), s));
        change.settings().forEach((name, value) -> {
            if (value.isPresent()) {
                settings.put(name, value.get());
            } else {
                settings.remove(name);
            }
        });
    }

    private void insert(Version version, Instant now) {
        storedSince.add(version.item());
        versions.put(version.id(), new Stored(version, Place.LIVE, now));
    }

    private void move(VersionId id, Place place, Instant now) {
        versions.computeIfPresent(id, (key, stored) -> new Stored(stored.version(), place, now));
    }

    @Override
    public Optional<Summary> summary(int most) {
        return summary.filter(kept -> hasSummary(most))
                .map(kept -> new Summary(number -> part(kept, number), new HashSet<>(storedSince)));
    }

    private Optional<Bytes> part(List<Bytes> kept, int number) {
        boolean there = summary.isPresent() && summary.get() == kept && number < kept.size();
        return there ? Optional.of(kept.get(number)) : Optional.empty();
    }

    @Override
    public boolean hasSummary(int most) {
        return summary.isPresent() && storedSince.size() <= most;
    }

    @Override
    public SummaryPoint summaryPoint() {
        return new SummaryPoint(storedBefore + storedSince.size(), drops);
    }

    @Override
    public void keepSummary(List<Bytes> parts, int room, SummaryPoint point) {
        if (point.drops() == drops && point.position() >= storedBefore) {
            summary = Optional.of(new ArrayList<>(parts));
            storedSince.subList(0, (int) (point.position() - storedBefore)).clear();
            storedBefore = point.position();
        }
    }

    @Override
    public void close() {}
}
