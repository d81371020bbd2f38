package im.kith.core.device;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A store that counts its commits and the versions it hands out, and fails when told to: from then on it is of no use until it is repaired. */
public final class FaultyStore implements VersionStore {

    /** When a commit fails. */
    public enum Fault {
        NONE,
        /** Nothing reaches the disk. */
        BEFORE,
        /** All is on the disk, but nobody learns of it. */
        AFTER
    }

    private final VersionStore store;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger handedOut = new AtomicInteger();
    private volatile Fault next = Fault.NONE;
    private volatile boolean broken;
    private volatile int readable = Integer.MAX_VALUE;

    public FaultyStore(VersionStore store) {
        this.store = store;
    }

    /** The next commit fails. */
    public void fail(Fault fault) {
        next = fault;
    }

    /** As if opened anew. */
    public void repair() {
        broken = false;
    }

    /** No part of the summary from {@code part} on can be read any more, until another is kept. */
    public void loseSummary(int part) {
        readable = part;
    }

    /** How many versions were read so far. */
    public int handedOut() {
        return handedOut.get();
    }

    private <T> List<T> counted(List<T> versions) {
        handedOut.addAndGet(versions.size());
        return versions;
    }

    private <T> Consumer<T> counted(Consumer<T> consumer) {
        return version -> {
            handedOut.incrementAndGet();
            consumer.accept(version);
        };
    }

    /** The commits that reached the disk. */
    public int commits() {
        return commits.get();
    }

    @Override
    public void commit(StoreChange change, Instant now) throws StoreException {
        commitAll(List.of(change), now);
    }

    @Override
    public void commitAll(List<StoreChange> changes, Instant now) throws StoreException {
        check();
        Fault fault = next;
        next = Fault.NONE;
        if (fault != Fault.BEFORE) {
            store.commitAll(changes, now);
            commits.incrementAndGet();
        }
        broken = fault != Fault.NONE;
        check();
    }

    private void check() throws StoreException {
        if (broken) {
            throw new StoreException(StoreException.Kind.FULL, "no space left");
        }
    }

    @Override
    public Optional<ReplicaState> state() throws StoreException {
        check();
        return store.state();
    }

    @Override
    public List<Statement> statements() throws StoreException {
        check();
        return store.statements();
    }

    @Override
    public Map<String, Bytes> settings() throws StoreException {
        check();
        return store.settings();
    }

    @Override
    public void forEachLive(Consumer<Version> consumer) throws StoreException {
        check();
        store.forEachLive(counted(consumer));
    }

    @Override
    public List<Version> read(Collection<VersionId> ids) throws StoreException {
        check();
        return counted(store.read(ids));
    }

    @Override
    public List<Stored> all(ItemKey item) throws StoreException {
        check();
        return counted(store.all(item));
    }

    @Override
    public void forEachInHistory(Consumer<Version> consumer) throws StoreException {
        check();
        store.forEachInHistory(counted(consumer));
    }

    @Override
    public List<Stored> written(ReplicaId replica, long first, long last) throws StoreException {
        check();
        return counted(store.written(replica, first, last));
    }

    @Override
    public void forEachStored(Consumer<Stored> consumer) throws StoreException {
        check();
        store.forEachStored(counted(consumer));
    }

    @Override
    public Optional<Summary> summary(int most) throws StoreException {
        check();
        return store.summary(most)
                .map(whole -> new Summary(
                        part -> part < readable ? whole.parts().part(part) : Optional.empty(), whole.changed()));
    }

    @Override
    public boolean hasSummary(int most) throws StoreException {
        check();
        return store.hasSummary(most);
    }

    @Override
    public SummaryPoint summaryPoint() throws StoreException {
        check();
        return store.summaryPoint();
    }

    @Override
    public void keepSummary(List<Bytes> parts, int room, SummaryPoint point) throws StoreException {
        check();
        readable = Integer.MAX_VALUE;
        store.keepSummary(parts, room, point);
    }

    @Override
    public List<Stored> historyBefore(Instant before) throws StoreException {
        check();
        return counted(store.historyBefore(before));
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
