package im.kith.core.account;

import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is a member: R11 by well-founded semantics, a pure function of the admissions and revocations and of who asks.
 *
 * <p>A statement counts if its author founded the account or was admitted by one that counts, no counting revocation of its
 * author rejects it, and one accepts it or none counts; a revocation does not judge itself. Revocations can attack each
 * other in circles, so there are two sets: the statements that count whatever becomes of the circles, and those that may.
 */
final class Membership {

    /** What a set of revocations says against a statement of their target. */
    private enum Attack {
        NONE,
        NOT_ACCEPTED,
        REJECTED
    }

    private final DeviceId founder;
    private final Map<Bytes, Judged> statements = new HashMap<>();
    private final Map<DeviceId, List<Judged>> revocationsOf;
    private final Set<Bytes> certain;
    private final Set<Bytes> possible;
    private final Set<DeviceId> certainlyAdmitted;
    private final Map<DeviceId, Standing> standings = new TreeMap<>();

    private Membership(DeviceId founder, Collection<Judged> judged, DeviceId me) {
        this.founder = founder;
        judged.forEach(statement -> statements.put(statement.id(), statement));
        revocationsOf = judged.stream().filter(Judged::revokes).collect(Collectors.groupingBy(Judged::device));
        LeastSet least = new LeastSet(founder, statements.values(), me);
        BitSet lower = new BitSet();
        BitSet upper = least.of(lower);
        BitSet next = least.of(upper);
        while (!next.equals(lower)) {
            lower = next;
            upper = least.of(lower);
            next = least.of(upper);
        }
        certain = lower.stream().mapToObj(least::id).collect(Collectors.toSet());
        possible = upper.stream().mapToObj(least::id).collect(Collectors.toSet());
        certainlyAdmitted = admittedBy(certain);
        judgeDevices();
    }

    /** Judges {@code statements} as {@code me} sees them, whose own revocations always count. */
    static Membership judge(DeviceId founder, Collection<Judged> statements, DeviceId me) {
        return new Membership(founder, statements, me);
    }

    private void judgeDevices() {
        Set<DeviceId> possibly = admittedBy(possible);
        for (DeviceId device : admittedBy(statements.keySet())) {
            standings.put(device, judge(device, possibly.contains(device)));
        }
    }

    private Standing judge(DeviceId device, boolean possiblyAdmitted) {
        if (!possiblyAdmitted || revocations(device, certain).findAny().isPresent()) {
            return Standing.OUT;
        }
        boolean unaccused = revocations(device, possible).findAny().isEmpty();
        return certainlyAdmitted.contains(device) && unaccused ? Standing.IN : Standing.SUSPENDED;
    }

    private Set<DeviceId> admittedBy(Set<Bytes> ids) {
        Set<DeviceId> devices = new HashSet<>(Set.of(founder));
        statements.values().stream()
                .filter(statement -> !statement.revokes() && ids.contains(statement.id()))
                .forEach(statement -> devices.add(statement.device()));
        return devices;
    }

    private Stream<Judged> revocations(DeviceId device, Set<Bytes> among) {
        return revocationsOf.getOrDefault(device, List.of()).stream().filter(r -> among.contains(r.id()));
    }

    /** How {@code device} stands; empty if no statement admits it. */
    Optional<Standing> standing(DeviceId device) {
        return Optional.ofNullable(standings.get(device));
    }

    /** How every device stands that ever was admitted, sorted by id. */
    Map<DeviceId, Standing> standings() {
        return Collections.unmodifiableMap(standings);
    }

    /** Ids of the admissions and revocations that count. */
    Set<Bytes> counting() {
        return Set.copyOf(certain);
    }

    /** Ids of the admissions and revocations that count or may count, as disputes go. */
    Set<Bytes> possible() {
        return Set.copyOf(possible);
    }

    /** Whether a statement of {@code author} counts, of whatever kind. */
    boolean counts(Bytes statement, DeviceId author) {
        if (statements.containsKey(statement)) {
            return certain.contains(statement);
        }
        Attack attack = attack(statement, author, possible);
        return certainlyAdmitted.contains(author)
                && (attack == Attack.NONE || (attack == Attack.NOT_ACCEPTED && isAccepted(statement, author)));
    }

    /** Whether a counting revocation of {@code author} accepts this statement of his. */
    boolean isAccepted(Bytes statement, DeviceId author) {
        return revocations(author, certain).anyMatch(revocation -> revocation.accepts(statement));
    }

    /** Ids of the revocations of {@code device} that count. */
    Set<Bytes> countingRevocations(DeviceId device) {
        return revocations(device, certain).map(Judged::id).collect(Collectors.toSet());
    }

    private Attack attack(Bytes statement, DeviceId author, Set<Bytes> attackers) {
        Attack worst = Attack.NONE;
        for (Judged revocation : revocationsOf.getOrDefault(author, List.of())) {
            if (!attackers.contains(revocation.id()) || revocation.id().equals(statement)) {
                continue;
            }
            if (revocation.rejected().contains(statement)) {
                return Attack.REJECTED;
            }
            if (!revocation.accepts(statement)) {
                worst = Attack.NOT_ACCEPTED;
            }
        }
        return worst;
    }
}
