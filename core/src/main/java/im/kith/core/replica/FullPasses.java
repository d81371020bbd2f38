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
    private final Set<ReplicaId> finished = new TreeSet<>();

    void want(DeviceId peer) {
        wanted.add(peer);
    }

    boolean wantedWith(DeviceId peer) {
        return wanted.contains(peer);
    }

    /** {@code peer}, writing as {@code replica}, has sent all it stores. */
    void finish(DeviceId peer, ReplicaId replica) {
        wanted.remove(peer);
        finished.add(replica);
    }

    /** Whether {@code replica} has sent everything since the digests were equal; a fresh id is another chance. */
    boolean finishedWith(ReplicaId replica) {
        return finished.contains(replica);
    }

    /** What is held changed for another reason: digests that differ deserve another full pass. */
    void startOver() {
        finished.clear();
    }

    void agreed(ReplicaId replica) {
        finished.remove(replica);
    }
}
