package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Per device the knowledge with which the digests were last equal (R6): what that device is sure to hold, or to hold the
 * replacement of.
 *
 * <p>Kept as settings named {@value #PREFIX} and the device's id; written only when the knowledge is another than before.
 */
final class Agreements {

    private static final String PREFIX = "agreed/";

    private final Map<DeviceId, VersionVector> byDevice = new TreeMap<>();

    Agreements(Map<String, Bytes> settings) throws StoreException {
        for (Map.Entry<String, Bytes> setting : settings.entrySet()) {
            if (setting.getKey().startsWith(PREFIX)) {
                read(setting.getKey().substring(PREFIX.length()), setting.getValue());
            }
        }
    }

    private void read(String device, Bytes value) throws StoreException {
        try {
            byDevice.put(new DeviceId(Bytes.hex(device)), VectorCodec.decode(value));
        } catch (MalformedException | IllegalArgumentException e) {
            throw new StoreException(StoreException.Kind.DAMAGED, "setting " + PREFIX + device, e);
        }
    }

    Map<DeviceId, VersionVector> all() {
        return Map.copyOf(byDevice);
    }

    Optional<VersionVector> with(DeviceId device) {
        return Optional.ofNullable(byDevice.get(device));
    }

    void agreed(DeviceId device, VersionVector knowledge, StepEffects effects) {
        if (!knowledge.equals(byDevice.put(device, knowledge))) {
            effects.setting(PREFIX + device, VectorCodec.encode(knowledge));
        }
    }
}
