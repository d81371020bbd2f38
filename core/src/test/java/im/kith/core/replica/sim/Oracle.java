package im.kith.core.replica.sim;

import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Knows what users did and what each had seen when he did it, and nothing of how replicas work; says what must be shown (P2, P3).
 */
final class Oracle {

    enum Kind {
        CREATE,
        EDIT,
        DELETE,
        RESERVE;

        boolean removes() {
            return this == DELETE || this == RESERVE;
        }
    }

    /** An operation about to be done: it has seen {@code seen}, and changes {@code fields}. */
    record Draft(SimNode node, Kind kind, Collection<VersionId> seen, Map<String, Optional<String>> fields) {}

    /** An operation done. {@code past}: the operations that its writer had seen. */
    private record Op(int number, Draft draft, VersionId version, BitSet past, Stamp stamp) {
        /** A create leaves out every field it does not set; beside a concurrent write of the field that is no write. */
        boolean wrote(String field) {
            return draft.kind == Kind.CREATE || draft.fields.containsKey(field);
        }

        /** A create over a removed item of that id no longer knows which fields were removed: a concurrent edit may show them. */
        boolean leavesOpen(String field) {
            return draft.kind == Kind.CREATE && !past.isEmpty() && !draft.fields.containsKey(field);
        }
    }

    private final World world;
    private final List<Op> ops = new ArrayList<>();

    /** Per version the operations in it: its own and those it has seen. */
    private final Map<VersionId, BitSet> inside = new HashMap<>();

    /** Operations that a roll-back made somebody forget. */
    private final BitSet fragile = new BitSet();

    /** Operations that are void as the survivors see it. */
    private final BitSet voided = new BitSet();

    /** Operations of thieves: what a member kept of them need not outlive the thief. */
    private final BitSet stolen = new BitSet();

    /**
     * By the number of a forgery, the operation whose dot it took and those of its replica that this had seen: a context is a version
     * vector, so whatever replaces the forgery replaces these too.
     */
    private final Map<Integer, BitSet> victims = new HashMap<>();

    /** Operations that may be shown or not, as they may have been replaced together with a forgery. */
    private final BitSet spared = new BitSet();

    Oracle(World world) {
        this.world = world;
    }

    void record(Draft draft, Version version) {
        record(draft, version, union(draft.seen));
    }

    private void record(Draft draft, Version version, BitSet past) {
        int number = ops.size();
        Stamp stamp = new Stamp(version.header().hlc(), version.dot().replica());
        ops.add(new Op(number, draft, version.id(), past, stamp));
        BitSet all = (BitSet) past.clone();
        all.set(number);
        inside.put(version.id(), all);
        if (draft.node.stolen) {
            stolen.set(number);
        }
        world.say("    op " + number + " " + draft.kind + " by " + draft.node.name() + " is " + version.dot() + " "
                + draft.fields + " having seen " + past);
    }

    /** A thief gave {@code victim}'s dot another content, with which {@code seen} is replaced. */
    void forged(SimNode node, Version version, VersionId victim, Collection<VersionId> seen, boolean publishes) {
        List<VersionId> others = seen.stream().filter(id -> !id.equals(victim)).toList();
        BitSet past = union(others);
        if (others.size() < seen.size()) {
            ops.stream().filter(op -> op.version.equals(victim)).forEach(op -> past.or(op.past));
        }
        ops.stream().filter(op -> op.version.equals(victim)).forEach(op -> victims.put(ops.size(), sameReplica(op)));
        record(new Draft(node, publishes ? Kind.EDIT : Kind.DELETE, List.of(), Map.of()), version, past);
    }

    private BitSet sameReplica(Op victim) {
        BitSet all = new BitSet();
        all.set(victim.number);
        victim.past.stream()
                .filter(i -> ops.get(i)
                        .version
                        .dot()
                        .replica()
                        .equals(victim.version.dot().replica()))
                .forEach(all::set);
        return all;
    }

    private BitSet union(Collection<VersionId> versions) {
        BitSet all = new BitSet();
        versions.forEach(id -> all.or(inside.getOrDefault(id, new BitSet())));
        return all;
    }

    /** All operations in what {@code node} stores; of a version in quarantine its own only. */
    private BitSet stored(SimNode node) throws StoreException {
        BitSet all = new BitSet();
        Set<VersionId> quarantine = new HashSet<>();
        node.store.forEachStored(s -> {
            VersionId id = s.version().id();
            if (s.place() == VersionStore.Place.QUARANTINE) {
                quarantine.add(id);
            } else {
                all.or(inside.getOrDefault(id, new BitSet()));
            }
        });
        ops.stream().filter(op -> quarantine.contains(op.version)).forEach(op -> all.set(op.number));
        return all;
    }

    /** {@code node} was rolled back: what it does not hold now may be nowhere. */
    void rolledBack(SimNode node) throws StoreException {
        BitSet lost = new BitSet();
        lost.set(0, ops.size());
        lost.andNot(stored(node));
        fragile.or(lost);
    }

    /** Checks P2 and P3 at every survivor. */
    List<String> check(List<SimNode> survivors) throws StoreException {
        List<String> violations = new ArrayList<>();
        BitSet held = new BitSet();
        for (SimNode node : survivors) {
            held.or(stored(node));
        }
        BitSet real = new BitSet();
        BitSet past = new BitSet();
        BitSet removed = new BitSet();
        voided.clear();
        for (Op op : ops) {
            boolean survived = held.get(op.number);
            boolean writerIsLeft = survivors.contains(op.draft.node) && !fragile.get(op.number);
            if (world.crimes.isVoid(survivors.get(0), op.version)) {
                voided.set(op.number);
            } else if (survived || writerIsLeft) {
                real.set(op.number);
                past.or(op.past);
                if (op.draft.kind.removes()) {
                    removed.or(op.past);
                }
            }
        }
        spared.clear();
        victims.forEach((forgery, replaced) -> {
            if (past.get(forgery)) {
                spared.or(replaced);
            }
        });
        BitSet mustShow = new BitSet();
        for (Op op : ops) {
            if (real.get(op.number) && !past.get(op.number) && !op.draft.kind.removes()) {
                mustShow.set(op.number);
            }
        }
        for (SimNode node : survivors) {
            check(node, real, mustShow, removed, violations);
        }
        return violations;
    }

    private void check(SimNode node, BitSet real, BitSet mustShow, BitSet removed, List<String> violations)
            throws StoreException {
        BitSet lost = (BitSet) mustShow.clone();
        for (Map.Entry<ItemKey, SimNode.Shown> entry : node.view().entrySet()) {
            BitSet shown = union(entry.getValue().publishes());
            lost.andNot(shown);
            if (shown.intersects(voided)) {
                world.tally.count("void writes in members' edits");
                continue;
            }
            if (!shown.intersects(mustShow)) {
                violations.add("P3 a removed item comes back");
                world.say("P3: " + node.name() + " shows " + entry.getKey() + " with ops " + shown);
            }
            if (!shown.intersects(stolen)) {
                checkFields(node, entry.getValue().card(), shown, real, removed, violations);
            }
        }
        lost.andNot(stolen);
        lost.andNot(spared);
        if (!lost.isEmpty()) {
            violations.add("P2 a write is lost");
            world.say("P2: " + node.name() + " does not show ops " + lost);
        }
    }

    /** Per field: the value shown is that of a latest write, among concurrent ones that of the greatest stamp. */
    private void checkFields(
            SimNode node, Card card, BitSet shown, BitSet real, BitSet removed, List<String> violations) {
        BitSet inside = (BitSet) shown.clone();
        inside.and(real);
        TreeSet<String> fields = new TreeSet<>();
        inside.stream().forEach(i -> fields.addAll(ops.get(i).draft.fields.keySet()));
        for (String field : fields) {
            List<Op> writes = inside.stream()
                    .mapToObj(ops::get)
                    .filter(op -> op.wrote(field))
                    .toList();
            List<Op> latest = writes.stream()
                    .filter(op -> writes.stream().noneMatch(later -> later.past.get(op.number)))
                    .toList();
            if (latest.stream().anyMatch(op -> removed.get(op.number) || op.leavesOpen(field))) {
                continue;
            }
            Optional<String> expected = latest.stream()
                    .filter(op -> op.draft.fields.containsKey(field))
                    .max((x, y) -> x.stamp.compareTo(y.stamp))
                    .flatMap(op -> op.draft.fields.getOrDefault(field, Optional.empty()));
            Optional<String> found = Optional.ofNullable(card.values().get(field));
            if (!found.equals(expected)) {
                violations.add("P2 a field's value is lost");
                world.say("P2: " + node.name() + " shows " + field + "=" + found + " not " + expected + " of ops "
                        + latest.stream().map(Op::number).toList());
            }
        }
    }
}
