package im.kith.transport.wire;

import java.util.Arrays;

/** Why a connection is ended, so that the other side knows whether to come back. */
public enum ByeReason {
    /** A reason that this release does not know. */
    OTHER(0),
    /** The process ends. */
    GOING_AWAY(1),
    /** The two already have another connection, which stays: do not dial again. */
    DUPLICATE(2),
    /** The receiver of this broke the protocol. */
    PROTOCOL(3),
    /** Nothing was heard for too long. */
    SILENT(4),
    /** The sender's replication starts afresh (R3): come back at once. */
    RESTART(5),
    /** The sender has as many connections as it takes. */
    BUSY(6),
    /** The pairing conversation is over. */
    PAIRED(7),
    /** The pairing conversation failed. */
    REFUSED(8),
    /** The two speak different protocols: one of them needs an update. */
    INCOMPATIBLE(9);

    private final int code;

    ByeReason(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    static ByeReason ofCode(int code) {
        return Arrays.stream(values()).filter(r -> r.code == code).findAny().orElse(OTHER);
    }
}
