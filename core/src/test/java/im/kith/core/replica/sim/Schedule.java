package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust;
import im.kith.core.replica.Input;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The random things that happen to devices; each draws its choices from its own seed. */
final class Schedule {

    private static final int MOST_NODES = 7;

    private final World world;
    private final Revokers revokers;
    private final Thief thief;

    /** Whether devices are revoked: then what is restored or copied is a new device (R7). */
    private final boolean revokes;

    private int names;

    Schedule(World world, boolean revokes) {
        this.world = world;
        this.revokes = revokes;
        this.revokers = new Revokers(world);
        this.thief = new Thief(world);
    }

    Revokers revokers() {
        return revokers;
    }

    Thief thief() {
        return thief;
    }

    /** The first devices, the founder and those it admitted. */
    void begin(int count, Random random) throws StoreException {
        int wrongYear = random.nextInt(10) < 4 ? random.nextInt(count) : -1;
        for (int i = 0; i < count; i++) {
            Duration skew = i == wrongYear ? Duration.ofDays(365) : minutes(random.nextInt(11) - 5);
            DeviceId device = i == 0 ? SimKeys.FOUNDER : SimKeys.device("" + names++);
            world.addNode(device, skew, random.nextLong());
        }
        SimNode first = world.nodes.get(0);
        for (SimNode node : world.nodes.subList(1, count)) {
            DeviceId by = world.nodes.get(random.nextInt(node.number)).device;
            revokers.admit(first, by, node.device);
        }
        for (SimNode node : world.nodes.subList(1, count)) {
            world.step(node, new Input.LocalStatements(first.replica.statements()));
        }
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }

    void run(String name, long seed) throws StoreException {
        Random random = new Random(seed);
        List<SimNode> alive = world.alive();
        SimNode node = alive.get(random.nextInt(alive.size()));
        world.say(name + " " + node.name());
        if (!thief.acts(name, node, random)) {
            honestly(name, node, random);
        }
    }

    private void honestly(String name, SimNode node, Random random) throws StoreException {
        switch (name) {
            case "create" -> create(node, random);
            case "edit" -> edit(node, random);
            case "delete" -> remove(node, Oracle.Kind.DELETE, random);
            case "reserve" -> remove(node, Oracle.Kind.RESERVE, random);
            case "remember" -> remember(node);
            case "stale" -> stale(node, random);
            case "connect" -> {
                for (int i = random.nextInt(2); i < 2; i++) {
                    world.connect(node, world.nodes.get(random.nextInt(world.nodes.size())));
                }
            }
            case "cut" -> {
                if (!world.links.isEmpty()) {
                    world.cut(world.links.get(random.nextInt(world.links.size())));
                }
            }
            case "steps" -> world.steps(random, 3 + random.nextInt(38));
            case "part" -> part(random);
            case "heal" -> world.nodes.forEach(n -> n.part = 0);
            case "crash" -> world.crash(node);
            case "fault" ->
                node.fault = random.nextBoolean() ? SimNode.Fault.COMMIT_FAILS : SimNode.Fault.CRASH_AFTER_COMMIT;
            case "time" -> world.pass(minutes(1 + random.nextInt(60 * 24)));
            case "skew" -> skew(node, random);
            case "trim" -> {
                if (!world.crimes.deceives(node)) {
                    world.step(node, new Input.Trim());
                }
            }
            case "full" ->
                world.step(node, new Input.RequestFull(world.nodes.get(random.nextInt(world.nodes.size())).device));
            default -> run(name, node, random);
        }
    }

    private void run(String name, SimNode node, Random random) throws StoreException {
        switch (name) {
            case "backup" -> {
                node.backup = MemoryVersionStore.copyOf(node.store);
                node.backedUp = node.device;
            }
            case "restore" -> restore(node, random);
            case "blind" -> blind(node, false);
            case "blindown" -> blind(node, true);
            case "copy" -> copy(node, random, true);
            case "twin" -> copy(node, random, false);
            case "join" -> join(node, random);
            case "revoke" -> revokers.revoke(node, random);
            case "steal" -> thief.steal(node);
            case "die" -> {
                if (world.good().size() > 2) {
                    world.cutAll(node);
                    node.dead = true;
                }
            }
            default -> throw new IllegalArgumentException(name);
        }
    }

    private void create(SimNode node, Random random) throws StoreException {
        String id = random.nextInt(3) == 0 ? "s" + random.nextInt(4) : "x" + names++;
        ItemKey item = new ItemKey("contacts", id);
        if (node.view().containsKey(item)) {
            return;
        }
        Map<String, Optional<String>> fields = new TreeMap<>();
        fields.put("n", Optional.of("v" + names++));
        for (String group : List.of("g1", "g2")) {
            if (random.nextInt(5) < 2) {
                fields.put(group, Optional.of("yes"));
            }
        }
        write(node, item, Oracle.Kind.CREATE, node.replica.live(item), new Card(false, new TreeMap<>()), fields);
    }

    private void edit(SimNode node, Random random) throws StoreException {
        Optional<Map.Entry<ItemKey, SimNode.Shown>> entry = pick(node, random);
        if (entry.isPresent()) {
            SimNode.Shown shown = entry.get().getValue();
            write(
                    node,
                    entry.get().getKey(),
                    Oracle.Kind.EDIT,
                    shown.siblings(),
                    shown.card(),
                    changes(shown.card(), random));
        }
    }

    private Map<String, Optional<String>> changes(Card card, Random random) {
        Map<String, Optional<String>> fields = new TreeMap<>();
        for (int i = random.nextInt(3) == 0 ? 2 : 1; i > 0; i--) {
            String field = List.of("n", "n", "t", "g1", "g2", "g3").get(random.nextInt(6));
            boolean scalar = field.equals("n") || field.equals("t");
            Optional<String> value = scalar
                    ? Optional.of("v" + names++)
                    : card.values().containsKey(field) ? Optional.empty() : Optional.of("yes");
            fields.put(field, value);
        }
        return fields;
    }

    private void remove(SimNode node, Oracle.Kind kind, Random random) throws StoreException {
        Optional<Map.Entry<ItemKey, SimNode.Shown>> entry = pick(node, random);
        if (entry.isPresent()) {
            write(node, entry.get().getKey(), kind, entry.get().getValue().siblings(), Card.RESERVED, Map.of());
        }
    }

    /** A session of other software is shown all items, and writes later. */
    private void remember(SimNode node) throws StoreException {
        node.remembered.clear();
        node.view().forEach((item, shown) -> node.remembered.put(item, Set.copyOf(shown.siblings())));
    }

    private void stale(SimNode node, Random random) throws StoreException {
        if (node.remembered.isEmpty()) {
            return;
        }
        List<ItemKey> items =
                node.remembered.keySet().stream().sorted(SimNode::compare).toList();
        ItemKey item = items.get(random.nextInt(items.size()));
        Set<VersionId> seen = node.remembered.getOrDefault(item, Set.of());
        List<Version> versions = node.store.read(seen);
        Optional<SimNode.Shown> shown = SimNode.show(versions);
        if (versions.size() == seen.size() && shown.isPresent()) {
            Card card = shown.get().card();
            node.remembered.remove(item);
            write(node, item, Oracle.Kind.EDIT, List.copyOf(seen), card, changes(card, random));
        }
    }

    private Optional<Map.Entry<ItemKey, SimNode.Shown>> pick(SimNode node, Random random) throws StoreException {
        List<Map.Entry<ItemKey, SimNode.Shown>> all =
                new ArrayList<>(node.view().entrySet());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private void write(
            SimNode node,
            ItemKey item,
            Oracle.Kind kind,
            List<VersionId> merged,
            Card before,
            Map<String, Optional<String>> fields)
            throws StoreException {
        Write write = kind == Oracle.Kind.DELETE
                ? Write.retract(item, Set.copyOf(merged))
                : Write.publish(
                        item,
                        Set.copyOf(merged),
                        stamp -> (kind == Oracle.Kind.RESERVE ? before : before.with(fields, stamp)).payload());
        world.step(node, new Input.LocalWrite(List.of(write)), new Oracle.Draft(node, kind, merged, fields));
    }

    private void part(Random random) throws StoreException {
        world.nodes.forEach(n -> n.part = random.nextInt(2));
        for (Link link : List.copyOf(world.links)) {
            if (link.a.node.part != link.b.node.part) {
                world.cut(link);
            }
        }
    }

    private static void skew(SimNode node, Random random) {
        node.skew = switch (random.nextInt(4)) {
            case 0 -> minutes(random.nextInt(11) - 5);
            case 1 -> minutes(random.nextInt(10_001) - 5_000);
            case 2 -> Duration.ofDays(365);
            default -> Duration.ofDays(-180);
        };
    }

    /** A restore that is noticed: a fresh replica id, or even a new device, admitted by the old one's key. */
    private void restore(SimNode node, Random random) throws StoreException {
        MemoryVersionStore backup = node.backup;
        DeviceId old = node.backedUp;
        if (backup == null || old == null) {
            return;
        }
        if (world.crimes.guilty.contains(node.device)) {
            world.crimes.guilty.add(old);
        }
        world.cutAll(node);
        node.device = old;
        node.store = MemoryVersionStore.copyOf(backup);
        world.oracle.rolledBack(node);
        renew(node, old, random);
    }

    private void renew(SimNode node, DeviceId old, Random random) throws StoreException {
        boolean newDevice = random.nextBoolean() || revokes;
        if (newDevice) {
            node.device = SimKeys.device("" + names++);
        }
        world.restart(node, true);
        if (newDevice) {
            if (world.crimes.guilty.contains(old)) {
                world.crimes.guilty.add(node.device);
            }
            revokers.admit(node, old, node.device);
        }
    }

    /** A roll-back that nothing notices; unless {@code own}, only received state is lost. */
    private void blind(SimNode node, boolean own) throws StoreException {
        MemoryVersionStore backup = node.backup;
        if (backup == null
                || backup.state().isEmpty()
                || !backup.state().get().replica().equals(node.replica.id())
                || revokers.wouldForget(node, backup)
                || (!own
                        && backup.state().get().sequence()
                                != node.replica.state().sequence())) {
            return;
        }
        world.cutAll(node);
        node.store = MemoryVersionStore.copyOf(backup);
        world.oracle.rolledBack(node);
        world.restart(node, false);
    }

    /** A copy of a whole home starts to live. */
    private void copy(SimNode node, Random random, boolean noticed) throws StoreException {
        if (world.nodes.size() >= MOST_NODES) {
            return;
        }
        SimNode copy = world.addNode(node.device, minutes(random.nextInt(11) - 5), random.nextLong());
        copy.store = MemoryVersionStore.copyOf(node.store);
        copy.part = node.part;
        if (noticed) {
            renew(copy, node.device, random);
        } else {
            world.restart(copy, false);
        }
    }

    private void join(SimNode node, Random random) throws StoreException {
        if (world.nodes.size() >= MOST_NODES || !node.sees(node.device, Trust.Standing.IN)) {
            return;
        }
        DeviceId device = SimKeys.device("" + names++);
        SimNode joiner = world.addNode(device, minutes(random.nextInt(11) - 5), random.nextLong());
        joiner.part = node.part;
        revokers.admit(node, node.device, device);
        world.step(joiner, new Input.LocalStatements(node.replica.statements()));
        world.connect(node, joiner);
    }
}
