package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest knocks that this device made, by their nonces, and which of them came back to its own door.
 *
 * <p>One that comes back opens nothing: either the device has dialled itself, or whoever it dialled has sent it back.
 */
final class OwnKnocks {

    private static final int MAX = 4096;

    private final Map<Bytes, Boolean> back = new LinkedHashMap<>();

    synchronized void made(Bytes nonce) {
        back.put(nonce, false);
        if (back.size() > MAX) {
            back.remove(back.keySet().iterator().next());
        }
    }

    /** Whether the knock at the door is an own one; that is remembered for {@link #isBack}. */
    synchronized boolean isOwn(Bytes nonce) {
        return back.replace(nonce, true) != null;
    }

    /** Whether the dial that made this knock has met this device's own door. */
    synchronized boolean isBack(Bytes nonce) {
        return back.getOrDefault(nonce, false);
    }
}
