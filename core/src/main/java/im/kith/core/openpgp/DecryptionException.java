package im.kith.core.openpgp;

/**
 * A message or key from outside cannot be opened; the reason says which kind of trouble it is.
 *
 * <p>Neither message nor cause ever holds plaintext or secrets.
 */
public final class DecryptionException extends Exception {

    /** Why a message cannot be opened. */
    public enum Reason {
        /** It was encrypted under another secret (or its first octets are damaged, which looks the same). */
        WRONG_SECRET,
        /** It was not encrypted to this device. */
        NOT_FOR_US,
        /** It is an OpenPGP message, but in the clear. */
        NOT_ENCRYPTED,
        /** It is encrypted without integrity protection (RFC 4880 §5.7, tag 9). */
        NO_INTEGRITY,
        /** Its integrity check fails: it was changed or damaged. */
        DAMAGED,
        /** It, or what is inside it, is larger or more deeply nested than accepted. */
        TOO_LARGE,
        /** It is not what RFC 4880 or the XEP says it must be. */
        MALFORMED,
        /** It is well-formed, but uses an algorithm or version that is not accepted. */
        UNSUPPORTED,
        /** It is not signed by any of the accepted signers. */
        WRONG_SIGNER
    }

    private final Reason reason;

    public DecryptionException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public DecryptionException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
