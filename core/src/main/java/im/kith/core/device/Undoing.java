package im.kith.core.device;

import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Reversal;
import im.kith.core.device.ChangeLog.Transaction;
import im.kith.core.replica.Dot;
import im.kith.core.replica.ItemKey;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the change that is to be taken back, and what was there before it (R13). */
public final class Undoing {

    private final Device device;
    private final VersionStore store;
    private final Histories histories;
    private final ChangeLog log;
    private final Written written;
    private Progress progress = (done, whole) -> {};

    Undoing(Device device, VersionStore store, Histories histories, ChangeLog log) {
        this.device = device;
        this.store = store;
        this.histories = histories;
        this.log = log;
        this.written = new Written(store);
    }

    /** Is told how far a search has come. */
    @FunctionalInterface
    public interface Progress {

        /** {@code done} of {@code whole} items that the change wrote have been looked at. */
        void at(int done, int whole);
    }

    /** This, telling {@code to}: what changed very many contacts is long in the search. */
    public Undoing telling(Progress to) {
        progress = to;
        return this;
    }

    /** What was looked for. */
    public sealed interface Found {

        /**
         * A change that can be taken back.
         *
         * @param versions their names
         */
        record Change(List<Reversal> reversals, List<String> versions) implements Found {
            public Change {
                reversals = List.copyOf(reversals);
                versions = List.copyOf(versions);
            }
        }

        /** There is no such change. */
        record Nothing() implements Found {}

        /** What was there before {@code version} is not stored any more, or cannot be read here. */
        record Forgotten(String version) implements Found {}
    }

    /**
     * The last change that this device made.
     *
     * @param of only of this contact or group; else of the whole book
     */
    public Found last(Optional<Past> of) throws StoreException {
        if (of.isPresent()) {
            return lastOf(of.get());
        }
        for (Transaction transaction : log.newestFirst()) {
            Found found = change(versions(transaction), Optional.empty());
            if (!(found instanceof Found.Nothing)) {
                return found;
            }
        }
        return new Found.Nothing();
    }

    private Found lastOf(Past past) throws StoreException {
        Version last = null;
        for (Trail trail : histories.trails(past.items())) {
            for (Version version : trail.versions()) {
                boolean mine = version.dot().replica().isOf(device.me());
                boolean later = last == null || Trail.OLDEST_FIRST.compare(version, last) > 0;
                if (mine && later && concernsSomebody(trail, version)) {
                    last = version;
                }
            }
        }
        return last == null ? new Found.Nothing() : changeOf(last, Optional.of(past));
    }

    private static boolean concernsSomebody(Trail trail, Version version) {
        return trail.isForgotten(version)
                || trail.reversal(version, version)
                        .filter(Reversal::concernsSomebody)
                        .isPresent();
    }

    /**
     * The change that the user calls {@code name}, by whichever device.
     *
     * @param of only what it did to this contact; else all of it
     */
    public Found named(String name, Optional<Past> of) throws StoreException {
        List<Version> found = new ArrayList<>();
        if (of.isPresent()) {
            for (Trail trail : histories.trails(of.get().items())) {
                trail.versions().stream()
                        .filter(version -> Revision.name(version.dot()).equals(name))
                        .forEach(found::add);
            }
        } else {
            for (Dot dot : Revision.meant(name, device.replica().writers())) {
                found.addAll(written.by(dot.replica(), dot.sequence(), dot.sequence()));
            }
        }
        return found.size() == 1 ? changeOf(found.get(0), of) : new Found.Nothing();
    }

    /** The change that {@code version} is part of, as far as it concerns {@code of}. */
    private Found changeOf(Version version, Optional<Past> of) throws StoreException {
        Optional<Transaction> known = log.of(version.dot());
        List<Version> versions;
        if (known.isPresent()) {
            versions = versions(known.get());
        } else if (of.isPresent()) {
            versions = new ArrayList<>();
            for (Trail trail : histories.trails(of.get().items())) {
                trail.versions().stream()
                        .filter(each -> Histories.together(each, version))
                        .forEach(versions::add);
            }
        } else {
            versions = written.with(version);
        }
        return change(versions, of.filter(past -> !past.group()));
    }

    private List<Version> versions(Transaction transaction) throws StoreException {
        return transaction.named().isEmpty()
                ? written.by(transaction.replica(), transaction.first(), transaction.last())
                : store.read(transaction.named());
    }

    private Found change(List<Version> versions, Optional<Past> only) throws StoreException {
        Map<ItemKey, List<Version>> byItem = new LinkedHashMap<>();
        for (Version version : versions.stream().sorted(Trail.OLDEST_FIRST).toList()) {
            ItemKey item = version.item();
            if (ContactsXml.isContactsNode(item.node())
                    && only.filter(past -> !past.items().contains(item)).isEmpty()) {
                byItem.computeIfAbsent(item, i -> new ArrayList<>()).add(version);
            }
        }
        List<Reversal> reversals = new ArrayList<>();
        Set<Dot> dots = new TreeSet<>();
        int done = 0;
        for (Map.Entry<ItemKey, List<Version>> entry : byItem.entrySet()) {
            progress.at(done++, byItem.size());
            Trail trail = histories.trail(entry.getKey());
            List<Version> chain = entry.getValue();
            Version first = chain.get(0);
            Optional<Reversal> reversal = trail.reversal(first, chain.get(chain.size() - 1));
            if (reversal.isEmpty() || trail.isForgotten(first)) {
                return new Found.Forgotten(Revision.name(first.dot()));
            }
            if (reversal.get().concernsSomebody()) {
                reversals.add(reversal.get());
                chain.forEach(version -> dots.add(version.dot()));
            }
        }
        List<String> names = dots.stream().map(Revision::name).toList();
        return reversals.isEmpty() ? new Found.Nothing() : new Found.Change(reversals, names);
    }
}
