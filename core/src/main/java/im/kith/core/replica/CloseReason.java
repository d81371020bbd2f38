package im.kith.core.replica;

/** Why a replica closes a connection. The first three blame the peer; after the others the transport connects anew at once. */
public enum CloseReason {
    /** A frame out of order, or the peer speaks another protocol version. */
    PROTOCOL,
    /** More than the limits allow. */
    LIMIT,
    /** A version with a bad signature or an unknown author. */
    BAD_VERSION,
    /** This replica took a fresh id (R7). */
    REPLICA_CHANGED,
    /** Who is a member changed (R3, R11). */
    STANDING_CHANGED,
    /** The next connection is to carry everything (R6). */
    FULL_PASS;

    public boolean blamesPeer() {
        return this == PROTOCOL || this == LIMIT || this == BAD_VERSION;
    }
}
