package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.Input;
import im.kith.core.replica.MemoryVersionStore;
import im.kith.core.replica.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Honest users who admit and revoke. */
final class Revokers {

    private final World world;
    private long clock = 10;

    Revokers(World world) {
        this.world = world;
    }

    /** A time for a statement, never twice. */
    long time() {
        return ++clock;
    }

    /** {@code by}, whose key {@code node} has, admits {@code device}. */
    void admit(SimNode node, DeviceId by, DeviceId device) throws StoreException {
        node.fault = SimNode.Fault.NONE;
        world.step(node, new Input.LocalStatements(List.of(SimLedger.admission(by, device, time()))));
    }

    /** Whether {@code backup} lacks something that {@code node} stated, which matters once there are disputes. */
    boolean wouldForget(SimNode node, MemoryVersionStore backup) {
        Set<Bytes> had = new HashSet<>();
        backup.statements().forEach(statement -> had.add(statement.id()));
        return !world.crimes.guilty.isEmpty()
                && node.ledger().statements().stream()
                        .anyMatch(s -> s.signer().equals(node.device) && !s.isFounding() && !had.contains(s.id()));
    }

    /** The user of {@code node} revokes a thief, or a device that he merely lost. */
    void revoke(SimNode node, Random random) throws StoreException {
        Crimes crimes = world.crimes;
        List<DeviceId> open =
                crimes.guilty.stream().filter(d -> isPresent(node, d)).toList();
        DeviceId target = !open.isEmpty() && random.nextInt(10) < 7
                ? open.get(random.nextInt(open.size()))
                : world.nodes.get(random.nextInt(world.nodes.size())).device;
        boolean tooFew = world.good().size() < 3 && world.good().stream().anyMatch(n -> n.device.equals(target));
        if (crimes.guilty.contains(node.device)
                || target.equals(node.device)
                || node.ledger().standing(target).isEmpty()
                || tooFew
                || !agreedBesides(node, target)
                || !revocations(node, node.device, target).isEmpty()) {
            return;
        }
        state(node, target, random.nextInt(10) < 3);
    }

    private static boolean isPresent(SimNode node, DeviceId device) {
        return node.ledger()
                .standing(device)
                .filter(s -> s != Trust.Standing.OUT)
                .isPresent();
    }

    private static boolean agreedBesides(SimNode node, DeviceId target) {
        return node.ledger().standings().keySet().stream()
                .anyMatch(d -> !d.equals(target) && node.replica.agreedWith(d).isPresent());
    }

    private static List<StatementBody.Revoke> revocations(SimNode node, DeviceId by, DeviceId target) {
        List<StatementBody.Revoke> revocations = new ArrayList<>();
        for (SignedStatement statement : node.ledger().statements()) {
            if (statement.signer().equals(by)
                    && statement.body() instanceof StatementBody.Revoke revoke
                    && revoke.device().equals(target)) {
                revocations.add(revoke);
            }
        }
        return revocations;
    }

    /**
     * He keeps all of the target's versions that he has, rejects what a thief stated and accepts the rest; one who is
     * {@code naive} notices only what was stated about himself.
     */
    private void state(SimNode node, DeviceId target, boolean naive) throws StoreException {
        Set<Bytes> accepted = new TreeSet<>();
        Set<Bytes> rejected = new TreeSet<>();
        for (SignedStatement statement : node.ledger().statements()) {
            if (statement.signer().equals(target) && !statement.isFounding()) {
                boolean evil = world.crimes.evil.contains(statement.id());
                boolean unnoticed = naive && !subject(statement).equals(Optional.of(node.device));
                (evil && !unnoticed ? rejected : accepted).add(statement.id());
            }
        }
        world.crimes.guilty.add(target);
        world.tally.count("revocations");
        world.say("    " + node.name() + " revokes " + SimKeys.name(target) + (naive ? " naively" : "") + ", rejects "
                + rejected.size());
        world.step(
                node,
                new Input.LocalStatements(SimLedger.revocation(
                        node.device, target, time(), node.replica.stored(target), accepted, rejected)));
    }

    private static Optional<DeviceId> subject(SignedStatement statement) {
        if (statement.body() instanceof StatementBody.Revoke revoke) {
            return Optional.of(revoke.device());
        }
        return statement.body() instanceof StatementBody.Keep keep ? Optional.of(keep.device()) : Optional.empty();
    }

    private record Decision(SimNode node, DeviceId device, boolean admits) {}

    /** One honest user acts on what his device shows; false when nobody has anything left to decide. */
    boolean decide(Random random) throws StoreException {
        List<Decision> first = new ArrayList<>();
        List<Decision> then = new ArrayList<>();
        for (SimNode node : world.good()) {
            boolean member = node.sees(node.device, Trust.Standing.IN);
            for (DeviceId device : suspects(node)) {
                Set<Bytes> bad = evilOf(node, device);
                if (revocations(node, node.device, device).stream()
                        .noneMatch(r -> r.rejected().containsAll(bad))) {
                    (member ? first : then).add(new Decision(node, device, false));
                }
            }
            if (member) {
                world.good().stream()
                        .filter(other -> lostItsAdmission(node, other.device))
                        .forEach(other -> first.add(new Decision(node, other.device, true)));
            }
        }
        List<Decision> due = first.isEmpty() ? then : first;
        if (due.isEmpty()) {
            return false;
        }
        Decision decision = due.get(random.nextInt(due.size()));
        decision.node.fault = SimNode.Fault.NONE;
        if (decision.admits) {
            world.tally.count("devices admitted again");
            admit(decision.node, decision.node.device, decision.device);
        } else {
            state(decision.node, decision.device, false);
        }
        return true;
    }

    private Set<DeviceId> suspects(SimNode node) {
        Set<DeviceId> suspects = new TreeSet<>();
        world.crimes.guilty.stream().filter(d -> isPresent(node, d)).forEach(suspects::add);
        Ledger ledger = node.ledger();
        ledger.statements().stream()
                .filter(s -> world.crimes.evil.contains(s.id()) && Crimes.mayCount(ledger, s))
                .forEach(s -> suspects.add(s.signer()));
        suspects.remove(node.device);
        return suspects;
    }

    private Set<Bytes> evilOf(SimNode node, DeviceId device) {
        return node.ledger().statements().stream()
                .filter(s -> s.signer().equals(device) && world.crimes.evil.contains(s.id()))
                .map(SignedStatement::id)
                .collect(Collectors.toSet());
    }

    /** Whether {@code device} is out though nobody who counts revoked it: its admission fell with its admitter. */
    static boolean lostItsAdmission(SimNode node, DeviceId device) {
        Ledger ledger = node.ledger();
        return node.sees(device, Trust.Standing.OUT)
                && ledger.statements().stream()
                        .noneMatch(s -> s.body() instanceof StatementBody.Revoke revoke
                                && revoke.device().equals(device)
                                && ledger.counts(s));
    }
}
