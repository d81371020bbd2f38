package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.Statement;
import im.kith.core.account.StatementBody;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Frame;
import im.kith.core.replica.Input;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Thieves: their devices go on writing and relaying, hide that they are revoked, and now and then do one of the things that
 * only a thief does.
 */
final class Thief {

    private static final int MOST_INVENTED = 2;

    /** What a device does for its user only. */
    private static final Set<String> NOT_A_THIEFS =
            Set.of("backup", "restore", "blind", "blindown", "copy", "twin", "join", "die", "steal", "revoke");

    private final World world;
    private final Forgery forgery;
    private final Map<SimNode, List<DeviceId>> invented = new HashMap<>();
    private long clock;

    Thief(World world) {
        this.world = world;
        this.forgery = new Forgery(world);
    }

    /** Whether {@code name} is a thief's doing, or not done because {@code node} is stolen. */
    boolean acts(String name, SimNode node, Random random) throws StoreException {
        if (name.equals("evil") || (name.equals("revoke") && node.stolen)) {
            List<SimNode> thieves = thieves();
            if (!thieves.isEmpty()) {
                act(thieves.get(random.nextInt(thieves.size())), random);
            }
            return true;
        }
        return node.stolen && NOT_A_THIEFS.contains(name);
    }

    List<SimNode> thieves() {
        return world.nodes.stream().filter(n -> n.stolen && !n.dead).toList();
    }

    void steal(SimNode node) throws StoreException {
        Crimes crimes = world.crimes;
        if (world.good().size() > 2 && !crimes.guilty.contains(node.device)) {
            node.stolen = true;
            node.hidden = s -> !crimes.evil.contains(s.id())
                    && s.body() instanceof StatementBody.Revoke revoke
                    && crimes.guilty.contains(revoke.device());
            crimes.guilty.add(node.device);
            crimes.thieves.add(node.device);
            world.tally.count("thefts");
            world.restart(node, false);
        }
    }

    void act(SimNode node, Random random) throws StoreException {
        world.say("evil " + node.name());
        int choice = random.nextInt(20);
        if (choice < 6) {
            forgery.commit(node, random);
        } else if (choice < 17) {
            revoke(node, random);
        } else {
            invent(node);
        }
        List<SimNode> others = new ArrayList<>(world.nodes);
        Collections.shuffle(others, random);
        for (SimNode other : others.subList(0, Math.min(2, others.size()))) {
            world.connect(node, other);
        }
        if (random.nextBoolean()) {
            pushUnasked(node);
        }
        world.steps(random, 4 + random.nextInt(17));
    }

    private List<DeviceId> devices(SimNode node) {
        List<DeviceId> devices = new ArrayList<>(List.of(node.device));
        devices.addAll(invented.getOrDefault(node, List.of()));
        return devices;
    }

    /** Revokes its revokers or anybody else, dated long ago, keeping and accepting what it likes. */
    private void revoke(SimNode node, Random random) throws StoreException {
        List<SignedStatement> held = node.ledger().statements();
        DeviceId by = pick(devices(node), random);
        List<DeviceId> foes = held.stream()
                .filter(s -> s.body() instanceof StatementBody.Revoke revoke
                        && revoke.device().equals(by))
                .map(SignedStatement::signer)
                .toList();
        if (foes.isEmpty()) {
            foes = world.good().stream().map(n -> n.device).toList();
        }
        DeviceId target = random.nextInt(10) < 6 && !foes.isEmpty()
                ? pick(foes, random)
                : pick(world.nodes.stream().map(n -> n.device).toList(), random);
        if (target.equals(by) || target.equals(node.device)) {
            return;
        }
        List<Bytes> theirs = held.stream()
                .filter(s -> s.signer().equals(target) && !s.isFounding())
                .map(SignedStatement::id)
                .toList();
        Collection<Kept> kept = random.nextBoolean() ? List.of() : some(node.replica.stored(target), random);
        state(node, SimLedger.revocation(by, target, ++clock, kept, some(theirs, random), some(theirs, random)));
        world.say("    " + node.name() + " revokes " + SimKeys.name(target) + " as " + SimKeys.name(by));
    }

    private static DeviceId pick(List<DeviceId> devices, Random random) {
        return devices.get(random.nextInt(devices.size()));
    }

    private static <T> List<T> some(Collection<T> all, Random random) {
        return all.stream().filter(one -> random.nextBoolean()).toList();
    }

    /** Admits a device that does not exist. */
    private void invent(SimNode node) throws StoreException {
        List<DeviceId> mine = invented.computeIfAbsent(node, n -> new ArrayList<>());
        if (mine.size() < MOST_INVENTED) {
            DeviceId accomplice = SimKeys.device("accomplice " + mine.size() + " of " + SimKeys.name(node.device));
            mine.add(accomplice);
            world.crimes.guilty.add(accomplice);
            world.crimes.thieves.add(accomplice);
            state(node, List.of(SimLedger.admission(node.device, accomplice, ++clock)));
        }
    }

    private void state(SimNode node, List<Statement> statements) throws StoreException {
        statements.forEach(statement -> world.crimes.evil.add(statement.id()));
        node.fault = SimNode.Fault.NONE;
        world.step(node, new Input.LocalStatements(statements));
    }

    /** Sends versions on every connection, whatever was agreed there. */
    private void pushUnasked(SimNode node) throws StoreException {
        List<Version> versions = new ArrayList<>();
        node.store.forEachStored(s -> {
            if (s.place() != VersionStore.Place.HISTORY && versions.size() < 6) {
                versions.add(s.version());
            }
        });
        versions.sort(Comparator.comparing(Version::dot).thenComparing(Version::item, SimNode::compare));
        for (Link link : world.links) {
            if (link.joins(node) && !versions.isEmpty()) {
                link.other(node).inbox.add(new Frame.Chunk(versions));
            }
        }
    }

    /** An item that nobody else has. */
    static ItemKey fresh(long number) {
        return new ItemKey("contacts", "evil" + number);
    }
}
