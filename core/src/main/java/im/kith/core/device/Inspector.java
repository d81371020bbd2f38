package im.kith.core.device;

import im.kith.core.octets.MalformedException;
import im.kith.core.replica.StoreException;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads everything that is stored and deciphers what is live, to find what is wrong with it; changes nothing. */
final class Inspector {

    private final Payloads payloads;
    private final IntConsumer progress;
    private final Map<Place, Integer> counts = new EnumMap<>(Place.class);
    private final List<Inspection.Unreadable> unreadable = new ArrayList<>();
    private Inspection.@Nullable Newest newest;
    private int seen;

    Inspector(Payloads payloads, IntConsumer progress) {
        this.payloads = payloads;
        this.progress = progress;
    }

    Inspection inspect(VersionStore store, int secrets) throws StoreException {
        List<String> damaged = store.audit(this::look);
        return new Inspection(
                count(Place.LIVE),
                count(Place.HISTORY),
                count(Place.QUARANTINE),
                damaged,
                unreadable,
                Optional.ofNullable(newest),
                secrets);
    }

    private int count(Place place) {
        return counts.getOrDefault(place, 0);
    }

    private void look(Stored stored) {
        Version version = stored.version();
        counts.merge(stored.place(), 1, Integer::sum);
        progress.accept(++seen);
        if (newest == null || version.header().hlc().compareTo(newest.hlc()) > 0) {
            newest = new Inspection.Newest(version.header().hlc(), version.dot());
        }
        if (stored.place() == Place.LIVE) {
            try {
                payloads.read(version);
            } catch (MalformedException e) {
                unreadable.add(
                        new Inspection.Unreadable(version.item(), version.dot(), String.valueOf(e.getMessage())));
            }
        }
    }
}
