package im.kith.core.replica;

import im.kith.core.account.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be sent on one connection (R3): first the difference, then what came since, own versions at once and
 * others' after a delay.
 *
 * <p>Each author's versions leave in the order of their dots. The difference is a position in the index, not a list, so it
 * costs nothing to hold; rows are looked up when they are sent.
 */
final class Outbox {

    /** How long others' versions wait: often the peer has them from elsewhere by then, or sends them itself. */
    static final Duration DELAY = Duration.ofMillis(200);

    /** Octets of versions sent in a chunk, about; a single larger version goes alone. */
    static final int MAX_OCTETS = 256 * 1024;

    private record Row(VersionId id, int size) {}

    private final Deque<Statement> statements = new ArrayDeque<>();
    private boolean endsLedger;

    private final Deque<Row> everything = new ArrayDeque<>();
    private boolean scanning;
    private @Nullable VersionId position;
    private long lastArrival;
    private DotSet hadBeyond = DotSet.EMPTY;
    private final Set<VersionId> receivedWhileScanning = new HashSet<>();

    private final Set<VersionId> now = new LinkedHashSet<>();
    private final Map<VersionId, Instant> later = new LinkedHashMap<>();

    void add(List<Statement> more) {
        statements.addAll(more);
    }

    /** The answer to a peer's ledger ids: these and nothing queued before, with an end mark. */
    void answerLedger(List<Statement> lacking) {
        statements.clear();
        statements.addAll(lacking);
        endsLedger = true;
    }

    boolean hasStatements() {
        return endsLedger || !statements.isEmpty();
    }

    Frame.LedgerStatements nextStatements() {
        List<Statement> some = new ArrayList<>();
        int octets = 0;
        while (!statements.isEmpty()
                && (some.isEmpty() || octets + statements.element().octets().length() <= MAX_OCTETS)) {
            Statement statement = statements.remove();
            octets += statement.octets().length();
            some.add(statement);
        }
        boolean last = endsLedger && statements.isEmpty();
        endsLedger &= !last;
        return new Frame.LedgerStatements(some, last);
    }

    /** Starts with every version live now that is neither in {@code beyond} nor covered by the K the peer reported. */
    void startDifference(LiveIndex index, DotSet beyond) {
        scanning = true;
        lastArrival = index.arrivals();
        hadBeyond = beyond;
    }

    /** Starts with all that is stored, history first in its order. */
    void startEverything(VersionStore store) throws StoreException {
        store.forEachStored(stored -> {
            if (stored.place() != VersionStore.Place.QUARANTINE) {
                Version version = stored.version();
                everything.add(new Row(version.id(), LiveVersion.sizeOf(version)));
            }
        });
    }

    void addOwn(VersionId id) {
        now.add(id);
    }

    void addOthers(VersionId id, Instant due) {
        later.putIfAbsent(id, due);
    }

    /** The peer has sent this version itself, which is live here already. */
    void received(VersionId id) {
        now.remove(id);
        later.remove(id);
        if (scanning) {
            receivedWhileScanning.add(id);
        }
    }

    /** Whether rows can be looked for now. */
    boolean hasRows(Instant at) {
        return scanning
                || !everything.isEmpty()
                || !now.isEmpty()
                || firstDue(at).isPresent();
    }

    /** Whether nothing waits, delayed rows included. */
    boolean isEmpty() {
        return statements.isEmpty()
                && !endsLedger
                && !scanning
                && everything.isEmpty()
                && now.isEmpty()
                && later.isEmpty();
    }

    /** When the first delayed row is due, if any waits. */
    Optional<Instant> wake() {
        return later.values().stream().findFirst();
    }

    /** At most {@code most} rows for one chunk, taken out of the queue; {@code reported} is the K that the peer reported on this connection. */
    List<VersionId> nextRows(LiveIndex index, VersionVector reported, Instant at, int most) {
        List<VersionId> rows = new ArrayList<>();
        int octets = 0;
        while (rows.size() < most) {
            Row row = peek(index, reported, at);
            if (row == null || (!rows.isEmpty() && octets + row.size() > MAX_OCTETS)) {
                break;
            }
            take(row.id());
            octets += row.size();
            rows.add(row.id());
        }
        return rows;
    }

    private @Nullable Row peek(LiveIndex index, VersionVector reported, Instant at) {
        if (!everything.isEmpty()) {
            return everything.peek();
        }
        if (scanning) {
            LiveVersion next = scan(index, reported);
            if (next != null) {
                return new Row(next.id(), next.size());
            }
            scanning = false;
            receivedWhileScanning.clear();
        }
        while (!now.isEmpty()) {
            VersionId id = now.iterator().next();
            Optional<Row> row = sendable(id, index, reported);
            if (row.isPresent()) {
                return row.get();
            }
            now.remove(id);
        }
        for (Optional<VersionId> id = firstDue(at); id.isPresent(); id = firstDue(at)) {
            Optional<Row> row = sendable(id.get(), index, reported);
            if (row.isPresent()) {
                return row.get();
            }
            later.remove(id.get());
        }
        return null;
    }

    private @Nullable LiveVersion scan(LiveIndex index, VersionVector reported) {
        LiveVersion next = index.next(position, reported);
        while (next != null
                && (next.arrival() > lastArrival
                        || hadBeyond.contains(next.dot())
                        || receivedWhileScanning.contains(next.id()))) {
            position = next.id();
            next = index.next(position, reported);
        }
        return next;
    }

    private Optional<Row> sendable(VersionId id, LiveIndex index, VersionVector reported) {
        return reported.covers(id.dot()) || hadBeyond.contains(id.dot())
                ? Optional.empty()
                : index.get(id).map(live -> new Row(live.id(), live.size()));
    }

    /** The first delayed row if it is due; a clock that was set back makes it due too. */
    private Optional<VersionId> firstDue(Instant at) {
        return later.entrySet().stream()
                .findFirst()
                .filter(e -> !e.getValue().isAfter(at) || e.getValue().isAfter(at.plus(DELAY)))
                .map(Map.Entry::getKey);
    }

    private void take(VersionId id) {
        if (!everything.isEmpty()) {
            everything.remove();
        } else if (scanning) {
            position = id;
        } else if (!now.remove(id)) {
            later.remove(id);
        }
    }
}
