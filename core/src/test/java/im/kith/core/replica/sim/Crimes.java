package im.kith.core.replica.sim;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Kept;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.StatementBody;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.VersionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/** Who is a thief and which statements are his, which users know and replicas do not; and what is void by the words of R11. */
final class Crimes {

    /** Devices that were stolen, invented by a thief, or revoked by an honest user. */
    final Set<DeviceId> guilty = new TreeSet<>();

    /** Devices in the hands of thieves, those that they invented too. */
    final Set<DeviceId> thieves = new TreeSet<>();

    /** Ids of the statements that thieves made. */
    final Set<Bytes> evil = new TreeSet<>();

    private record Written(DeviceId author, ReplicaId replica, long sequence) {}

    /** Per ledger the least hash kept of what somebody wrote. */
    private final Map<Ledger, Map<Written, Bytes>> kept = new WeakHashMap<>();

    boolean isVoid(SimNode node, VersionId version) {
        Ledger ledger = node.ledger();
        Optional<DeviceId> author = ledger.byTag(version.dot().replica().deviceTag());
        if (author.isEmpty() || author.get().equals(node.device) || !node.sees(author.get(), Trust.Standing.OUT)) {
            return false;
        }
        Written written =
                new Written(author.get(), version.dot().replica(), version.dot().sequence());
        Map<Written, Bytes> least = kept.computeIfAbsent(ledger, Crimes::keptBy);
        return !Optional.of(version.hash()).equals(Optional.ofNullable(least.get(written)));
    }

    private static Map<Written, Bytes> keptBy(Ledger ledger) {
        Map<Written, Bytes> least = new HashMap<>();
        for (SignedStatement statement : ledger.statements()) {
            if (statement.body() instanceof StatementBody.Revoke revoke && ledger.counts(statement)) {
                chunks(ledger, statement, revoke)
                        .forEach(one -> least.merge(
                                new Written(revoke.device(), new ReplicaId(one.replica()), one.sequence()),
                                one.hash(),
                                (a, b) -> a.compareTo(b) <= 0 ? a : b));
            }
        }
        return least;
    }

    private static Stream<Kept> chunks(Ledger ledger, SignedStatement revocation, StatementBody.Revoke revoke) {
        return ledger.statements().stream()
                .filter(s ->
                        s.signer().equals(revocation.signer()) && revoke.kept().contains(s.id()))
                .flatMap(s -> s.body() instanceof StatementBody.Keep keep
                                && keep.device().equals(revoke.device())
                        ? keep.kept()
                        : Stream.empty());
    }

    /** Whether a thief's word is in force on {@code node}; then its user does not trim. */
    boolean deceives(SimNode node) {
        return node.ledger().statements().stream().anyMatch(s -> evil.contains(s.id()) && mayCount(node.ledger(), s));
    }

    /** Whether {@code statement} counts, or might as far as its author's revocations tell. */
    static boolean mayCount(Ledger ledger, SignedStatement statement) {
        boolean accepted = false;
        boolean attacked = false;
        for (SignedStatement other : ledger.statements()) {
            if (other.body() instanceof StatementBody.Revoke revoke
                    && revoke.device().equals(statement.signer())
                    && !other.id().equals(statement.id())) {
                if (revoke.rejected().contains(statement.id())) {
                    if (ledger.counts(other)) {
                        return false;
                    }
                } else if (revoke.accepted().contains(statement.id())) {
                    accepted = true;
                } else {
                    attacked |= ledger.counts(other);
                }
            }
        }
        return accepted || !attacked;
    }

    /** Whether {@code node} takes every thief to be out: then nobody who lies is heard. */
    boolean isRid(SimNode node) {
        return thieves.stream().allMatch(thief -> node.sees(thief, Trust.Standing.OUT));
    }
}
