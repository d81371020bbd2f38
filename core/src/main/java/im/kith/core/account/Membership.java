package im.kith.core.account;

import im.kith.core.account.Trust.Standing;
import im.kith.core.octets.Bytes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
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
    private final Map<DeviceId, List<Judged>> byAuthor;
    private final Map<DeviceId, List<Judged>> revocationsOf;
    private final List<Judged> own;
    private final Set<Bytes> certain;
    private final Set<Bytes> possible;
    private final Set<DeviceId> certainlyAdmitted;
    private final Map<DeviceId, Standing> standings = new TreeMap<>();

    private Membership(DeviceId founder, Collection<Judged> judged, DeviceId me) {
        this.founder = founder;
        judged.forEach(statement -> statements.put(statement.id(), statement));
        byAuthor = judged.stream().collect(Collectors.groupingBy(Judged::author));
        revocationsOf = judged.stream().filter(Judged::revokes).collect(Collectors.groupingBy(Judged::device));
        own = byAuthor.getOrDefault(me, List.of()).stream()
                .filter(Judged::revokes)
                .toList();
        Set<Bytes> lower = Set.of();
        Set<Bytes> upper = new Least(lower).held;
        while (!revocationsOf.isEmpty()) {
            Set<Bytes> next = new Least(upper).held;
            if (next.equals(lower)) {
                break;
            }
            lower = next;
            upper = new Least(lower).held;
        }
        certain = revocationsOf.isEmpty() ? upper : lower;
        possible = upper;
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

    /** The smallest set of statements that count if exactly {@code attackers} among the revocations can attack. */
    private final class Least {
        private final Set<Bytes> attackers;
        private final Set<Bytes> held = new HashSet<>();
        private final Set<DeviceId> admitted = new HashSet<>();
        private final Set<Bytes> accepted = new HashSet<>();
        private final Map<Bytes, Attack> attacks = new HashMap<>();
        private final Deque<Judged> toTry = new ArrayDeque<>();

        private Least(Set<Bytes> attackers) {
            this.attackers = attackers;
            own.forEach(this::hold);
            admit(founder);
            while (!toTry.isEmpty()) {
                Judged next = toTry.remove();
                if (!held.contains(next.id()) && stands(next)) {
                    hold(next);
                }
            }
        }

        private boolean stands(Judged statement) {
            if (!admitted.contains(statement.author())) {
                return false;
            }
            return switch (attacks.computeIfAbsent(statement.id(), id -> attack(id, statement.author(), attackers))) {
                case NONE -> true;
                case NOT_ACCEPTED -> accepted.contains(statement.id());
                case REJECTED -> false;
            };
        }

        private void hold(Judged statement) {
            held.add(statement.id());
            if (!statement.revokes()) {
                admit(statement.device());
                return;
            }
            for (Bytes id : statement.accepted()) {
                Judged target = statements.get(id);
                if (target != null && target.author().equals(statement.device()) && statement.accepts(id)) {
                    accepted.add(id);
                    toTry.add(target);
                }
            }
        }

        private void admit(DeviceId device) {
            if (admitted.add(device)) {
                toTry.addAll(byAuthor.getOrDefault(device, List.of()));
            }
        }
    }
}
