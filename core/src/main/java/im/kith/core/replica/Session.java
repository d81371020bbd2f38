package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one device: which frames may come now, and what is to be sent (R3, R4).
 *
 * <p>A closed connection is forgotten, so there is no state for it. "close" is a violation by the peer.
 *
 * <pre>
 * state        | Hello                | LedgerIds            | LedgerStatements      | Chunk  | Done
 * -------------+----------------------+----------------------+-----------------------+--------+---------
 * HELLO        | digests differ: send | close                | close                 | close  | close
 *              |  LedgerIds → LEDGER  |                      |                       |        |
 *              | equal → DATA or      |                      |                       |        |
 *              |  LEDGER_ONLY         |                      |                       |        |
 * LEDGER       | close                | first: queue what    | take; with the last   | close  | close
 *              |                      |  the peer lacks;     |  and after LedgerIds  |        |
 *              |                      | second: close        |  → DATA, LEDGER_ONLY  |        |
 * DATA         | close                | close                | take                  | apply  | raise K
 * LEDGER_ONLY  | close                | close                | take                  | ignore | ignore
 * </pre>
 *
 * <p>In LEDGER nothing is sent before the peer's LedgerIds; in DATA {@link #next} sends, as the transport can take it:
 * statements, then rows, then Done when nothing waits. DATA needs two that are members for each other; each says in its
 * hello if it will not ({@link #LEDGER_ONLY}), and then shows nothing of what it holds.
 */
final class Session {

    static final int PROTOCOL = 1;

    /** Feature in a hello: both sides send all that they store, and apply by identity (R6). */
    static final String FULL = "full";

    /** Feature in a hello: the sender exchanges ledger statements only. */
    static final String LEDGER_ONLY = "ledger-only";

    private enum Phase {
        HELLO,
        LEDGER,
        DATA,
        LEDGER_ONLY
    }

    private final ConnectionId id;
    private final DeviceId peer;
    private final Holdings holdings;
    private final Frame.Hello mine;
    private final Outbox outbox = new Outbox();
    private Phase phase = Phase.HELLO;
    private Frame.@Nullable Hello theirs;
    private boolean idsReceived;
    private boolean ledgerReceived;

    /** K as the peer reported it on this connection. */
    private VersionVector reported = VersionVector.EMPTY;

    /** K that the peer has, or will have after what was sent. */
    private VersionVector known = VersionVector.EMPTY;

    private Optional<Bytes> digestSent = Optional.empty();
    private boolean doneReceived;

    Session(ConnectionId id, DeviceId peer, Holdings holdings, boolean full) {
        this.id = id;
        this.peer = peer;
        this.holdings = holdings;
        boolean data = holdings.exchangesDataWith(peer);
        Set<String> features = new HashSet<>();
        if (full) {
            features.add(FULL);
        }
        if (!data) {
            features.add(LEDGER_ONLY);
        }
        this.mine = new Frame.Hello(
                PROTOCOL,
                features,
                holdings.setup().device(),
                holdings.me(),
                holdings.trust().digest(),
                data ? holdings.knowledge() : VersionVector.EMPTY,
                data ? holdings.beyond().cut(DotSet.MAX_RANGES) : DotSet.EMPTY);
    }

    ConnectionId id() {
        return id;
    }

    DeviceId peer() {
        return peer;
    }

    Frame.Hello hello() {
        return mine;
    }

    /** Whether this connection was opened for data, as this side saw it then. */
    boolean openedForData() {
        return !mine.features().contains(LEDGER_ONLY);
    }

    boolean inData() {
        return phase == Phase.DATA;
    }

    /** Whether everything is sent and applied by identity. */
    boolean full() {
        return has(FULL);
    }

    private boolean has(String feature) {
        return mine.features().contains(feature)
                || (theirs != null && theirs.features().contains(feature));
    }

    void received(Frame.Hello hello) throws ProtocolViolation {
        expect(phase == Phase.HELLO, "a second Hello");
        Limits.check(hello);
        expect(hello.protocol() == PROTOCOL, "protocol version " + hello.protocol() + ", not " + PROTOCOL);
        expect(hello.device().equals(peer), "a Hello by another device than the connection's");
        expect(hello.replica().isOf(peer), "a replica id of another device");
        theirs = hello;
        phase = Phase.LEDGER;
        if (hello.ledgerDigest().equals(mine.ledgerDigest())) {
            idsReceived = true;
            ledgerReceived = true;
        }
    }

    /** Whether the ledgers are to be compared: the answer to the peer's Hello is then the ids held. */
    boolean comparesLedger() {
        return phase == Phase.LEDGER && !idsReceived;
    }

    void received(Frame.LedgerIds ids) throws ProtocolViolation {
        expect(phase == Phase.LEDGER && !idsReceived, "LedgerIds out of order");
        Limits.check(ids);
        idsReceived = true;
        Trust trust = holdings.trust();
        outbox.answerLedger(trust.told(peer, trust.without(ids.ids())));
    }

    void received(Frame.LedgerStatements statements) throws ProtocolViolation {
        expect(phase != Phase.HELLO, "LedgerStatements before Hello");
        expect(!statements.last() || (phase == Phase.LEDGER && !ledgerReceived), "a second end of the ledger");
        ledgerReceived |= statements.last();
    }

    /** Whether both ledgers have been told, so that data may start. */
    boolean ledgerCompared() {
        return phase == Phase.LEDGER && idsReceived && ledgerReceived;
    }

    /** K in the peer's hello. */
    VersionVector peerKnowledge() {
        return theirs == null ? VersionVector.EMPTY : theirs.knowledge();
    }

    /** As which replica the peer writes, once it has said hello. */
    ReplicaId peerReplica() {
        if (theirs == null) {
            throw new IllegalStateException("no Hello yet on " + id);
        }
        return theirs.replica();
    }

    /** Whether the peer writes as this very replica. */
    boolean peerIsThisReplica() {
        return theirs != null && theirs.replica().equals(holdings.me());
    }

    /** Whether data is to flow, now that the ledgers are compared. */
    boolean agreesOnData() {
        return !has(LEDGER_ONLY);
    }

    void startLedgerOnly() {
        phase = Phase.LEDGER_ONLY;
    }

    void startData() throws StoreException {
        phase = Phase.DATA;
        reported = peerKnowledge();
        known = reported;
        if (full()) {
            outbox.startEverything(holdings.store());
        } else {
            outbox.startDifference(holdings.index(), theirs == null ? DotSet.EMPTY : theirs.beyond());
        }
    }

    /** Whether data is taken; not before it may come. */
    boolean takesData(String frame) throws ProtocolViolation {
        expect(phase == Phase.DATA || phase == Phase.LEDGER_ONLY, frame + " before the ledgers are compared");
        return phase == Phase.DATA;
    }

    void received(Frame.Done done) {
        known = known.join(done.knowledge());
        reported = reported.join(done.knowledge());
        doneReceived = true;
    }

    /** What the peer has, by its own word or because all of it has been sent: with the connection up, it is there or on its way. */
    VersionVector known() {
        return known;
    }

    /** Whether both sides have finished a pass: each sent a Done. */
    boolean passed() {
        return doneReceived && digestSent.isPresent();
    }

    private static void expect(boolean holds, String otherwise) throws ProtocolViolation {
        if (!holds) {
            throw new ProtocolViolation(CloseReason.PROTOCOL, otherwise);
        }
    }

    void queueStatements(List<Statement> statements) {
        outbox.add(holdings.trust().told(peer, statements));
    }

    void queueOwn(VersionId version) {
        if (phase == Phase.DATA) {
            outbox.addOwn(version);
        }
    }

    void queueOthers(VersionId version, Instant due) {
        if (phase == Phase.DATA) {
            outbox.addOthers(version, due);
        }
    }

    /** The peer sent a version that is live here. */
    void peerHas(VersionId version) {
        outbox.received(version);
    }

    boolean hasWork(Instant now) {
        return (statementsFlow() && outbox.hasStatements())
                || (phase == Phase.DATA && (outbox.hasRows(now) || doneIsDue()));
    }

    Optional<Instant> wake() {
        return phase == Phase.DATA ? outbox.wake() : Optional.empty();
    }

    private boolean statementsFlow() {
        return phase != Phase.HELLO && idsReceived;
    }

    /** The next frame to send, if there is one now. */
    Optional<Frame> next(Instant now) throws StoreException {
        if (statementsFlow() && outbox.hasStatements()) {
            return Optional.of(outbox.nextStatements());
        }
        if (phase != Phase.DATA) {
            return Optional.empty();
        }
        List<VersionId> rows = outbox.nextRows(
                holdings.index(), reported, now, holdings.setup().chunkRows());
        if (!rows.isEmpty()) {
            return Optional.of(new Frame.Chunk(read(rows)));
        }
        return doneIsDue() ? Optional.of(done()) : Optional.empty();
    }

    private List<Version> read(List<VersionId> rows) throws StoreException {
        List<Version> versions = holdings.store().read(rows);
        if (versions.size() < rows.size() && !full()) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, (rows.size() - versions.size()) + " live versions are not stored");
        }
        return versions;
    }

    /** R3 (5); on a full connection also when the digest is another than the one told, so that both learn the outcome. */
    private boolean doneIsDue() {
        return outbox.isEmpty()
                && (digestSent.isEmpty()
                        || !known.coversAll(holdings.knowledge())
                        || (full() && !digestSent.get().equals(holdings.index().digest())));
    }

    private Frame.Done done() {
        Bytes digest = holdings.index().digest();
        digestSent = Optional.of(digest);
        known = known.join(holdings.knowledge());
        return new Frame.Done(holdings.knowledge(), hash(holdings.beyond()), digest);
    }

    /** SHA-256 over X: replica, first, last (8 octets each, big-endian) of every range in order; empty if X is. */
    static Bytes hash(DotSet beyond) {
        if (beyond.isEmpty()) {
            return Bytes.EMPTY;
        }
        ByteBuffer octets = ByteBuffer.allocate(beyond.rangeCount() * (ReplicaId.LENGTH + 2 * Long.BYTES));
        beyond.asMap()
                .forEach((replica, ranges) ->
                        ranges.forEach(range -> octets.put(replica.value().toArray())
                                .putLong(range.first())
                                .putLong(range.last())));
        return Bytes.sha256(Bytes.wrap(octets.array()));
    }
}
