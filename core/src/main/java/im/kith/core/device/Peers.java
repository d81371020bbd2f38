package im.kith.core.device;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.replica.StoreChange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** When a pass with each of the other devices was last finished. */
public final class Peers {

    static final String SETTING = "passed/";

    /** How old the stored instant may be: a pass in which nothing changed need not be written down each time. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private final Map<DeviceId, Instant> stored = new HashMap<>();
    private final Map<DeviceId, Instant> passed = new HashMap<>();

    Peers(Map<String, Bytes> settings) {
        settings.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                DeviceId device = new DeviceId(Bytes.hex(name.substring(SETTING.length())));
                stored.put(device, Instant.parse(value.toUtf8()));
            }
        });
        passed.putAll(stored);
    }

    public Optional<Instant> lastPass(DeviceId device) {
        return Optional.ofNullable(passed.get(device));
    }

    /** A pass with {@code device} was finished; what is to be stored of that, if anything. */
    Optional<StoreChange> passed(DeviceId device, Instant now) {
        passed.put(device, now);
        Instant before = stored.get(device);
        if (before != null && Duration.between(before, now).abs().compareTo(GRAIN) < 0) {
            return Optional.empty();
        }
        stored.put(device, now);
        return Optional.of(Changes.settings(Map.of(SETTING + device, Optional.of(Bytes.utf8(now.toString())))));
    }
}
