package im.kith.core.replica.sim;

import im.kith.core.account.AccountId;
import im.kith.core.account.DeviceId;
import im.kith.core.account.KeptList;
import im.kith.core.account.Ledger;
import im.kith.core.account.SignedStatement;
import im.kith.core.account.Statement;
import im.kith.core.account.Trust;
import im.kith.core.octets.Bytes;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A stolen device's ledger: for it everybody is a member and nothing void, and it hides from others what {@code hidden} says. */
record ThiefTrust(Ledger ledger, Predicate<SignedStatement> hidden) implements Trust {

    @Override
    public AccountId account() {
        return ledger.account();
    }

    private Set<Bytes> secret() {
        return ledger.statements().stream()
                .filter(hidden)
                .map(SignedStatement::id)
                .collect(Collectors.toSet());
    }

    @Override
    public Bytes digest() {
        return Bytes.sha256(ids().toArray(Bytes[]::new));
    }

    @Override
    public List<Bytes> ids() {
        Set<Bytes> secret = secret();
        return ledger.ids().stream().filter(id -> !secret.contains(id)).toList();
    }

    @Override
    public List<Statement> without(Collection<Bytes> known) {
        Set<Bytes> except = new HashSet<>(known);
        except.addAll(secret());
        return ledger.without(except);
    }

    @Override
    public Taken take(List<Statement> statements, DeviceId from) {
        Trust.Taken taken = ledger.take(statements, ledger.me());
        return new Taken(new ThiefTrust((Ledger) taken.trust(), hidden), taken.fresh());
    }

    @Override
    public Optional<Standing> standing(DeviceId device) {
        return ledger.standing(device).map(s -> Standing.IN);
    }

    @Override
    public Map<DeviceId, Standing> standings() {
        Map<DeviceId, Standing> all = new TreeMap<>(ledger.standings());
        all.replaceAll((device, standing) -> Standing.IN);
        return all;
    }

    @Override
    public Optional<KeptList> kept(DeviceId device) {
        return Optional.empty();
    }

    @Override
    public Optional<DeviceId> byTag(Bytes tag) {
        return ledger.byTag(tag);
    }

    @Override
    public Optional<Bytes> signingKey(DeviceId device) {
        return ledger.signingKey(device);
    }

    @Override
    public List<DeviceId> members() {
        return List.copyOf(ledger.standings().keySet());
    }
}
