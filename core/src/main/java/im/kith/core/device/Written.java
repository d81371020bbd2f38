package im.kith.core.device;

import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.util.ArrayList;
import java.util.List;

/** What was written together: found around one version by the numbers that replicas give, not by reading the store through. */
final class Written {

    private static final long AT_ONCE = 1_000;

    private final VersionStore store;

    Written(VersionStore store) {
        this.store = store;
    }

    /** What {@code replica} wrote from sequence number {@code first} to {@code last} and is stored, but in quarantine. */
    List<Version> by(ReplicaId replica, long first, long last) throws StoreException {
        List<Version> found = new ArrayList<>();
        for (long from = first; from <= last; from += AT_ONCE) {
            for (Stored stored : store.written(replica, from, Math.min(last, from + AT_ONCE - 1))) {
                if (stored.place() != Place.QUARANTINE) {
                    found.add(stored.version());
                }
            }
        }
        return found;
    }

    /**
     * What looks like one transaction with {@code version}: before and after it, as long as there is some among the next thousand
     * numbers.
     */
    List<Version> with(Version version) throws StoreException {
        ReplicaId replica = version.dot().replica();
        long at = version.dot().sequence();
        List<Version> found = new ArrayList<>(together(replica, at, at, version));
        boolean more = true;
        for (long last = at - 1; more && last >= 1; last -= AT_ONCE) {
            more = found.addAll(together(replica, Math.max(1, last - AT_ONCE + 1), last, version));
        }
        more = true;
        for (long first = at + 1; more; first += AT_ONCE) {
            more = found.addAll(together(replica, first, first + AT_ONCE - 1, version));
        }
        return found;
    }

    private List<Version> together(ReplicaId replica, long first, long last, Version version) throws StoreException {
        return by(replica, first, last).stream()
                .filter(each -> Histories.together(each, version))
                .toList();
    }
}
