package im.kith.transport.pairing;

/**
 * How a pairing ended without success: what it is, and a detail for the log.
 *
 * @param kind what went wrong
 * @param byPeer whether the other side said so, which is only its word
 * @param detail one line without secrets
 */
public record PairingFailure(Kind kind, boolean byPeer, String detail) {

    /** What went wrong; the numbers are the ones on the wire. */
    public enum Kind {
        /** The two sides did not use the same code. */
        WRONG_CODE(1),
        /** A message that is broken, out of order or proves nothing. */
        PROTOCOL(2),
        /** The J-PAKE participant is not the owner of the TLS key at the other end: somebody is in the middle. */
        WRONG_PEER(3),
        /** The other side, or its user, does not want to. */
        REFUSED(4),
        /** The invitation is older than it may be. */
        EXPIRED(5),
        /** All attempts are used up. */
        EXHAUSTED(6),
        /** Another exchange is under way; trying again later costs no attempt. */
        BUSY(7),
        /** The invitation has served its device. */
        USED(8),
        /** The connection ended first. */
        DISCONNECTED(9);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }

        /** The kind of that number; what a later version may add is a refusal to this one. */
        static Kind of(int number) {
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            return REFUSED;
        }
    }

    static PairingFailure own(Kind kind, String detail) {
        return new PairingFailure(kind, false, detail);
    }

    static PairingFailure byPeer(Kind kind) {
        return new PairingFailure(kind, true, "the other device ended the pairing");
    }
}
