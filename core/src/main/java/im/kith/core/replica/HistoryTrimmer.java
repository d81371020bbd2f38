package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Trust;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Forgets superseded versions that nobody can need any more (R13).
 *
 * <p>A version goes only if it is old, beyond the latest of its item, and covered by a live version that every member is
 * sure to hold: so no later revocation can bring it back to life.
 */
final class HistoryTrimmer {

    private final Holdings holdings;

    HistoryTrimmer(Holdings holdings) {
        this.holdings = holdings;
    }

    void trim(Instant now, StepEffects effects) throws StoreException {
        Set<DeviceId> others = new TreeSet<>(holdings.trust().standings().keySet());
        others.remove(holdings.setup().device());
        if (others.stream().anyMatch(this::isSuspended)) {
            return;
        }
        others.removeIf(this::isOut);
        Set<VersionId> old = new HashSet<>();
        Set<ItemKey> items = new LinkedHashSet<>();
        for (VersionStore.Stored stored :
                holdings.store().historyBefore(now.minus(holdings.setup().historyAge()))) {
            old.add(stored.version().id());
            items.add(stored.version().item());
        }
        for (ItemKey item : items) {
            List<LiveVersion> agreed = holdings.index().siblings(item).stream()
                    .filter(live -> others.stream().allMatch(device -> holds(device, live)))
                    .toList();
            history(item).stream()
                    .skip(holdings.setup().historyOfItem())
                    .filter(v -> old.contains(v.id()))
                    .filter(v -> agreed.stream().anyMatch(live -> live.covers(v.header())))
                    .forEach(v -> effects.trim(v.id()));
        }
    }

    /** The superseded versions of {@code item}, latest first. */
    private List<Version> history(ItemKey item) throws StoreException {
        return holdings.store().all(item).stream()
                .filter(stored -> stored.place() == VersionStore.Place.HISTORY)
                .map(VersionStore.Stored::version)
                .sorted(Comparator.comparing((Version v) -> v.header().hlc()).reversed())
                .toList();
    }

    private boolean holds(DeviceId device, LiveVersion live) {
        return holdings.agreements()
                .with(device)
                .filter(k -> k.covers(live.dot()))
                .isPresent();
    }

    private boolean isSuspended(DeviceId device) {
        return holdings.trust().standing(device).equals(Optional.of(Trust.Standing.SUSPENDED));
    }

    private boolean isOut(DeviceId device) {
        return holdings.trust()
                .standing(device)
                .filter(s -> s != Trust.Standing.OUT)
                .isEmpty();
    }
}
