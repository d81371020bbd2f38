package im.kith.core.replica;

import im.kith.core.octets.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The live versions of a store, by item and sorted by dot, and the digest over them.
 *
 * <p>Either all were added, or each item's are read from the store when it is asked for, and all when that is asked for which
 * needs them all.
 *
 * <p>Some 450 octets a version, hash and item id included; the parts that repeat (replica ids, node names) are held once.
 */
final class LiveIndex {

    private static final Bytes GREATEST_HASH = greatestHash();

    private final NavigableMap<VersionId, LiveVersion> byId = new TreeMap<>();
    private final Map<String, Map<ItemKey, List<LiveVersion>>> byNode = new HashMap<>();
    private final Map<ReplicaId, ReplicaId> replicas = new HashMap<>();
    private final Map<String, String> nodes = new HashMap<>();
    private BigInteger digest = BigInteger.ZERO;
    private long arrivals;
    private final Set<ItemKey> read = new HashSet<>();
    private @Nullable VersionStore unread;
    private boolean complete;

    /**
     * @param unread where to read what is asked for; null if all is given to {@link #load}
     */
    LiveIndex(@Nullable VersionStore unread) {
        this.unread = unread;
    }

    /** Takes a stored live version in, unless its item was read already. */
    void load(Version version) {
        if (!complete && !read.contains(version.item())) {
            put(version);
        }
    }

    /** All that is stored was given to {@link #load}. */
    void loaded() {
        complete = true;
        unread = null;
        read.clear();
    }

    /** Whether what was not loaded yet is read when it is asked for. */
    boolean readsOnDemand() {
        return unread != null;
    }

    private void read(ItemKey item) {
        VersionStore store = unread;
        if (store == null || !read.add(item)) {
            return;
        }
        try {
            for (VersionStore.Stored stored : store.all(item)) {
                if (stored.place() == VersionStore.Place.LIVE) {
                    put(stored.version());
                }
            }
        } catch (StoreException e) {
            throw new UncheckedStoreException(e);
        }
    }

    private void readAll() {
        VersionStore store = unread;
        if (store == null) {
            return;
        }
        try {
            store.forEachLive(this::load);
        } catch (StoreException e) {
            throw new UncheckedStoreException(e);
        }
        loaded();
    }

    /** Makes {@code version} live; the caller removes what it covers. */
    LiveVersion add(Version version) {
        read(version.item());
        return put(version);
    }

    private LiveVersion put(Version version) {
        VersionHeader header = version.header();
        ItemKey item = new ItemKey(
                nodes.computeIfAbsent(header.item().node(), n -> n),
                header.item().id());
        LiveVersion live = new LiveVersion(
                new VersionId(shared(header.dot()), version.id().hash()),
                item,
                shared(header.context()),
                header.hlc(),
                LiveVersion.sizeOf(version),
                ++arrivals);
        LiveVersion before = byId.put(live.id(), live);
        if (before != null) {
            throw new IllegalStateException("live already: " + live.id().dot());
        }
        byNode.computeIfAbsent(item.node(), node -> new HashMap<>()).merge(item, List.of(live), LiveIndex::joined);
        digest = digest.add(number(live.id()));
        return live;
    }

    void remove(LiveVersion live) {
        if (byId.remove(live.id()) == null) {
            throw new IllegalStateException("not live: " + live.dot());
        }
        byNode.computeIfPresent(live.item().node(), (node, items) -> {
            items.computeIfPresent(live.item(), (item, siblings) -> without(siblings, live));
            return items.isEmpty() ? null : items;
        });
        digest = digest.subtract(number(live.id()));
    }

    List<LiveVersion> siblings(ItemKey item) {
        read(item);
        return byNode.getOrDefault(item.node(), Map.of()).getOrDefault(item, List.of());
    }

    Optional<LiveVersion> get(VersionId id) {
        readAll();
        return Optional.ofNullable(byId.get(id));
    }

    int size() {
        readAll();
        return byId.size();
    }

    /** The number of the latest arrival. */
    long arrivals() {
        readAll();
        return arrivals;
    }

    /** Whether a live version has this dot and another content. */
    boolean hasOtherContent(VersionId id) {
        readAll();
        VersionId other = byId.floorKey(new VersionId(id.dot(), GREATEST_HASH));
        while (other != null && other.dot().equals(id.dot())) {
            if (!other.hash().equals(id.hash())) {
                return true;
            }
            other = byId.lowerKey(other);
        }
        return false;
    }

    /** X: the dots of live versions that {@code knowledge} does not cover. */
    DotSet beyond(VersionVector knowledge) {
        List<Dot> dots = new ArrayList<>();
        LiveVersion live = next(null, knowledge);
        while (live != null) {
            dots.add(live.dot());
            live = next(live.id(), knowledge);
        }
        return DotSet.ofDots(dots);
    }

    int countBeyond(VersionVector knowledge) {
        int count = 0;
        for (LiveVersion live = next(null, knowledge); live != null; live = next(live.id(), knowledge)) {
            count++;
        }
        return count;
    }

    /** The replicas that wrote what is or was live since the start, or what that replaced. */
    Set<ReplicaId> replicas() {
        readAll();
        return Set.copyOf(replicas.keySet());
    }

    Set<String> nodes() {
        readAll();
        return Set.copyOf(byNode.keySet());
    }

    List<ItemKey> items(String node) {
        readAll();
        return List.copyOf(byNode.getOrDefault(node, Map.of()).keySet());
    }

    /** The first version after {@code position} that {@code knowledge} does not cover, jumping over what it covers. */
    @Nullable
    LiveVersion next(@Nullable VersionId position, VersionVector knowledge) {
        readAll();
        Map.Entry<VersionId, LiveVersion> entry = position == null ? byId.firstEntry() : byId.higherEntry(position);
        while (entry != null && knowledge.covers(entry.getKey().dot())) {
            ReplicaId replica = entry.getKey().dot().replica();
            entry = byId.higherEntry(new VersionId(new Dot(replica, knowledge.get(replica)), GREATEST_HASH));
        }
        return entry == null ? null : entry.getValue();
    }

    /** The sum of SHA-256 over the header octets of all live versions, modulo 2^256, as 32 octets (R6). */
    Bytes digest() {
        readAll();
        byte[] octets = new byte[32];
        byte[] sum = digest.toByteArray();
        int length = Math.min(sum.length, octets.length);
        System.arraycopy(sum, sum.length - length, octets, octets.length - length, length);
        return Bytes.wrap(octets);
    }

    private static BigInteger number(VersionId id) {
        return new BigInteger(1, id.hash().toArray());
    }

    private Dot shared(Dot dot) {
        return new Dot(shared(dot.replica()), dot.sequence());
    }

    private ReplicaId shared(ReplicaId replica) {
        return replicas.computeIfAbsent(replica, r -> r);
    }

    private VersionVector shared(VersionVector context) {
        Map<ReplicaId, Long> entries = new TreeMap<>();
        context.asMap().forEach((replica, sequence) -> entries.put(shared(replica), sequence));
        return VersionVector.of(entries);
    }

    private static List<LiveVersion> joined(List<LiveVersion> some, List<LiveVersion> more) {
        List<LiveVersion> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static @Nullable List<LiveVersion> without(List<LiveVersion> siblings, LiveVersion gone) {
        List<LiveVersion> rest =
                siblings.stream().filter(s -> !s.id().equals(gone.id())).toList();
        return rest.isEmpty() ? null : List.copyOf(rest);
    }

    private static Bytes greatestHash() {
        byte[] octets = new byte[32];
        Arrays.fill(octets, (byte) 0xff);
        return Bytes.wrap(octets);
    }
}
