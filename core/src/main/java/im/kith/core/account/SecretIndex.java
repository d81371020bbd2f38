package im.kith.core.account;

import im.kith.core.account.StatementBody.Secrets;
import im.kith.core.account.StatementBody.Tag;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who has which secret, as far as the ledger tells: what R12 decides by. A pure function of statements; the secrets themselves are elsewhere.
 *
 * <p>It errs to the safe side both ways: for whether a secret is clean every statement held is believed, for whether a
 * member has it only those that count.
 */
public final class SecretIndex {

    /**
     * A secret that was distributed.
     *
     * @param creator signer of the earliest statement that lists it
     * @param recipients all who were sent it, and all who sent it
     * @param clean its creator and all its recipients are members now
     */
    public record Known(String id, DeviceId creator, Set<DeviceId> recipients, boolean clean) {}

    private final SortedMap<String, Known> known = new TreeMap<>();
    private final Map<String, Set<DeviceId>> holders = new TreeMap<>();

    private SecretIndex() {}

    /** The shared secrets in {@code statements}. */
    static SecretIndex ofSecrets(
            Collection<SignedStatement> statements, Predicate<SignedStatement> counts, Set<DeviceId> members) {
        SecretIndex index = new SecretIndex();
        inOrder(statements, Secrets.class).forEach(statement -> {
            if (statement.body() instanceof Secrets secrets) {
                boolean counting = counts.test(statement);
                secrets.ids().forEach(id -> index.add(id, statement, secrets.recipients(), counting, members));
            }
        });
        return index;
    }

    /** The discovery keys in {@code statements}. */
    static SecretIndex ofTags(
            Collection<SignedStatement> statements, Predicate<SignedStatement> counts, Set<DeviceId> members) {
        SecretIndex index = new SecretIndex();
        inOrder(statements, Tag.class).forEach(statement -> {
            if (statement.body() instanceof Tag tag) {
                index.add(tag.id(), statement, tag.recipients(), counts.test(statement), members);
            }
        });
        return index;
    }

    private static Stream<SignedStatement> inOrder(
            Collection<SignedStatement> statements, Class<? extends StatementBody> kind) {
        return statements.stream()
                .filter(statement -> kind.isInstance(statement.body()))
                .sorted(SignedStatement.BY_TIME);
    }

    private void add(String id, SignedStatement by, Set<DeviceId> recipients, boolean counting, Set<DeviceId> members) {
        Set<DeviceId> all = new TreeSet<>(recipients);
        all.add(by.signer());
        if (counting) {
            holders.computeIfAbsent(id, i -> new HashSet<>()).addAll(all);
        }
        Optional<Known> before = secret(id);
        before.ifPresent(secret -> all.addAll(secret.recipients()));
        DeviceId creator = before.map(Known::creator).orElse(by.signer());
        boolean clean = members.contains(creator) && members.containsAll(all);
        known.put(id, new Known(id, creator, Collections.unmodifiableSet(all), clean));
    }

    /** All of them, by id. */
    public SortedMap<String, Known> all() {
        return Collections.unmodifiableSortedMap(known);
    }

    public Optional<Known> secret(String id) {
        return Optional.ofNullable(known.get(id));
    }

    /** Whether the secret was distributed, and its creator and all its recipients are members. */
    public boolean isClean(String id) {
        return secret(id).map(Known::clean).orElse(false);
    }

    /** Which of the secrets {@code held} here {@code member} was never sent, sorted. */
    public Set<String> lackedBy(DeviceId member, Collection<String> held) {
        Set<String> lacked = new TreeSet<>(held);
        lacked.removeIf(id -> holders.getOrDefault(id, Set.of()).contains(member));
        return lacked;
    }
}
