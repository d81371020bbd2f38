package im.kith.core.replica;

import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The durable store beneath a replica: versions, ledger statements, scalars and settings.
 *
 * <p>One caller at a time. A version is in exactly one place: live, history or quarantine.
 */
public interface VersionStore extends AutoCloseable {

    /** Octets of a part of a summary. */
    int SUMMARY_PART = 16 * 1024;

    /** Where a stored version stands. */
    enum Place {
        LIVE,
        HISTORY,
        QUARANTINE
    }

    /** A stored version, where it stands, and when it came to stand in history (when it was stored, if live). */
    record Stored(Version version, Place place, Instant since) {}

    /** The scalars, absent in a store that was just made. */
    Optional<ReplicaState> state() throws StoreException;

    /** All ledger statements, in the order they were stored. */
    List<Statement> statements() throws StoreException;

    Map<String, Bytes> settings() throws StoreException;

    /** Hands every live version to {@code consumer}, in the order they were stored. */
    void forEachLive(Consumer<Version> consumer) throws StoreException;

    /** The versions of these ids that are stored, in the order asked for; unknown ids are left out. */
    List<Version> read(Collection<VersionId> ids) throws StoreException;

    /** All that is stored of {@code item}, in every place, in the order stored. */
    List<Stored> all(ItemKey item) throws StoreException;

    /** Hands every superseded version to {@code consumer}, in the order they were stored. */
    void forEachInHistory(Consumer<Version> consumer) throws StoreException;

    /** All that is stored of what {@code replica} wrote from sequence number {@code first} to {@code last}, in that order. */
    List<Stored> written(ReplicaId replica, long first, long last) throws StoreException;

    /** Hands all that is stored, in every place, to {@code consumer}, in the order stored. */
    void forEachStored(Consumer<Stored> consumer) throws StoreException;

    /**
     * As {@link #forEachStored}, going on after what is damaged: for a look at how much that is.
     *
     * @return what cannot be read as it was written, each in words
     */
    default List<String> audit(Consumer<Stored> sound) throws StoreException {
        forEachStored(sound);
        return List.of();
    }

    /** The parts of a summary, each of which is read when it is looked at. */
    @FunctionalInterface
    interface SummaryParts {
        /** Part {@code number}, from 0, of {@link #SUMMARY_PART} octets; empty if there is none, or the summary was damaged or dropped. */
        Optional<Bytes> part(int number) throws StoreException;
    }

    /**
     * What a reader of all live versions kept so as not to read them all again; where it has gone stale is known.
     *
     * @param parts the reader's own words
     * @param changed items of which versions were stored since
     */
    record Summary(SummaryParts parts, Set<ItemKey> changed) {
        public Summary {
            changed = Set.copyOf(changed);
        }
    }

    /**
     * The summary, if one is kept and nothing has happened since but that at most {@code most} versions were stored and others superseded:
     * what else changes what is live, or who can read it, drops the summary with its commit.
     */
    Optional<Summary> summary(int most) throws StoreException;

    /** Whether {@link #summary} would give one. */
    boolean hasSummary(int most) throws StoreException;

    /** A moment that a summary may be of: the version that was stored last, and how many summaries had been dropped. */
    record SummaryPoint(long position, long drops) {}

    /** What is durable now. */
    SummaryPoint summaryPoint() throws StoreException;

    /**
     * Keeps a summary of what was durable at {@code point}, in the place of the one before, if none was to be dropped since. It may be
     * lost; then it is made anew.
     *
     * @param parts each of {@link #SUMMARY_PART} octets
     * @param room how many parts it takes on the disk at least, so that how many there are does not tell what is in them
     */
    void keepSummary(List<Bytes> parts, int room, SummaryPoint point) throws StoreException;

    /** Superseded versions that came to stand in history before {@code before}. */
    List<Stored> historyBefore(Instant before) throws StoreException;

    /**
     * Makes {@code change} durable, on the disk when this returns. Inserting a version that is stored moves it to live.
     *
     * @param now when, for {@link Stored#since()}
     */
    void commit(StoreChange change, Instant now) throws StoreException;

    /**
     * Makes {@code changes} durable in their order, as one transaction with one sync where the store has such.
     *
     * <p>Writers that wait at the same time share the cost of reaching the disk.
     */
    default void commitAll(List<StoreChange> changes, Instant now) throws StoreException {
        for (StoreChange change : changes) {
            commit(change, now);
        }
    }

    @Override
    void close() throws StoreException;
}
