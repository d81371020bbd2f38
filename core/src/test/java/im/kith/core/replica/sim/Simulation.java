package im.kith.core.replica.sim;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One run: a random schedule, then healing until nothing changes any more, then the checks P1, P2, P3 and P5. */
final class Simulation {

    /** What came out of a run. */
    record Report(long seed, String profile, int operations, List<String> violations, Map<String, Long> counts) {}

    private static final Map<String, Integer> ALWAYS = Map.ofEntries(
            Map.entry("create", 90),
            Map.entry("edit", 140),
            Map.entry("delete", 40),
            Map.entry("reserve", 20),
            Map.entry("remember", 20),
            Map.entry("stale", 20),
            Map.entry("connect", 140),
            Map.entry("cut", 50),
            Map.entry("steps", 260),
            Map.entry("part", 30),
            Map.entry("heal", 30),
            Map.entry("crash", 20),
            Map.entry("fault", 30),
            Map.entry("time", 60),
            Map.entry("trim", 10),
            Map.entry("full", 3),
            Map.entry("skew", 6));

    private static final List<String> PROFILE_NAMES = List.of(
            "plain",
            "late",
            "restore",
            "copy",
            "die",
            "mixed",
            "twins",
            "revoke",
            "thief",
            "gang",
            "thieflate",
            "thiefrestore",
            "thieftrim",
            "thiefmixed");

    private static final Map<String, Map<String, Integer>> PROFILES = profiles();

    private static Map<String, Map<String, Integer>> profiles() {
        Map<String, Map<String, Integer>> profiles = new TreeMap<>();
        Map<String, Integer> mixed = Map.of("join", 15, "backup", 30, "restore", 15, "blind", 15, "copy", 10, "die", 7);
        Map<String, Integer> theft = Map.of("steal", 10, "evil", 60, "revoke", 40);
        profiles.put("plain", Map.of());
        profiles.put("late", Map.of("join", 40));
        profiles.put("restore", Map.of("backup", 50, "restore", 30, "blind", 30));
        profiles.put("copy", Map.of("copy", 20));
        profiles.put("die", Map.of("die", 15));
        profiles.put("mixed", mixed);
        profiles.put("twins", Map.of("backup", 30, "blindown", 20, "twin", 15));
        profiles.put("revoke", Map.of("revoke", 80, "join", 10, "die", 4));
        profiles.put("thief", Map.of("steal", 20, "evil", 120, "revoke", 60, "connect", 180));
        profiles.put("gang", with(theft, Map.of("steal", 40, "evil", 140)));
        profiles.put("thieflate", with(theft, Map.of("join", 40, "die", 4)));
        profiles.put("thiefrestore", with(theft, Map.of("backup", 50, "restore", 30, "blind", 30, "copy", 10)));
        profiles.put("thieftrim", with(theft, Map.of("trim", 100, "revoke", 20)));
        profiles.put("thiefmixed", with(theft, mixed));
        return profiles;
    }

    private static Map<String, Integer> with(Map<String, Integer> some, Map<String, Integer> more) {
        Map<String, Integer> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }

    private final long seed;
    private final World world;
    private final Schedule schedule;
    private final String profile;
    private final List<String> violations = new ArrayList<>();

    private Simulation(long seed, Consumer<String> trace) {
        this.seed = seed;
        this.world = new World(trace);
        this.profile = PROFILE_NAMES.get(new Random(seed * 31 + 7).nextInt(PROFILE_NAMES.size()));
        this.schedule = new Schedule(world, revokes());
    }

    static Report run(long seed, Consumer<String> trace) {
        return new Simulation(seed, trace).run();
    }

    /** Whether devices are revoked in this run. */
    private boolean revokes() {
        return PROFILES.getOrDefault(profile, Map.of()).containsKey("revoke");
    }

    /** Whether dots may be used twice in this run; then what was written with them may be lost, but all must agree. */
    private boolean reusesDots() {
        return profile.equals("twins");
    }

    private Report run() {
        int operations = 0;
        try {
            operations = schedule();
            finish(new Random(seed ^ 0x5eed));
        } catch (StoreException | RuntimeException e) {
            violations.add("exception " + e);
            world.say("exception: " + e + " at " + List.of(e.getStackTrace()));
        }
        violations.addAll(world.tally.violations);
        return new Report(seed, profile, operations, List.copyOf(new TreeSet<>(violations)), world.tally.counts);
    }

    private int schedule() throws StoreException {
        Random random = new Random(seed);
        TreeMap<String, Integer> weights = new TreeMap<>(ALWAYS);
        weights.putAll(PROFILES.getOrDefault(profile, Map.of()));
        List<String> urn = new ArrayList<>();
        weights.forEach((name, weight) -> urn.addAll(Collections.nCopies(weight, name)));
        world.say("profile " + profile);
        int fewest = revokes() ? 3 : 2;
        schedule.begin(fewest + random.nextInt(6 - fewest), random);
        int operations = 25 + random.nextInt(85);
        for (int i = 0; i < operations; i++) {
            schedule.run(urn.get(random.nextInt(urn.size())), random.nextLong());
            checkDigests();
        }
        return operations;
    }

    private record Position(VersionVector knowledge, DotSet beyond, Bytes ledger) {}

    /** P1: equal K and equal X mean equal versions, at any time. */
    private void checkDigests() {
        if (reusesDots()) {
            return;
        }
        Map<Position, Bytes> digests = new HashMap<>();
        for (SimNode node : world.good()) {
            if (!world.crimes.isRid(node)) {
                continue;
            }
            Bytes ledger = revokes() ? node.ledger().digest() : Bytes.EMPTY;
            Position position = new Position(node.replica.state().knowledge(), node.replica.beyond(), ledger);
            Bytes before = digests.putIfAbsent(position, node.replica.digest());
            if (before != null && !before.equals(node.replica.digest())) {
                violations.add("P1 equal knowledge, different versions");
                world.say("P1: " + node.name() + " differs from another of the same K and X");
            }
        }
    }

    private void finish(Random random) throws StoreException {
        world.nodes.forEach(n -> n.part = 0);
        world.cutAll();
        if (!quiesce(random)) {
            return;
        }
        Settlement settlement = new Settlement(world, schedule, () -> quiesce(random), violations);
        if (revokes() && !settlement.reached(random)) {
            return;
        }
        List<SimNode> alive = world.good();
        SimNode first = alive.get(0);
        Map<ItemKey, Map<String, String>> view = values(first);
        for (SimNode node : alive) {
            if (!node.replica.digest().equals(first.replica.digest())) {
                violations.add("P1 live versions differ");
                world.say("P1: " + node.name() + " and " + first.name() + " hold different versions");
            }
            if (!values(node).equals(view)) {
                violations.add("P1 views differ");
                world.say("P1: " + node.name() + " shows " + values(node) + ", " + first.name() + " " + view);
            }
            if (!node.replica.trust().digest().equals(first.replica.trust().digest())) {
                violations.add("P1 ledgers differ");
            }
        }
        if (!reusesDots()) {
            violations.addAll(world.oracle.check(alive));
            boolean honest = world.crimes.thieves.isEmpty();
            if (honest
                    && (world.tally.counts.containsKey("DigestMismatch")
                            || world.tally.counts.containsKey("DotReused"))) {
                violations.add("R6 a mismatch or a reused dot is told in an honest run");
            }
        }
        checkSilence(random);
    }

    private static Map<ItemKey, Map<String, String>> values(SimNode node) throws StoreException {
        Map<ItemKey, Map<String, String>> values = new TreeMap<>(SimNode::compare);
        node.view().forEach((item, shown) -> values.put(item, shown.card().values()));
        return values;
    }

    /** Connects in many ways until a whole round changes nothing. */
    private boolean quiesce(Random random) throws StoreException {
        String before = "";
        for (int round = 0; round < 16; round++) {
            world.say("-- final round " + round);
            List<List<SimNode>> pairs = pairs();
            Collections.shuffle(pairs, random);
            if (round < 3) {
                pairs = pairs.subList(0, 1 + random.nextInt(pairs.size()));
            }
            boolean oneByOne = round < 3 && random.nextBoolean();
            long armed = armed();
            for (List<SimNode> pair : pairs) {
                world.connect(pair.get(0), pair.get(1));
                if (oneByOne && !drainAndCut(random)) {
                    return false;
                }
            }
            if (!drainAndCut(random)) {
                return false;
            }
            String now = signature();
            // a fault that strikes only now may have kept a whole round from changing anything
            if (round > 3 && now.equals(before) && armed() == armed) {
                world.tally.counts.merge("final rounds", (long) round, Long::sum);
                return true;
            }
            before = now;
        }
        violations.add("P1 not quiet after 16 rounds");
        return false;
    }

    private long armed() {
        return world.good().stream()
                .filter(node -> node.fault != SimNode.Fault.NONE)
                .count();
    }

    private boolean drainAndCut(Random random) throws StoreException {
        if (!world.drain(random)) {
            violations.add("P5 an endless exchange");
            return false;
        }
        world.cutAll();
        return true;
    }

    private List<List<SimNode>> pairs() {
        List<List<SimNode>> pairs = new ArrayList<>();
        for (SimNode a : world.good()) {
            for (SimNode b : world.good()) {
                if (a.number < b.number) {
                    pairs.add(List.of(a, b));
                }
            }
        }
        return pairs;
    }

    private String signature() {
        StringBuilder text = new StringBuilder().append(world.tally.counts.get("DigestMismatch"));
        for (SimNode node : world.good()) {
            text.append(node.replica.digest().toHex())
                    .append(node.replica.id())
                    .append(node.replica.state().knowledge())
                    .append(node.replica.trust().digest().toHex());
        }
        return text.toString();
    }

    /** P5: between two that agree a connection carries a Hello and a Done each way, then nothing. */
    private void checkSilence(Random random) throws StoreException {
        for (List<SimNode> pair : pairs()) {
            Link link = world.connect(pair.get(0), pair.get(1));
            if (link == null || !world.drain(random)) {
                violations.add("P5 an endless exchange");
                return;
            }
            for (Link.End end : List.of(link.a, link.b)) {
                if (!link.full() && !end.said.equals(Map.of(Link.Said.HELLO, 1, Link.Said.DONE, 1))) {
                    violations.add("P5 more than Hello and Done between two that agree");
                    world.say("P5: " + end.node.name() + " said " + end.said);
                }
            }
            world.cutAll();
        }
    }
}
