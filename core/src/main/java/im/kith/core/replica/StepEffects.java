package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.account.Statement;
import im.kith.core.octets.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what one step brings about and hands it out in the order persist, send, notify. */
final class StepEffects {

    private Optional<ReplicaState> state = Optional.empty();
    private final Map<VersionId, Version> insert = new LinkedHashMap<>();
    private final Set<VersionId> toLive = new LinkedHashSet<>();
    private final Set<VersionId> toHistory = new LinkedHashSet<>();
    private final Set<VersionId> toQuarantine = new LinkedHashSet<>();
    private final List<VersionId> trim = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();
    private final Map<String, Optional<Bytes>> settings = new LinkedHashMap<>();
    private final List<Effect> sends = new ArrayList<>();
    private final Map<DeviceId, Set<ItemKey>> changed = new LinkedHashMap<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Effect> wakes = new ArrayList<>();

    void state(ReplicaState after) {
        state = Optional.of(after);
    }

    void insert(Version version) {
        insert.put(version.id(), version);
    }

    void toLive(VersionId id) {
        toLive.add(id);
    }

    void toHistory(VersionId id) {
        toHistory.add(id);
    }

    /** Moves a stored version. */
    void move(VersionId id, VersionStore.Place to) {
        switch (to) {
            case LIVE -> toLive.add(id);
            case HISTORY -> toHistory.add(id);
            case QUARANTINE -> toQuarantine.add(id);
        }
    }

    void trim(VersionId id) {
        trim.add(id);
    }

    void statements(List<Statement> fresh) {
        statements.addAll(fresh);
    }

    void setting(String name, Bytes value) {
        settings.put(name, Optional.of(value));
    }

    void settings(Map<String, Optional<Bytes>> some) {
        settings.putAll(some);
    }

    void send(ConnectionId connection, Frame frame) {
        sends.add(new Effect.Send(connection, frame));
    }

    void close(ConnectionId connection, CloseReason reason, String text) {
        sends.add(new Effect.Close(connection, reason, text));
    }

    void ready(ConnectionId connection) {
        sends.add(new Effect.Ready(connection));
    }

    void changed(DeviceId author, ItemKey item) {
        changed.computeIfAbsent(author, a -> new LinkedHashSet<>()).add(item);
    }

    void tell(Notice notice) {
        notices.add(notice);
    }

    void wakeAt(Instant time) {
        wakes.add(new Effect.WakeAt(time));
    }

    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        StoreChange change = new StoreChange(
                state,
                List.copyOf(insert.values()),
                List.copyOf(toLive),
                List.copyOf(toHistory),
                List.copyOf(toQuarantine),
                trim,
                statements,
                settings);
        if (state.isPresent()
                || !insert.isEmpty()
                || !toLive.isEmpty()
                || !toHistory.isEmpty()
                || !toQuarantine.isEmpty()
                || !trim.isEmpty()
                || !statements.isEmpty()
                || !settings.isEmpty()) {
            effects.add(new Effect.Persist(change));
        }
        effects.addAll(sends);
        notices.forEach(notice -> effects.add(new Effect.Notify(notice)));
        changed.forEach((author, items) -> effects.add(new Effect.Notify(new Notice.ItemsChanged(author, items))));
        effects.addAll(wakes);
        return List.copyOf(effects);
    }
}
