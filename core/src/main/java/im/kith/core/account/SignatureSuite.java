package im.kith.core.account;

import im.kith.core.octets.Bytes;

/** Raw Ed25519 signatures (RFC 8032), the only kind that versions and ledger statements carry. */
public interface SignatureSuite {

    /** Octets of a public key. */
    int KEY_LENGTH = 32;

    /** Octets of a signature. */
    int SIGNATURE_LENGTH = 64;

    /** Whether {@code signature} is {@code publicKey}'s over {@code message}; false too for a malformed key or signature. */
    boolean verify(Bytes publicKey, Bytes message, Bytes signature);

    /** Signs with one device's signing key, which never leaves its holder. */
    interface Signer {
        Bytes sign(Bytes message);
    }
}
