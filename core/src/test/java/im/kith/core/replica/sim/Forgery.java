package im.kith.core.replica.sim;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Payload;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionHeader;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import im.kith.core.replica.VersionVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A thief gives a dot of his another content, in the same item or elsewhere, and may claim to know what does not exist. */
final class Forgery {

    private final World world;
    private long number;

    Forgery(World world) {
        this.world = world;
    }

    void commit(SimNode node, Random random) throws StoreException {
        List<Stored> stored = new ArrayList<>();
        node.store.forEachStored(stored::add);
        List<Version> own = stored.stream()
                .map(Stored::version)
                .filter(v -> v.dot().replica().equals(node.replica.id()))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        Version victim = own.get(random.nextInt(own.size()));
        List<Version> live = stored.stream()
                .filter(s -> s.place() == Place.LIVE)
                .map(Stored::version)
                .toList();
        ItemKey item = item(victim, live, random);
        VersionVector context = VersionVector.EMPTY;
        List<VersionId> seen = new ArrayList<>();
        Hlc hlc = Hlc.of(world.clockOf(node).toEpochMilli(), random.nextInt(100));
        for (Version sibling : live) {
            boolean merged = sibling.item().equals(item) && random.nextInt(10) < 7;
            if (merged && sibling.header().hlc().compareTo(hlc) < 0) {
                context = context.join(sibling.header().context());
                context = sibling.id().equals(victim.id()) ? context : context.with(sibling.dot());
                seen.add(sibling.id());
            }
        }
        boolean lies = item.id().startsWith("evil") && random.nextBoolean();
        Version forged = forge(node, victim, item, lies ? beyond(node) : context, hlc, random);
        world.oracle.forged(node, forged, victim.id(), seen, forged.payload().isPresent());
        List<VersionId> covered = live.stream()
                .filter(v -> !v.id().equals(victim.id()) && forged.header().covers(v.header()))
                .map(Version::id)
                .toList();
        Optional<ReplicaState> state = lies ? Optional.of(boasting(node)) : Optional.empty();
        world.cutAll(node);
        node.store.commit(
                new StoreChange(
                        state,
                        List.of(forged),
                        List.of(),
                        covered,
                        List.of(),
                        List.of(victim.id()),
                        List.of(),
                        Map.of()),
                world.clockOf(node));
        world.tally.count("dots reused by thieves");
        world.say("    " + node.name() + " reuses a dot: " + forged + " ctx"
                + forged.header().context());
        world.restart(node, false);
    }

    private ItemKey item(Version victim, List<Version> live, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> victim.item();
            case 1 -> Thief.fresh(++number);
            default ->
                live.isEmpty()
                        ? victim.item()
                        : live.get(random.nextInt(live.size())).item();
        };
    }

    private Version forge(SimNode node, Version victim, ItemKey item, VersionVector context, Hlc hlc, Random random) {
        Stamp stamp = new Stamp(hlc, victim.dot().replica());
        int kind = random.nextInt(5);
        Optional<Payload> payload = kind == 0
                ? Optional.empty()
                : Optional.of((kind == 1
                                ? Card.RESERVED
                                : new Card(false, new TreeMap<>())
                                        .with(Map.of("n", Optional.of("evil" + ++number)), stamp))
                        .payload());
        VersionHeader header = new VersionHeader(
                item,
                victim.dot(),
                context,
                hlc,
                payload.map(Payload::keyId),
                payload.map(p -> Bytes.sha256(p.octets())));
        return Version.sign(header, payload.map(Payload::octets), SimKeys.ACCOUNT, SimKeys.signer(node.device));
    }

    /** A context that names writes which nobody has made yet. */
    private static VersionVector beyond(SimNode node) {
        Map<ReplicaId, Long> entries = new HashMap<>();
        node.replica.state().knowledge().asMap().forEach((replica, sequence) -> entries.put(replica, sequence + 2));
        return VersionVector.of(entries);
    }

    /** Claims to know such writes. */
    private static ReplicaState boasting(SimNode node) {
        ReplicaState state = node.replica.state();
        VersionVector knowledge = beyond(node);
        return new ReplicaState(state.replica(), knowledge.get(state.replica()), knowledge, state.clock());
    }
}
