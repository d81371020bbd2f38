package im.kith.core.replica;

import im.kith.core.account.DeviceId;
import java.util.Set;
import java.util.TreeSet;

/**
 * With whom everything is to be exchanged on the next connection (R6), asked for by the user or by digests that differ.
 *
 * <p>Digests that still differ after a full pass are told and left alone, so that a bug or a liar cannot make two devices
 * send everything for ever. Kept in memory only: after a restart the digests will tell again.
 */
final class FullPasses {

    private final Set<DeviceId> wanted = new TreeSet<>();
    private final Set<DeviceId> finished = new TreeSet<>();

    void want(DeviceId peer) {
        wanted.add(peer);
    }

    boolean wantedWith(DeviceId peer) {
        return wanted.contains(peer);
    }

    /** {@code peer} has sent all it stores. */
    void finish(DeviceId peer) {
        wanted.remove(peer);
        finished.add(peer);
    }

    boolean finishedWith(DeviceId peer) {
        return finished.contains(peer);
    }

    void agreed(DeviceId peer) {
        finished.remove(peer);
    }
}
