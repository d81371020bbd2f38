package im.kith.core.replica;

import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import java.util.Optional;

/**
 * All of a version but its payload and signature.
 *
 * @param context what this version replaces
 * @param keyId id of the shared secret that the payload is encrypted under; absent in a retraction
 * @param payloadHash SHA-256 of the payload; absent in a retraction
 */
public record VersionHeader(
        ItemKey item, Dot dot, VersionVector context, Hlc hlc, Optional<String> keyId, Optional<Bytes> payloadHash) {

    /** Whether this is a tombstone: the item was retracted. */
    public boolean retraction() {
        return payloadHash.isEmpty();
    }

    /** R2: whether this version replaces {@code other}: its context has the other's dot and its clock is later. */
    public boolean covers(VersionHeader other) {
        return covers(context, hlc, other.dot, other.hlc);
    }

    /** R2 on its own: whether a version of this context and clock replaces one of that dot and clock. */
    static boolean covers(VersionVector context, Hlc hlc, Dot otherDot, Hlc otherHlc) {
        return context.covers(otherDot) && hlc.compareTo(otherHlc) > 0;
    }
}
