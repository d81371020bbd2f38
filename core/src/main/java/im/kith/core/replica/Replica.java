package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One device's copy of the account's items as a state machine: inputs go in, effects come out, nothing else happens.
 *
 * <p>The caller's whole loop:
 *
 * <pre>{@code
 * Replica replica = Replica.open(setup, store, trust);
 * store.forEachLive(version -> { replica.index(version); view.add(version); });
 * carryOut(replica.start(witnessFails, now));
 * for (;;) carryOut(replica.step(inputs.take(), now));
 *
 * carryOut(effects): for each, in order
 *   Persist  -> store.commit(change, now); if that fails: discard the replica, close all connections, open anew
 *   Send     -> write the frame to the connection
 *   Close    -> close the connection; connect anew unless the reason blames the peer
 *   Ready    -> give Writable as soon as the connection can take a frame
 *   Notify   -> tell the view and the listeners
 *   WakeAt   -> give Tick then
 * }</pre>
 *
 * <p>One thread at a time. In memory are the metadata of the live versions, never payloads; rows are read from the store when
 * they are sent, which is in a later step than the one that commits them. A {@link StoreException} out of any method means
 * the same as a failed commit.
 */
public final class Replica {

    private final Holdings holdings;
    private final Connections connections;

    private Replica(Holdings holdings) {
        this.holdings = holdings;
        this.connections = new Connections(holdings);
    }

    /**
     * The replica over {@code store}, still without its live versions.
     *
     * @param trust the ledger made of the store's statements
     */
    public static Replica open(ReplicaSetup setup, VersionStore store, Trust trust) throws StoreException {
        return new Replica(new Holdings(setup, store, trust, new LiveIndex(null)));
    }

    /**
     * As {@link #open}, but the live versions are read when they are needed: those of one item for writing it, all for talking with
     * others. Every method may then throw {@link UncheckedStoreException}.
     */
    public static Replica openUnread(ReplicaSetup setup, VersionStore store, Trust trust) throws StoreException {
        return new Replica(new Holdings(setup, store, trust, new LiveIndex(store)));
    }

    /** Takes a live version into the index: to be called for every one, between {@link #open} and {@link #start}. */
    public void index(Version version) {
        holdings.index().load(version);
    }

    /** Every live version was given to {@link #index}: of those that are read when needed, none needs to be any more. */
    public void indexed() {
        holdings.index().loaded();
    }

    /**
     * Ends opening.
     *
     * @param freshId take a fresh replica id: the store was rolled back, restored or copied (R7)
     */
    public List<Effect> start(boolean freshId) throws StoreException {
        if (!holdings.index().readsOnDemand()) {
            holdings.index().loaded();
        }
        StepEffects effects = new StepEffects();
        boolean otherDevice = !holdings.me().isOf(holdings.setup().device());
        if (holdings.store().state().isEmpty()) {
            effects.state(holdings.state());
        } else if (freshId) {
            holdings.takeFreshId("the store was rolled back, restored or copied", effects);
        } else if (otherDevice) {
            holdings.takeFreshId("this is another device than the one that wrote the store", effects);
        }
        if (otherDevice && Rejudgement.judge(holdings, effects)) {
            holdings.resetKnowledge(effects);
        }
        return effects.effects();
    }

    /** One step; {@code now} is the wall clock, which may jump. */
    public List<Effect> step(Input input, Instant now) throws StoreException {
        StepEffects effects = new StepEffects();
        if (input instanceof Input.LocalWrite write) {
            write(write.writes(), now, effects);
        } else if (input instanceof Input.Trim) {
            new HistoryTrimmer(holdings).trim(now, effects);
        } else {
            connections.step(input, now, effects);
        }
        connections.announce(now, effects);
        return effects.effects();
    }

    private void write(List<Write> writes, Instant now, StepEffects effects) throws StoreException {
        List<Version> made = new LocalWriter(holdings).write(writes, now, effects);
        made.forEach(version -> connections.pushOwn(version.id()));
        effects.tell(new Notice.Written(made.stream().map(Version::id).toList()));
    }

    /** As which replica this device writes now. */
    public ReplicaId id() {
        return holdings.me();
    }

    /** The durable scalars. */
    public ReplicaState state() {
        return holdings.state();
    }

    /** X: the dots of live versions that K does not cover. */
    public DotSet beyond() {
        return holdings.beyond();
    }

    /** The digest over all live versions (R6). */
    public Bytes digest() {
        return holdings.index().digest();
    }

    /** The live versions of {@code item}: none, one, or several siblings. */
    public List<VersionId> live(ItemKey item) {
        return holdings.index().siblings(item).stream().map(LiveVersion::id).toList();
    }

    /** The nodes that have live versions, retractions too. */
    public Set<String> nodes() {
        return holdings.index().nodes();
    }

    /** The items of {@code node} that have live versions, retractions too. */
    public List<ItemKey> items(String node) {
        return holdings.index().items(node);
    }

    /** How many versions are live. */
    public int size() {
        return holdings.index().size();
    }

    public Trust trust() {
        return holdings.trust();
    }

    /** K with which the digest was last equal with {@code device}'s: all it covers is held there too, or replaced. */
    public Optional<VersionVector> agreedWith(DeviceId device) {
        return holdings.agreements().with(device);
    }

    /** How many live versions {@code device} is not known to have: neither from an equal digest nor from the connection with it. */
    public int behind(DeviceId device) {
        return holdings.index()
                .countBeyond(agreedWith(device).orElse(VersionVector.EMPTY).join(connections.knownBy(device)));
    }

    /** The replicas that wrote something that is known of here. */
    public Set<ReplicaId> writers() {
        Set<ReplicaId> writers = new TreeSet<>(holdings.index().replicas());
        writers.addAll(holdings.state().knowledge().asMap().keySet());
        return writers;
    }

    /** The device that wrote as {@code replica}, if its admission is known. */
    public Optional<DeviceId> author(ReplicaId replica) {
        return holdings.trust().byTag(replica.deviceTag());
    }

    /** What this device stores of {@code author}'s versions, wherever it stands: what a revocation of it keeps (R11). */
    public Set<Kept> stored(DeviceId author) throws StoreException {
        Set<Kept> kept = new TreeSet<>();
        holdings.store().forEachStored(stored -> {
            VersionId id = stored.version().id();
            if (id.dot().replica().isOf(author)) {
                kept.add(Verdict.kept(id));
            }
        });
        return kept;
    }

    /** All ledger statements held. */
    public List<Statement> statements() {
        return holdings.trust().without(List.of());
    }
}
