package im.kith.core.account;

import im.kith.core.octets.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The operator least(J) of R11: the smallest set of statements that count if exactly those revocations that are in J can
 * attack.
 *
 * <p>Statements are numbered once, so that each evaluation takes time linear in the ids that revocations list, and no
 * member can make others compute for long.
 */
final class LeastSet {

    private final DeviceId founder;
    private final List<Judged> statements;
    private final Map<DeviceId, int[]> byAuthor = new HashMap<>();
    private final int[][] accepts;
    private final int[][] rejects;
    private final int[] own;

    /** Over {@code statements}, of which the revocations by {@code me} always count. */
    LeastSet(DeviceId founder, Collection<Judged> statements, DeviceId me) {
        this.founder = founder;
        this.statements = List.copyOf(statements);
        Map<Bytes, Integer> numbers = new HashMap<>();
        Map<DeviceId, List<Integer>> authors = new HashMap<>();
        for (int i = 0; i < this.statements.size(); i++) {
            Judged statement = this.statements.get(i);
            numbers.put(statement.id(), i);
            authors.computeIfAbsent(statement.author(), a -> new ArrayList<>()).add(i);
        }
        authors.forEach((author, list) ->
                byAuthor.put(author, list.stream().mapToInt(i -> i).toArray()));
        accepts = new int[this.statements.size()][];
        rejects = new int[this.statements.size()][];
        for (int i = 0; i < accepts.length; i++) {
            Judged statement = this.statements.get(i);
            rejects[i] = targets(statement, statement.rejected(), numbers).toArray();
            accepts[i] = targets(statement, statement.accepted(), numbers)
                    .filter(target -> statement.accepts(id(target)))
                    .toArray();
        }
        own = IntStream.of(by(me)).filter(i -> this.statements.get(i).revokes()).toArray();
    }

    /** The numbers of those {@code listed} that are of the revoked device, other than the revocation, which does not judge itself. */
    private IntStream targets(Judged revocation, Set<Bytes> listed, Map<Bytes, Integer> numbers) {
        return listed.stream()
                .filter(numbers::containsKey)
                .mapToInt(numbers::get)
                .filter(i -> statements.get(i).author().equals(revocation.device()))
                .filter(i -> !id(i).equals(revocation.id()));
    }

    private int[] by(DeviceId author) {
        return byAuthor.getOrDefault(author, new int[0]);
    }

    Bytes id(int number) {
        return statements.get(number).id();
    }

    BitSet of(BitSet attackers) {
        return new Evaluation(attackers).held;
    }

    private final class Evaluation {
        private final Map<DeviceId, Integer> attacksOn = new HashMap<>();
        private final int[] spared = new int[statements.size()];
        private final BitSet rejected = new BitSet();
        private final BitSet held = new BitSet();
        private final BitSet accepted = new BitSet();
        private final Set<DeviceId> admitted = new HashSet<>();
        private final Deque<Integer> toTry = new ArrayDeque<>();

        private Evaluation(BitSet attackers) {
            attackers.stream().filter(i -> statements.get(i).revokes()).forEach(this::attack);
            IntStream.of(own).forEach(this::hold);
            admit(founder);
            while (!toTry.isEmpty()) {
                int next = toTry.remove();
                if (!held.get(next) && stands(next)) {
                    hold(next);
                }
            }
        }

        private void attack(int number) {
            Judged revocation = statements.get(number);
            attacksOn.merge(revocation.device(), 1, Integer::sum);
            for (int target : accepts[number]) {
                spared[target]++;
            }
            for (int target : rejects[number]) {
                rejected.set(target);
            }
            if (revocation.author().equals(revocation.device())) {
                spared[number]++;
            }
        }

        private boolean stands(int number) {
            DeviceId author = statements.get(number).author();
            boolean sparedByAll = spared[number] == attacksOn.getOrDefault(author, 0);
            return admitted.contains(author) && !rejected.get(number) && (sparedByAll || accepted.get(number));
        }

        private void hold(int number) {
            held.set(number);
            Judged statement = statements.get(number);
            if (!statement.revokes()) {
                admit(statement.device());
            }
            for (int target : accepts[number]) {
                accepted.set(target);
                toTry.add(target);
            }
        }

        private void admit(DeviceId device) {
            if (admitted.add(device)) {
                IntStream.of(by(device)).forEach(toTry::add);
            }
        }
    }
}
