package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import java.util.Optional;

/** What a replica holds in memory: the scalars, the index of live versions, the ledger, and the store beneath. */
final class Holdings {

    private final ReplicaSetup setup;
    private final VersionStore store;
    private final LiveIndex index;
    private final Agreements agreements;
    private ReplicaState state;
    private Trust trust;
    private Verdict verdict;

    Holdings(ReplicaSetup setup, VersionStore store, Trust trust, LiveIndex index) throws StoreException {
        this.setup = setup;
        this.store = store;
        this.index = index;
        this.trust = trust;
        this.verdict = Verdict.of(trust, setup.device());
        this.agreements = new Agreements(store.settings());
        Optional<ReplicaState> stored = store.state();
        this.state =
                stored.isPresent() ? stored.get() : new ReplicaState(freshId(setup), 0, VersionVector.EMPTY, Hlc.ZERO);
    }

    private static ReplicaId freshId(ReplicaSetup setup) {
        byte[] random = new byte[ReplicaId.LENGTH - DeviceId.TAG_LENGTH];
        setup.random().nextBytes(random);
        return ReplicaId.of(setup.device(), Bytes.wrap(random));
    }

    ReplicaSetup setup() {
        return setup;
    }

    VersionStore store() {
        return store;
    }

    LiveIndex index() {
        return index;
    }

    Agreements agreements() {
        return agreements;
    }

    ReplicaState state() {
        return state;
    }

    ReplicaId me() {
        return state.replica();
    }

    VersionVector knowledge() {
        return state.knowledge();
    }

    DotSet beyond() {
        return index.beyond(state.knowledge());
    }

    Trust trust() {
        return trust;
    }

    void trust(Trust after) {
        trust = after;
        verdict = Verdict.of(after, setup.device());
    }

    Verdict verdict() {
        return verdict;
    }

    /** The device that wrote {@code dot}, if its admission is known. */
    Optional<DeviceId> author(Dot dot) {
        return trust.byTag(dot.replica().deviceTag());
    }

    /** Changes the scalars, durably with this step. */
    void state(ReplicaState after, StepEffects effects) {
        if (!after.equals(state)) {
            state = after;
            effects.state(after);
        }
    }

    void knowledge(VersionVector after, StepEffects effects) {
        state(new ReplicaState(state.replica(), state.sequence(), after, state.clock()), effects);
    }

    /** R7: another replica id, its sequence from 0; K stays, with the old entry. */
    void takeFreshId(String why, StepEffects effects) {
        ReplicaId before = state.replica();
        ReplicaId after = freshId(setup);
        while (after.equals(before) || state.knowledge().get(after) > 0) {
            after = freshId(setup);
        }
        state(new ReplicaState(after, 0, state.knowledge(), state.clock()), effects);
        effects.tell(new Notice.ReplicaChanged(before, state.replica(), why));
    }

    /** Whether {@code device} and this one are members as this replica sees it: only then data flows between them. */
    boolean exchangesDataWith(DeviceId device) {
        return isMember(setup.device()) && isMember(device);
    }

    private boolean isMember(DeviceId device) {
        return trust.standing(device).equals(Optional.of(Trust.Standing.IN));
    }

    /** R11: after another verdict nothing that others said of what they know is relied on any more. */
    void resetKnowledge(StepEffects effects) {
        long sequence = state.sequence();
        knowledge(sequence == 0 ? VersionVector.EMPTY : VersionVector.EMPTY.with(new Dot(me(), sequence)), effects);
    }

    /** Whether {@code version} is void (R11): its author is out, is not this device, and nobody who counts keeps it. */
    boolean isVoid(VersionId version) {
        return author(version.dot())
                .filter(device -> verdict.isVoid(device, version))
                .isPresent();
    }
}
