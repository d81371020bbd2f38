package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.KeptList;
import im.kith.core.account.Ledger;
import im.kith.core.account.Trust;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The end of a run with revocations: honest users decide one after the other until nothing is left to decide, while thieves
 * go on; then what must hold of members is checked (P1 among them, P4, P4b, P4c).
 */
final class Settlement {

    private static final int MOST_DECISIONS = 40;
    private static final int MOST_TRIES = 4;

    /** Runs the network until nothing changes; false if that never comes. */
    interface Quiet {
        boolean comes() throws StoreException;
    }

    private final World world;
    private final Schedule schedule;
    private final Quiet quiet;
    private final List<String> violations;

    Settlement(World world, Schedule schedule, Quiet quiet, List<String> violations) {
        this.world = world;
        this.schedule = schedule;
        this.quiet = quiet;
        this.violations = violations;
    }

    /** False if there is nothing more to check: something was violated, or no member is left. */
    boolean reached(Random random) throws StoreException {
        check();
        boolean strangers = true;
        for (int tries = 0; strangers && tries < MOST_TRIES; tries++) {
            if (!decided(random)) {
                return false;
            }
            strangers = schedule.thief().thieves().stream().anyMatch(this::isUnheardOf);
            for (SimNode thief : schedule.thief().thieves()) {
                schedule.thief().act(thief, random);
                schedule.thief().act(thief, random);
            }
            if (!calms()) {
                return false;
            }
            check();
        }
        return (!strangers || decided(random)) && membersAreSettled();
    }

    /** A copy that was stolen before anybody heard of its admission: of it users hear, and decide, once it speaks. */
    private boolean isUnheardOf(SimNode thief) {
        return world.good().stream()
                .anyMatch(node -> node.ledger().standing(thief.device).isEmpty());
    }

    /** Users decide until nothing is left to decide. */
    private boolean decided(Random random) throws StoreException {
        int decisions = 0;
        while (decisions <= MOST_DECISIONS) {
            List<SimNode> thieves = schedule.thief().thieves();
            if (decisions < 2 && !thieves.isEmpty() && random.nextBoolean()) {
                schedule.thief().act(thieves.get(random.nextInt(thieves.size())), random);
                if (!calms()) {
                    return false;
                }
            }
            if (!schedule.revokers().decide(random)) {
                world.tally.counts.merge("decisions", (long) decisions, Long::sum);
                return true;
            }
            decisions++;
            if (!calms()) {
                return false;
            }
            check();
        }
        violations.add("P4c endless decisions");
        return false;
    }

    private boolean calms() throws StoreException {
        world.cutAll();
        return quiet.comes();
    }

    private static boolean areMembers(SimNode a, SimNode b) {
        return a.sees(a.device, Trust.Standing.IN)
                && a.sees(b.device, Trust.Standing.IN)
                && b.sees(a.device, Trust.Standing.IN)
                && b.sees(b.device, Trust.Standing.IN);
    }

    private void check() throws StoreException {
        List<SimNode> good = world.good();
        for (SimNode a : good) {
            for (SimNode b : good) {
                if (a.number < b.number && areMembers(a, b)) {
                    checkAgreement(a, b);
                }
            }
            if (a.sees(a.device, Trust.Standing.IN)) {
                checkPlaces(a);
            }
        }
    }

    private void checkAgreement(SimNode a, SimNode b) {
        if (!a.ledger().standings().equals(b.ledger().standings()) || !kept(a).equals(kept(b))) {
            violations.add("P1 two members differ in who is a member or what is void");
            world.say("P1: " + a.name() + " " + a.ledger().standings() + " " + b.name() + " "
                    + b.ledger().standings());
        } else if (world.crimes.isRid(a) && !a.replica.digest().equals(b.replica.digest())) {
            violations.add("P1 live versions of two members differ");
            world.say("P1: " + a.name() + " and " + b.name() + " hold different versions");
        }
    }

    private static Map<DeviceId, Optional<KeptList>> kept(SimNode node) {
        Map<DeviceId, Optional<KeptList>> kept = new TreeMap<>();
        Ledger ledger = node.ledger();
        ledger.standings().keySet().forEach(device -> kept.put(device, ledger.kept(device)));
        return kept;
    }

    /** P4: nothing void is live; P4b: nothing else is in quarantine, and nothing by a member. */
    private void checkPlaces(SimNode node) throws StoreException {
        List<VersionStore.Stored> stored = new ArrayList<>();
        node.store.forEachStored(stored::add);
        for (VersionStore.Stored one : stored) {
            Version version = one.version();
            boolean quarantine = one.place() == VersionStore.Place.QUARANTINE;
            if (quarantine != world.crimes.isVoid(node, version.id())) {
                violations.add(quarantine ? "P4b a version in quarantine is not void" : "P4 a void version stands");
                world.say("P4: " + node.name() + " has in " + one.place() + " " + version);
            }
        }
    }

    /** P4c; if nobody is left who could admit the rest, that is how it is. */
    private boolean membersAreSettled() {
        List<SimNode> good = world.good();
        boolean settled = true;
        for (SimNode node : good) {
            boolean lost = good.stream().anyMatch(other -> Revokers.lostItsAdmission(node, other.device));
            if (lost && good.stream().noneMatch(other -> node.sees(other.device, Trust.Standing.IN))) {
                world.tally.count("nobody left to admit");
                return false;
            }
            for (SimNode other : good) {
                if (!node.sees(other.device, Trust.Standing.IN)) {
                    violations.add("P4c an honest member is not in at the end");
                    world.say("P4c: " + node.name() + " sees " + other.name() + " "
                            + node.ledger().standing(other.device));
                    settled = false;
                }
            }
            for (DeviceId device : world.crimes.guilty) {
                if (!node.sees(device, Trust.Standing.OUT)) {
                    violations.add("P4c a revoked device is not out at the end");
                    world.say("P4c: " + node.name() + " sees " + SimKeys.name(device) + " "
                            + node.ledger().standing(device));
                    settled = false;
                }
            }
        }
        return settled;
    }
}
