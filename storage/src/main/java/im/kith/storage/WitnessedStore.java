package im.kith.storage;

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
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store whose own writes are witnessed once they are on the disk.
 *
 * <p>A witness that cannot be written fails no commit, since that stands already; {@link #trouble} tells of it.
 */
final class WitnessedStore implements VersionStore {

    private VersionStore store;
    private final Witness witness;
    private final Home home;
    private final Optional<ReplicaId> distrusted;
    private Optional<ReplicaId> replica;
    private long sequence;
    private Optional<String> trouble = Optional.empty();

    /**
     * Goes on witnessing for the replica of {@code state}, unless {@code verdict} says that it must not write any more: then what is
     * witnessed of it stays, as evidence, until there is a fresh replica.
     */
    WitnessedStore(
            VersionStore store, Witness witness, Home home, Optional<ReplicaState> state, Witness.Verdict verdict) {
        this.store = store;
        this.witness = witness;
        this.home = home;
        this.replica = state.map(ReplicaState::replica);
        this.sequence = state.map(ReplicaState::sequence).orElse(0L);
        this.distrusted = verdict == Witness.Verdict.SAME ? Optional.empty() : replica;
    }

    /** Goes on with another store that holds the same. */
    void exchange(VersionStore same) {
        store = same;
    }

    /** Why the last writing of the witness failed, if it did. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void commit(StoreChange change, Instant now) throws StoreException {
        commitAll(List.of(change), now);
    }

    @Override
    public void commitAll(List<StoreChange> changes, Instant now) throws StoreException {
        store.commitAll(changes, now);
        changes.stream()
                .flatMap(change -> change.state().stream())
                .reduce((first, second) -> second)
                .ifPresent(this::testify);
    }

    /** Witnesses what was committed past this store. */
    void committed(ReplicaState state) {
        testify(state);
    }

    private void testify(ReplicaState state) {
        boolean known = replica.equals(Optional.of(state.replica()));
        boolean told = known && sequence == state.sequence() && trouble.isEmpty();
        if (told || distrusted.equals(Optional.of(state.replica()))) {
            return;
        }
        try {
            if (known) {
                witness.raise(home, state);
            } else {
                witness.begin(home, state, replica);
            }
            replica = Optional.of(state.replica());
            sequence = state.sequence();
            trouble = Optional.empty();
        } catch (IOException e) {
            trouble = Optional.of("the witness of " + home.directory() + " cannot be written: " + e);
        }
    }

    @Override
    public Optional<ReplicaState> state() throws StoreException {
        return store.state();
    }

    @Override
    public List<Statement> statements() throws StoreException {
        return store.statements();
    }

    @Override
    public Map<String, Bytes> settings() throws StoreException {
        return store.settings();
    }

    @Override
    public void forEachLive(Consumer<Version> consumer) throws StoreException {
        store.forEachLive(consumer);
    }

    @Override
    public List<Version> read(Collection<VersionId> ids) throws StoreException {
        return store.read(ids);
    }

    @Override
    public List<Stored> all(ItemKey item) throws StoreException {
        return store.all(item);
    }

    @Override
    public void forEachInHistory(Consumer<Version> consumer) throws StoreException {
        store.forEachInHistory(consumer);
    }

    @Override
    public List<Stored> written(ReplicaId replica, long first, long last) throws StoreException {
        return store.written(replica, first, last);
    }

    @Override
    public void forEachStored(Consumer<Stored> consumer) throws StoreException {
        store.forEachStored(consumer);
    }

    @Override
    public List<String> audit(Consumer<Stored> sound) throws StoreException {
        return store.audit(sound);
    }

    @Override
    public Optional<Summary> summary(int most) throws StoreException {
        return store.summary(most);
    }

    @Override
    public boolean hasSummary(int most) throws StoreException {
        return store.hasSummary(most);
    }

    @Override
    public SummaryPoint summaryPoint() throws StoreException {
        return store.summaryPoint();
    }

    @Override
    public void keepSummary(List<Bytes> parts, int room, SummaryPoint point) throws StoreException {
        store.keepSummary(parts, room, point);
    }

    @Override
    public List<Stored> historyBefore(Instant before) throws StoreException {
        return store.historyBefore(before);
    }

    @Override
    public void close() throws StoreException {
        store.close();
    }
}
