package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
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
import org.jspecify.annotations.Nullable;

/** One home: a store that lasts, and the replica over it that a crash throws away. */
final class SimNode {

    /** So few that cuts and crashes fall inside a pass. */
    private static final int CHUNK_ROWS = 2;

    /** What is to go wrong at the next commit. */
    enum Fault {
        NONE,
        COMMIT_FAILS,
        CRASH_AFTER_COMMIT
    }

    final int number;
    final DeviceId founder;
    DeviceId device;
    MemoryVersionStore store = new MemoryVersionStore();
    Replica replica;
    Duration skew;
    Fault fault = Fault.NONE;
    boolean dead;
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

    SimNode(int number, DeviceId device, DeviceId founder, Duration skew, long seed) throws StoreException {
        this.number = number;
        this.device = device;
        this.founder = founder;
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
                CHUNK_ROWS);
        Replica fresh = Replica.open(setup, store, SimTrust.of(founder, store.statements()));
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
