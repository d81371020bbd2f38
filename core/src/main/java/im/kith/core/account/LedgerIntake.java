package im.kith.core.account;

import im.kith.core.account.Refusal.Reason;
import im.kith.core.account.StatementBody.Admit;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds a set of verified statements: each is looked at when its signer is known, so the order in which they come does not
 * matter. What was verified before is not verified again.
 */
final class LedgerIntake {

    private final AccountId account;
    private final SignatureSuite suite;
    private final Map<Bytes, SignedStatement> held = new TreeMap<>();
    private final Map<DeviceId, Bytes> signingKeys = new HashMap<>();
    private final List<Refusal> refused = new ArrayList<>();
    private final Set<Statement> done = new HashSet<>();
    private final Map<Sort, NavigableMap<Bytes, SignedStatement>> stated = new HashMap<>();
    private int room;

    /** Starts from {@code verified} statements; {@code room} more devices may be admitted. */
    LedgerIntake(AccountId account, SignatureSuite suite, Collection<SignedStatement> verified, int room) {
        this.account = account;
        this.suite = suite;
        this.room = room;
        verified.forEach(this::hold);
    }

    /** What can be read, sorted by id; twice if it comes with two signatures, of which one may be forged. */
    static List<SignedStatement> parse(AccountId account, Collection<Statement> statements, List<Refusal> refused) {
        List<SignedStatement> pool = new ArrayList<>();
        for (Statement statement : new LinkedHashSet<>(statements)) {
            try {
                SignedStatement parsed = StatementCodec.parse(statement);
                if (parsed.account().equals(account)) {
                    pool.add(parsed);
                } else {
                    refused.add(Refusal.of(parsed, Reason.WRONG_ACCOUNT));
                }
            } catch (MalformedException e) {
                refused.add(new Refusal(statement.id(), Reason.MALFORMED, String.valueOf(e.getMessage())));
            }
        }
        pool.sort(Comparator.comparing(SignedStatement::id));
        return pool;
    }

    private void hold(SignedStatement statement) {
        held.put(statement.id(), statement);
        stated.computeIfAbsent(Sort.of(statement), s -> new TreeMap<>()).put(statement.id(), statement);
        statement.admitted().ifPresent(device -> signingKeys.putIfAbsent(device, key(statement)));
    }

    private static Bytes key(SignedStatement admission) {
        return ((Admit) admission.body()).keys().signingKey();
    }

    /**
     * Takes those of {@code candidates} whose signers are known or become known by others of them. What remains of them
     * afterwards has an unknown signer.
     *
     * @return whether any was taken
     */
    boolean take(Collection<SignedStatement> candidates) {
        Map<DeviceId, List<SignedStatement>> waiting = new HashMap<>();
        candidates.forEach(
                c -> waiting.computeIfAbsent(c.signer(), s -> new ArrayList<>()).add(c));
        Deque<DeviceId> ready = new ArrayDeque<>();
        candidates.stream()
                .map(SignedStatement::signer)
                .filter(signingKeys::containsKey)
                .distinct()
                .forEach(ready::add);
        int before = held.size();
        while (!ready.isEmpty()) {
            DeviceId signer = ready.remove();
            List<SignedStatement> stated =
                    Optional.ofNullable(waiting.remove(signer)).orElse(List.of());
            for (SignedStatement statement : stated) {
                if (!isDone(statement)) {
                    take(statement).ifPresent(ready::add);
                }
            }
        }
        return held.size() > before;
    }

    /** The device that becomes known by {@code statement}, if that is good and one does. */
    private Optional<DeviceId> take(SignedStatement statement) {
        if (isHopeless(statement)) {
            refuse(statement, Reason.OVER_LIMIT);
            return Optional.empty();
        }
        Bytes key = signingKeys.getOrDefault(statement.signer(), Bytes.EMPTY);
        if (!statement.isSignedBy(key, suite)) {
            refuse(statement, Reason.BAD_SIGNATURE);
            return Optional.empty();
        }
        Optional<DeviceId> fresh = statement.admitted().filter(device -> !signingKeys.containsKey(device));
        if (statement.body() instanceof Admit admit && !isProven(admit)) {
            refuse(statement, Reason.BAD_PROOF);
            return Optional.empty();
        }
        if (fresh.isPresent() && --room < 0) {
            refuse(statement, Reason.TOO_MANY_DEVICES);
            return Optional.empty();
        }
        hold(statement);
        return fresh;
    }

    /** Whether {@code statement} would be cut by those held already: a flood is not worth verifying. */
    private boolean isHopeless(SignedStatement statement) {
        Share share = new Share();
        for (SignedStatement smaller : stated.getOrDefault(Sort.of(statement), Collections.emptyNavigableMap())
                .headMap(statement.id(), false)
                .values()) {
            if (!smaller.isFounding() && !share.takes(smaller)) {
                return true;
            }
        }
        return !share.takes(statement);
    }

    private boolean isProven(Admit admit) {
        return admit.proof().isPresent()
                && admit.keys().isProvenBy(admit.proof().get(), account, suite);
    }

    void refuse(SignedStatement statement, Reason reason) {
        done.add(statement.statement());
        refused.add(Refusal.of(statement, reason));
    }

    /** What is held of one signer's statements of one sort. */
    private static final class Share {
        private int count;
        private long octets;

        /**
         * Whether {@code statement}, whose id is greater than all before, has room. Octets may exceed their limit by one statement:
         * what is cut then always leaves a full share, so whatever came first the same ones stay.
         */
        private boolean takes(SignedStatement statement) {
            boolean revoking = statement.isRevoking();
            boolean room = count < (revoking ? LedgerLimits.REVOKING : LedgerLimits.ORDINARY)
                    && octets < (revoking ? LedgerLimits.REVOKING_OCTETS : LedgerLimits.ORDINARY_OCTETS);
            count++;
            octets += statement.statement().octets().length();
            return room;
        }
    }

    private record Sort(DeviceId signer, boolean revoking) {
        static Sort of(SignedStatement statement) {
            return new Sort(statement.signer(), statement.isRevoking());
        }
    }

    /**
     * Cuts what exceeds the limits of each signer: the statements with the greatest ids, whichever came first, and
     * what was known by them only. So everybody ends with the same ones.
     */
    void cut() {
        Map<Sort, Share> shares = new HashMap<>();
        List<SignedStatement> over = new ArrayList<>();
        for (SignedStatement statement : held.values()) {
            if (!statement.isFounding()
                    && !shares.computeIfAbsent(Sort.of(statement), s -> new Share())
                            .takes(statement)) {
                over.add(statement);
            }
        }
        if (over.isEmpty()) {
            return;
        }
        over.forEach(statement -> refuse(statement, Reason.OVER_LIMIT));
        held.values().removeAll(new HashSet<>(over));
        Set<DeviceId> reachable = reachable();
        held.values().stream()
                .filter(statement -> !reachable.contains(statement.signer()))
                .forEach(statement -> refuse(statement, Reason.UNKNOWN_SIGNER));
        held.values().removeIf(statement -> !reachable.contains(statement.signer()));
    }

    private Set<DeviceId> reachable() {
        Set<DeviceId> reachable = new HashSet<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (SignedStatement statement : held.values()) {
                if (statement.isFounding() || reachable.contains(statement.signer())) {
                    grown |= statement.admitted().map(reachable::add).orElse(false);
                }
            }
        }
        return reachable;
    }

    /** Whether {@code statement} was taken or refused. */
    boolean isDone(SignedStatement statement) {
        return held.containsKey(statement.id()) || done.contains(statement.statement());
    }

    boolean knows(DeviceId signer) {
        return signingKeys.containsKey(signer);
    }

    Collection<SignedStatement> held() {
        return List.copyOf(held.values());
    }

    Set<Bytes> ids() {
        return Collections.unmodifiableSet(held.keySet());
    }

    List<Refusal> refused() {
        return List.copyOf(refused);
    }
}
