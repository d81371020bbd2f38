package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All connections of a replica, and what happens on one for the others: live push, closing all (R3, R4, R7). */
final class Connections {

    private final Holdings holdings;
    private final Incoming incoming;
    private final FullPasses fullPasses = new FullPasses();
    private final Map<ConnectionId, Session> sessions = new TreeMap<>();
    private Optional<Instant> wake = Optional.empty();

    Connections(Holdings holdings) {
        this.holdings = holdings;
        this.incoming = new Incoming(holdings);
    }

    void step(Input input, Instant now, StepEffects effects) throws StoreException {
        if (input instanceof Input.Opened opened) {
            open(opened, effects);
        } else if (input instanceof Input.Closed closed) {
            sessions.remove(closed.connection());
        } else if (input instanceof Input.Received received) {
            Session session = sessions.get(received.connection());
            if (session != null) {
                receive(session, received.frame(), now, effects);
            }
        } else if (input instanceof Input.Writable writable) {
            Session session = sessions.get(writable.connection());
            if (session != null) {
                send(session, now, effects);
            }
        } else if (input instanceof Input.LocalStatements local) {
            effects.settings(local.settings());
            takeStatements(local.statements(), null, effects);
        } else if (input instanceof Input.RequestFull request) {
            requestFull(request.peer(), "everything is to be sent", effects);
        } else if (input instanceof Input.Tick) {
            wake = Optional.empty();
        }
    }

    /** Says which connections have something to send, and when the next delayed row is due. */
    void announce(Instant now, StepEffects effects) {
        Optional<Instant> first = Optional.empty();
        for (Session session : sessions.values()) {
            if (session.hasWork(now)) {
                effects.ready(session.id());
            } else {
                Optional<Instant> due = session.wake();
                if (due.isPresent() && (first.isEmpty() || due.get().isBefore(first.get()))) {
                    first = due;
                }
            }
        }
        if (first.isPresent() && !first.equals(wake)) {
            effects.wakeAt(first.get());
            wake = first;
        }
    }

    void pushOwn(VersionId version) {
        sessions.values().forEach(session -> session.queueOwn(version));
    }

    private void open(Input.Opened opened, StepEffects effects) {
        Session session =
                new Session(opened.connection(), opened.peer(), holdings, fullPasses.wantedWith(opened.peer()));
        if (sessions.put(opened.connection(), session) != null) {
            throw new IllegalArgumentException("opened already: " + opened.connection());
        }
        effects.send(session.id(), session.hello());
    }

    /** What {@code peer} has, as far as the open connections with it tell. */
    VersionVector knownBy(DeviceId peer) {
        return sessions.values().stream()
                .filter(session -> session.peer().equals(peer))
                .map(Session::known)
                .reduce(VersionVector.EMPTY, VersionVector::join);
    }

    private void send(Session session, Instant now, StepEffects effects) throws StoreException {
        boolean before = session.passed();
        Optional<Frame> frame = session.next(now);
        frame.ifPresent(f -> effects.send(session.id(), f));
        if (!before && session.passed()) {
            effects.tell(new Notice.Passed(session.peer()));
        }
    }

    private void receive(Session session, Frame frame, Instant now, StepEffects effects) throws StoreException {
        try {
            if (frame instanceof Frame.Hello hello) {
                session.received(hello);
                if (session.comparesLedger()) {
                    List<Bytes> ids = holdings.trust().ids();
                    int some = Math.min(ids.size(), Limits.MAX_LEDGER_IDS);
                    effects.send(session.id(), new Frame.LedgerIds(ids.subList(0, some)));
                }
            } else if (frame instanceof Frame.LedgerIds ids) {
                session.received(ids);
            } else if (frame instanceof Frame.LedgerStatements statements) {
                session.received(statements);
                takeStatements(statements.statements(), session, effects);
            } else if (frame instanceof Frame.Chunk chunk) {
                receiveChunk(session, chunk, now, effects);
            } else if (frame instanceof Frame.Done done) {
                receiveDone(session, done, effects);
            }
            startIfCompared(session, effects);
        } catch (ProtocolViolation e) {
            close(session, e.reason(), String.valueOf(e.getMessage()), effects);
        }
    }

    private void startIfCompared(Session session, StepEffects effects) throws StoreException {
        if (!sessions.containsKey(session.id()) || !session.ledgerCompared()) {
            return;
        }
        if (!session.agreesOnData()) {
            session.startLedgerOnly();
        } else if (session.peerIsThisReplica()) {
            fullPasses.want(session.peer());
            takeFreshId("another home writes as this replica", effects);
        } else if (knowsMore(session.peerKnowledge())) {
            takeFreshId(
                    "others know writes of this replica beyond "
                            + holdings.state().sequence(),
                    effects);
        } else {
            session.startData();
        }
    }

    private boolean knowsMore(VersionVector knowledge) {
        return knowledge.get(holdings.me()) > holdings.state().sequence();
    }

    private void takeFreshId(String why, StepEffects effects) {
        holdings.takeFreshId(why, effects);
        closeAll(CloseReason.REPLICA_CHANGED, why, effects);
    }

    private void receiveChunk(Session session, Frame.Chunk chunk, Instant now, StepEffects effects)
            throws ProtocolViolation, StoreException {
        Limits.check(chunk);
        if (!session.takesData("a Chunk")) {
            return;
        }
        for (Version version : chunk.versions()) {
            if (holdings.index().get(version.id()).isPresent()) {
                session.peerHas(version.id());
            }
        }
        Incoming.Taken taken = incoming.take(chunk.versions(), session.full(), now, effects);
        for (VersionId id : taken.inserted()) {
            for (Session other : sessions.values()) {
                if (other != session) {
                    other.queueOthers(id, now.plus(Outbox.DELAY));
                }
            }
        }
        taken.freshId().ifPresent(why -> takeFreshId(why, effects));
        if (taken.refusal().isPresent()) {
            throw taken.refusal().get();
        }
    }

    private void receiveDone(Session session, Frame.Done done, StepEffects effects) throws ProtocolViolation {
        Limits.check(done);
        if (!session.takesData("a Done")) {
            return;
        }
        VersionVector knowledge = holdings.knowledge().join(done.knowledge());
        if (knowledge.asMap().size() > Limits.MAX_REPLICAS) {
            throw new ProtocolViolation(CloseReason.LIMIT, "too many replicas with those of the peer");
        }
        boolean before = session.passed();
        session.received(done);
        holdings.knowledge(knowledge, effects);
        if (knowsMore(done.knowledge())) {
            takeFreshId(
                    "others know writes of this replica beyond "
                            + holdings.state().sequence(),
                    effects);
            return;
        }
        if (!before && session.passed()) {
            effects.tell(new Notice.Passed(session.peer()));
        }
        if (session.full()) {
            fullPasses.finish(session.peer(), session.peerReplica());
        }
        boolean comparable = knowledge.equals(done.knowledge())
                && Session.hash(holdings.beyond()).equals(done.beyond());
        if (comparable) {
            compare(session, done, effects);
        }
    }

    /** R6. */
    private void compare(Session session, Frame.Done done, StepEffects effects) {
        DeviceId peer = session.peer();
        if (holdings.index().digest().equals(done.digest())) {
            fullPasses.agreed(session.peerReplica());
            holdings.agreements().agreed(peer, done.knowledge(), effects);
            effects.tell(new Notice.Agreed(peer));
        } else if (!session.full()) {
            boolean again = fullPasses.finishedWith(session.peerReplica());
            effects.tell(new Notice.DigestMismatch(peer, again));
            if (!again) {
                requestFull(peer, "the digests differ", effects);
            }
        }
    }

    private void requestFull(DeviceId peer, String why, StepEffects effects) {
        fullPasses.want(peer);
        for (Session session : List.copyOf(sessions.values())) {
            if (session.peer().equals(peer)) {
                close(session, CloseReason.FULL_PASS, why, effects);
            }
        }
    }

    private void takeStatements(List<Statement> statements, @Nullable Session from, StepEffects effects)
            throws StoreException {
        Trust before = holdings.trust();
        Verdict verdict = holdings.verdict();
        Trust.Taken taken =
                before.take(statements, from == null ? holdings.setup().device() : from.peer());
        if (taken.fresh().isEmpty()) {
            return;
        }
        holdings.trust(taken.trust());
        effects.statements(taken.fresh());
        effects.tell(new Notice.StatementsTaken(taken.fresh()));
        Map<DeviceId, Notice.StandingsChanged.Change> changes = Verdict.changes(before, taken.trust());
        if (!changes.isEmpty()) {
            effects.tell(new Notice.StandingsChanged(changes));
        }
        for (Session session : sessions.values()) {
            if (session != from) {
                session.queueStatements(taken.fresh());
            }
        }
        if (!holdings.verdict().equals(verdict)) {
            followVerdict(effects);
        }
        closeChanged(effects);
    }

    /** R3 (7), R11: what is void changed, or who is no member. */
    private void followVerdict(StepEffects effects) throws StoreException {
        Rejudgement.judge(holdings, effects);
        holdings.resetKnowledge(effects);
        fullPasses.startOver();
        closeAll(CloseReason.STANDING_CHANGED, "who is a member, or what is void, changed", effects);
    }

    /** A device that may have data now starts over with a new hello. */
    private void closeChanged(StepEffects effects) {
        for (Session session : List.copyOf(sessions.values())) {
            if (session.openedForData() != holdings.exchangesDataWith(session.peer())) {
                close(session, CloseReason.STANDING_CHANGED, "the standing of this device changed", effects);
            }
        }
    }

    private void closeAll(CloseReason reason, String text, StepEffects effects) {
        new ArrayList<>(sessions.values()).forEach(session -> close(session, reason, text, effects));
    }

    private void close(Session session, CloseReason reason, String text, StepEffects effects) {
        if (sessions.remove(session.id()) != null) {
            effects.close(session.id(), reason, text);
        }
    }
}
