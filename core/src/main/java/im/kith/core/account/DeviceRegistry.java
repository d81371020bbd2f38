package im.kith.core.account;

import im.kith.core.account.StatementBody.Admit;
import im.kith.core.account.StatementBody.Rename;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The devices of a ledger and what they are called. Where statements of one device differ, only those that count are heard, unless none
 * does.
 */
final class DeviceRegistry {

    private final Map<DeviceId, Device> devices = new TreeMap<>();
    private final Map<DeviceId, SignedStatement> named = new HashMap<>();
    private final Map<Bytes, DeviceId> byTag = new HashMap<>();

    DeviceRegistry(Collection<SignedStatement> statements, Membership membership) {
        Map<DeviceId, List<SignedStatement>> admissions = new HashMap<>();
        Map<DeviceId, List<SignedStatement>> renames = new HashMap<>();
        for (SignedStatement statement : statements) {
            statement.admitted().ifPresent(device -> add(admissions, device, statement));
            if (statement.body() instanceof Rename rename && counts(statement, membership)) {
                add(renames, rename.device(), statement);
            }
        }
        admissions.forEach((device, all) -> {
            List<SignedStatement> counting =
                    all.stream().filter(a -> counts(a, membership)).toList();
            register(
                    device,
                    counting.isEmpty() ? all : counting,
                    renames.getOrDefault(device, List.of()),
                    membership.standing(device).orElse(Trust.Standing.OUT));
        });
    }

    private static boolean counts(SignedStatement statement, Membership membership) {
        return statement.isFounding() || membership.counts(statement.id(), statement.signer());
    }

    private static void add(Map<DeviceId, List<SignedStatement>> to, DeviceId device, SignedStatement statement) {
        to.computeIfAbsent(device, d -> new ArrayList<>()).add(statement);
    }

    private void register(
            DeviceId device, List<SignedStatement> admissions, List<SignedStatement> renames, Trust.Standing standing) {
        SignedStatement first = Collections.min(admissions, SignedStatement.BY_TIME);
        SignedStatement last = Collections.max(admissions, SignedStatement.BY_TIME);
        List<SignedStatement> naming = new ArrayList<>(admissions);
        naming.addAll(renames);
        SignedStatement name = Collections.max(naming, SignedStatement.BY_TIME);
        Optional<DeviceId> successorOf = admissions.stream()
                .flatMap(a -> admit(a).successorOf().stream())
                .min(Comparator.naturalOrder());
        devices.put(
                device,
                new Device(
                        device,
                        admit(last).keys(),
                        name.body() instanceof Rename rename
                                ? rename.name()
                                : admit(name).name(),
                        first.hlc().instant(),
                        first.id(),
                        first.signer(),
                        successorOf,
                        standing));
        named.put(device, name);
        byTag.merge(device.tag(), device, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }

    private static Admit admit(SignedStatement statement) {
        return (Admit) statement.body();
    }

    Collection<Device> all() {
        return Collections.unmodifiableCollection(devices.values());
    }

    Optional<Device> device(DeviceId id) {
        return Optional.ofNullable(devices.get(id));
    }

    Optional<DeviceId> byTag(Bytes tag) {
        return Optional.ofNullable(byTag.get(tag));
    }

    /** When {@code device} got its present name. */
    Hlc namedAt(DeviceId device) {
        SignedStatement naming = named.get(device);
        return naming == null ? Hlc.ZERO : naming.hlc();
    }
}
