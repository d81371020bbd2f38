package im.kith.core.account;

import im.kith.core.account.StatementBody.Revoke;
import im.kith.core.octets.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a device that is out is told of a ledger: the revocations of it and of whom it came by, and the admissions that these are
 * verified with. Who was added since, what the devices are called and who has which secret is not its business any more.
 */
final class Disclosure {

    private final List<SignedStatement> held;
    private final Set<Bytes> told = new HashSet<>();
    private final Set<DeviceId> signers = new HashSet<>();

    /** For {@code device}, of the statements {@code held}. */
    Disclosure(DeviceId device, List<SignedStatement> held) {
        this.held = held;
        Set<DeviceId> ancestors = new HashSet<>(Set.of(device));
        grow(ancestors);
        for (SignedStatement statement : held) {
            if (statement.body() instanceof Revoke revoke && ancestors.contains(revoke.device())) {
                told.add(statement.id());
                signers.add(statement.signer());
            }
        }
        grow(signers);
    }

    /** Adds who admitted those in {@code devices}, up to the founder, and tells the admissions. */
    private void grow(Set<DeviceId> devices) {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (SignedStatement statement : held) {
                if (statement.admitted().filter(devices::contains).isPresent()) {
                    grown |= told.add(statement.id());
                    grown |= devices.add(statement.signer());
                }
            }
        }
    }

    List<Statement> of(List<Statement> statements) {
        return statements.stream()
                .filter(statement -> told.contains(statement.id()))
                .toList();
    }
}
