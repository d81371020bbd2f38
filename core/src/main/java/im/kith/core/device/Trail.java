package im.kith.core.device;

import im.kith.core.clock.Hlc;
import im.kith.core.contacts.Reversal;
import im.kith.core.contacts.Sibling;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.Stamp;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All that is stored of one item, live and history, deciphered as it is needed. */
final class Trail {

    static final Comparator<Version> OLDEST_FIRST = Comparator.<Version, Stamp>comparing(
                    version -> new Stamp(version.header().hlc(), version.dot().replica()))
            .thenComparing(Version::id);

    private final ItemKey item;
    private final Payloads payloads;
    private final List<Version> versions;
    private final Set<VersionId> live;
    private final Map<VersionId, Optional<Sibling>> opened = new HashMap<>();

    private Trail(ItemKey item, Payloads payloads, List<Version> versions, Set<VersionId> live) {
        this.item = item;
        this.payloads = payloads;
        this.versions = versions;
        this.live = live;
    }

    static Trail of(ItemKey item, VersionStore store, Payloads payloads) throws StoreException {
        List<Version> versions = new ArrayList<>();
        Set<VersionId> live = new HashSet<>();
        for (Stored stored : store.all(item)) {
            if (stored.place() != Place.QUARANTINE) {
                versions.add(stored.version());
            }
            if (stored.place() == Place.LIVE) {
                live.add(stored.version().id());
            }
        }
        versions.sort(OLDEST_FIRST);
        return new Trail(item, payloads, versions, live);
    }

    ItemKey item() {
        return item;
    }

    /** Oldest first. */
    List<Version> versions() {
        return versions;
    }

    Optional<Sibling> open(Version version) {
        return opened.computeIfAbsent(version.id(), id -> payloads.open(version).map(Payloads.Opened::sibling));
    }

    /** The versions that {@code version} replaced: those it covers and no other that it covers does. */
    private List<Version> parents(Version version) {
        List<Version> parents = new ArrayList<>();
        for (int i = versions.size() - 1; i >= 0; i--) {
            Version other = versions.get(i);
            if (version.header().covers(other.header())
                    && parents.stream().noneMatch(parent -> parent.header().covers(other.header()))) {
                parents.add(other);
            }
        }
        return parents;
    }

    /** What {@code version} replaced, as far as it can be read. */
    List<Sibling> before(Version version) {
        return parents(version).stream().flatMap(each -> open(each).stream()).toList();
    }

    /** Whether what {@code version} replaced is not stored any more, or cannot be read. */
    boolean isForgotten(Version version) {
        List<Version> parents = parents(version);
        return parents.isEmpty()
                ? !version.header().context().isEmpty()
                : parents.stream().anyMatch(parent -> open(parent).isEmpty());
    }

    /** The live versions that can be read. */
    private List<Sibling> now() {
        return versions.stream()
                .filter(version -> live.contains(version.id()))
                .flatMap(version -> open(version).stream())
                .toList();
    }

    /** The latest version that publishes and can be read. */
    Optional<Sibling> latestPublished() {
        for (int i = versions.size() - 1; i >= 0; i--) {
            Optional<Sibling> sibling =
                    open(versions.get(i)).filter(each -> each.payload().isPresent());
            if (sibling.isPresent()) {
                return sibling;
            }
        }
        return Optional.empty();
    }

    /** Taking back what {@code first} to {@code last}, which follow each other, did; empty if one cannot be read. */
    Optional<Reversal> reversal(Version first, Version last) {
        List<Sibling> now = now();
        return open(last)
                .map(after -> new Reversal(
                        item,
                        before(first),
                        after,
                        now.stream().map(Sibling::id).collect(Collectors.toUnmodifiableSet()),
                        now.stream()
                                .map(s -> s.stamp().hlc())
                                .max(Hlc::compareTo)
                                .orElse(Hlc.ZERO)));
    }
}
