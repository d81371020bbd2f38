package im.kith.core.account;

import im.kith.core.octets.Bytes;

/**
 * Why a statement was not taken, for logs.
 *
 * @param id of the statement
 */
public record Refusal(Bytes id, Reason reason, String detail) {

    /** What was wrong. */
    public enum Reason {
        /** Its octets do not say anything. */
        MALFORMED,
        /** It is about another account. */
        WRONG_ACCOUNT,
        /** No statement held admits its signer. */
        UNKNOWN_SIGNER,
        BAD_SIGNATURE,
        /** It admits a device that did not sign for it. */
        BAD_PROOF,
        /** Its signer has made too many. */
        OVER_LIMIT,
        /** It admits one device too many. */
        TOO_MANY_DEVICES,
        /** A device that is out handed it over, and it is of one that is out too (R11). */
        FROM_OUT
    }

    static Refusal of(SignedStatement statement, Reason reason) {
        return new Refusal(statement.id(), reason, "signer " + statement.signer());
    }

    @Override
    public String toString() {
        return "statement " + id.toHex() + " refused: " + reason + " (" + detail + ")";
    }
}
