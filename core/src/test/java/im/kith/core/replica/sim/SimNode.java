package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.Trust;
import im.kith.core.replica.BatchVerifier;
import im.kith.core.replica.Effect;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.Replica;
import im.kith.core.replica.ReplicaSetup;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One home: a store that lasts, and the replica over it that a crash throws away. */
final class SimNode {

    /** So few that cuts and crashes fall inside a pass. */
    private static final int CHUNK_ROWS = 2;

    /** Short, so that something is trimmed. */
    private static final Duration HISTORY_AGE = Duration.ofHours(6);

    private static final int HISTORY_OF_ITEM = 1;

    /** What is to go wrong at the next commit. */
    enum Fault {
        NONE,
        COMMIT_FAILS,
        CRASH_AFTER_COMMIT
    }

    final int number;
    DeviceId device;
    MemoryVersionStore store = new MemoryVersionStore();
    Replica replica;
    Duration skew;
    Fault fault = Fault.NONE;
    boolean dead;

    /** Its thief keeps it running: it hides what {@link #hidden} says and minds no revocation. */
    boolean stolen;

    Predicate<SignedStatement> hidden = statement -> false;
    int part;

    @Nullable
    Instant wake;

    @Nullable
    MemoryVersionStore backup;

    @Nullable
    DeviceId backedUp;

    /** What somebody on this device was shown of an item, perhaps long ago. */
    final Map<ItemKey, Set<VersionId>> remembered = new HashMap<>();

    private final SplittableRandom random;

    SimNode(int number, DeviceId device, Duration skew, long seed) throws StoreException {
        this.number = number;
        this.device = device;
        this.skew = skew;
        this.random = new SplittableRandom(seed);
        this.replica = open();
    }

    String name() {
        return "n" + number;
    }

    /** A replica over the store, before its start. */
    private Replica open() throws StoreException {
        ReplicaSetup setup = new ReplicaSetup(
                SimKeys.ACCOUNT,
                device,
                SimKeys.signer(device),
                BatchVerifier.inSequence(SimKeys.SUITE),
                random,
                CHUNK_ROWS,
                HISTORY_AGE,
                HISTORY_OF_ITEM);
        Ledger ledger = SimLedger.open(store.statements(), device);
        Replica fresh = Replica.open(setup, store, stolen ? new ThiefTrust(ledger, hidden) : ledger);
        store.forEachLive(fresh::index);
        return fresh;
    }

    /** Loads everything anew from the store; the effects of the start are to be carried out. */
    List<Effect> reload(boolean freshId) throws StoreException {
        replica = open();
        wake = null;
        fault = Fault.NONE;
        return replica.start(freshId);
    }

    /** The ledger as it is, whatever a thief makes of it. */
    Ledger ledger() {
        return replica.trust() instanceof ThiefTrust thief ? thief.ledger() : (Ledger) replica.trust();
    }

    boolean sees(DeviceId other, Trust.Standing standing) {
        return ledger().standing(other).orElse(Trust.Standing.OUT) == standing;
    }

    /** What the user sees: the merged card of every visible item. */
    Map<ItemKey, Shown> view() throws StoreException {
        Map<ItemKey, List<Version>> items = new TreeMap<>(SimNode::compare);
        store.forEachLive(
                v -> items.computeIfAbsent(v.item(), item -> new ArrayList<>()).add(v));
        Map<ItemKey, Shown> view = new TreeMap<>(SimNode::compare);
        items.forEach((item, versions) -> show(versions).ifPresent(shown -> view.put(item, shown)));
        return view;
    }

    /** An item as shown: the merge of its publish siblings, and which these are. */
    record Shown(Card card, List<VersionId> publishes, List<VersionId> siblings) {}

    static Optional<Shown> show(List<Version> versions) {
        Map<VersionId, Card> cards = new TreeMap<>();
        for (Version version : versions) {
            version.payload().map(Card::parse).filter(c -> !c.reserved()).ifPresent(c -> cards.put(version.id(), c));
        }
        return cards.isEmpty()
                ? Optional.empty()
                : Optional.of(new Shown(
                        Card.merge(cards.values()),
                        List.copyOf(cards.keySet()),
                        versions.stream().map(Version::id).toList()));
    }

    static int compare(ItemKey a, ItemKey b) {
        return a.id().compareTo(b.id());
    }
}
