package im.kith.core.device;

import im.kith.core.replica.Effect;
import im.kith.core.replica.StoreChange;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionId;
import im.kith.core.replica.VersionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What waits for the next commit: changes to be made durable, and, after that, what is to be sent and told. */
final class Pending {

    private final VersionStore store;
    private final List<StoreChange> changes = new ArrayList<>();
    private final Map<VersionId, Version> inserted = new HashMap<>();
    private final List<Consumer<Outlet>> afterwards = new ArrayList<>();

    Pending(VersionStore store) {
        this.store = store;
    }

    void persist(StoreChange change) {
        changes.add(change);
        change.insert().forEach(version -> inserted.put(version.id(), version));
    }

    void effect(Effect effect) {
        if (effect instanceof Effect.Persist persist) {
            persist(persist.change());
        } else if (effect instanceof Effect.Send send) {
            afterwards.add(outlet -> outlet.send(send.connection(), send.frame()));
        } else if (effect instanceof Effect.Close close) {
            afterwards.add(outlet -> outlet.close(close.connection(), close.reason(), close.text()));
        } else if (effect instanceof Effect.Ready ready) {
            afterwards.add(outlet -> outlet.ready(ready.connection()));
        } else if (effect instanceof Effect.WakeAt wake) {
            afterwards.add(outlet -> outlet.wakeAt(wake.time()));
        } else {
            throw new IllegalArgumentException("not an effect for outside: " + effect);
        }
    }

    void event(DeviceEvent event) {
        afterwards.add(outlet -> outlet.event(event));
    }

    /** A version that is not in the store yet. */
    Optional<Version> inserted(VersionId id) {
        return Optional.ofNullable(inserted.get(id));
    }

    void commit(Instant now) throws StoreException {
        if (!changes.isEmpty()) {
            store.commitAll(List.copyOf(changes), now);
            changes.clear();
            inserted.clear();
        }
    }

    void deliver(Outlet outlet) {
        List<Consumer<Outlet>> now = List.copyOf(afterwards);
        afterwards.clear();
        now.forEach(call -> call.accept(outlet));
    }
}
