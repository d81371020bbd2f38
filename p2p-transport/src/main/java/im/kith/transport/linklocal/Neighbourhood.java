package im.kith.transport.linklocal;

import im.kith.core.ed25519.Xid;
import im.kith.transport.discovery.FoundService;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Who is on the LAN, one of each name: who had it first on another link keeps it, as nobody can tell which is right.
 *
 * <p>Pure. As many as discovery tells, which is bounded.
 */
final class Neighbourhood {

    /** One who came, changed or went. */
    record Change(Optional<Neighbour> before, Optional<Neighbour> after) {}

    private final String account;
    private final BooleanSupplier mayTell;
    private Map<String, Neighbour> present = Map.of();
    private boolean behind;

    /**
     * @param account the user's address
     * @param mayTell asked for every change; those that may not be told now are left for the next time
     */
    Neighbourhood(String account, BooleanSupplier mayTell) {
        this.account = account;
        this.mayTell = mayTell;
    }

    /**
     * Takes all that is announced now.
     *
     * @param own this device's names by network interface
     */
    List<Change> update(List<FoundService> found, Map<String, String> own) {
        Map<String, Neighbour> next = new LinkedHashMap<>();
        for (FoundService service : found) {
            neighbour(service, own).ifPresent(neighbour -> next.merge(neighbour.jid(), neighbour, this::first));
        }
        List<Change> changes = new ArrayList<>();
        Map<String, Neighbour> told = new LinkedHashMap<>(present);
        Set<String> all = new LinkedHashSet<>(present.keySet());
        all.addAll(next.keySet());
        behind = false;
        for (String jid : all) {
            Change change = new Change(Optional.ofNullable(present.get(jid)), Optional.ofNullable(next.get(jid)));
            if (change.before().equals(change.after())) {
                continue;
            }
            if (mayTell.getAsBoolean()) {
                changes.add(change);
                change.after().ifPresentOrElse(after -> told.put(jid, after), () -> told.remove(jid));
            } else {
                behind = true;
            }
        }
        present = told;
        return changes;
    }

    /** Whether changes are left for the next time. */
    boolean isBehind() {
        return behind;
    }

    private Optional<Neighbour> neighbour(FoundService service, Map<String, String> own) {
        String self = own.get(service.networkInterface());
        if (self == null || service.instance().equalsIgnoreCase(self)) {
            return Optional.empty();
        }
        return LocalJid.of(service.instance(), account)
                .map(jid -> new Neighbour(
                        jid,
                        service.instance(),
                        PresenceText.read(service.txt()),
                        service.addresses(),
                        service.networkInterface(),
                        self));
    }

    /** Which of two that announce one name on different links counts. */
    private Neighbour first(Neighbour one, Neighbour other) {
        Neighbour before = present.get(one.jid());
        return before != null && before.link().equals(other.link()) ? other : one;
    }

    List<Neighbour> all() {
        return List.copyOf(present.values());
    }

    Optional<Neighbour> byJid(String jid) {
        return Optional.ofNullable(present.get(jid.toLowerCase(Locale.ROOT)));
    }

    /** Those who claim to be {@code xid}. */
    List<Neighbour> claiming(Xid xid) {
        return present.values().stream()
                .filter(neighbour -> neighbour.claim().equals(Optional.of(xid)))
                .toList();
    }

    /**
     * Who opens a stream from {@code address}: the one of that name who is there; without a name the only one there.
     *
     * @param from the name that the stream's header gives
     */
    Optional<Neighbour> caller(Optional<String> from, InetAddress address) {
        List<Neighbour> there = present.values().stream()
                .filter(neighbour -> neighbour.isAt(address))
                .filter(neighbour -> from.isEmpty() || from.get().equalsIgnoreCase(neighbour.instance()))
                .toList();
        return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
    }
}
