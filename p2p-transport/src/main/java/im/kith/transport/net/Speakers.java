package im.kith.transport.net;

import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which device the holder of a TLS key said that it is, where the ledger names several.
 *
 * <p>A member that lies can admit a device of its own under an honest one's TLS key. Only the holder of the key can say a
 * hello over it, so what that says decides; the connection on which the wrong one was taken is made anew.
 */
final class Speakers {

    /** As many as there may be devices; beyond it the oldest is forgotten, which costs a connection. */
    private static final int MAX = 256;

    private final Map<Bytes, DeviceId> named = new LinkedHashMap<>();

    /** The device to expect behind {@code key}, one of {@code candidates}. */
    synchronized DeviceId of(Bytes key, List<DeviceId> candidates) {
        DeviceId said = named.get(key);
        return said != null && candidates.contains(said) ? said : candidates.get(0);
    }

    /** The holder of {@code key} says that it is {@code device}; whether that is possible. */
    synchronized boolean named(Bytes key, List<DeviceId> candidates, DeviceId device) {
        if (!candidates.contains(device)) {
            return false;
        }
        named.remove(key);
        named.put(key, device);
        if (named.size() > MAX) {
            named.remove(named.keySet().iterator().next());
        }
        return true;
    }
}
