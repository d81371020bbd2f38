package im.kith.core.pep;

import im.kith.core.replica.VersionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One resource that is connected: what it listens to, and what it was last shown of every contact. */
final class Session {

    private record Item(String node, String id) {}

    private final Asker asker;
    private final Map<Item, Set<VersionId>> seen = new HashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    private Set<String> notified = Set.of();
    private Optional<String> caps = Optional.empty();
    private Map<String, Boolean> secrets = Map.of();
    private boolean available;

    Session(Asker asker) {
        this.asker = asker;
    }

    Asker asker() {
        return asker;
    }

    /** The versions that it was last shown of an item; none if it never was. */
    Set<VersionId> seen(String node, String id) {
        return seen.getOrDefault(new Item(node, id), Set.of());
    }

    void shown(String node, String id, Set<VersionId> versions) {
        seen.put(new Item(node, id), versions);
    }

    void forget(String node, String id) {
        seen.remove(new Item(node, id));
    }

    boolean isAvailable() {
        return available;
    }

    void available(boolean now) {
        available = now;
        if (!now) {
            notified = Set.of();
            caps = Optional.empty();
        }
    }

    /** Remembers the entity capabilities of its presence; true if they are others than before. */
    boolean announces(Optional<String> verification) {
        boolean changed = !verification.equals(caps);
        caps = verification;
        return changed;
    }

    /** The nodes whose events it asks for by its capabilities (XEP-0163 §4.2). */
    Set<String> notified() {
        return notified;
    }

    void notified(Set<String> nodes) {
        notified = Set.copyOf(nodes);
    }

    /** The shared secrets that it was told of, and whether as retired. */
    Map<String, Boolean> secrets() {
        return secrets;
    }

    void secrets(Map<String, Boolean> told) {
        secrets = Map.copyOf(told);
    }

    boolean subscribe(String node) {
        return subscribed.add(node);
    }

    boolean unsubscribe(String node) {
        return subscribed.remove(node);
    }

    Set<String> subscribed() {
        return Set.copyOf(subscribed);
    }

    /** Whether events of {@code node} are for it. */
    boolean listensTo(String node) {
        return subscribed.contains(node) || (available && notified.contains(node));
    }
}
