package im.kith.core.account;

import im.kith.core.octets.Bytes;

/**
 * A ledger statement as it is stored and sent: the exact octets that were signed, and the signature.
 *
 * <p>Keeping the octets exactly lets later releases add fields that this
 * one passes on unharmed.
 *
 * @param octets protobuf-encoded {account, signer, kind, hlc, body}
 * @param signature raw Ed25519 over "kith-ledger-1" and {@code octets}
 */
public record Statement(Bytes octets, Bytes signature) {

    /** Octets of the largest statement accepted. */
    public static final int MAX_LENGTH = 256 * 1024;

    public Statement {
        if (octets.isEmpty() || octets.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("statement of " + octets.length() + " octets");
        }
        if (signature.length() != SignatureSuite.SIGNATURE_LENGTH) {
            throw new IllegalArgumentException("signature of " + signature.length() + " octets");
        }
    }

    /** SHA-256 of the octets without the signature. */
    public Bytes id() {
        return Bytes.sha256(octets);
    }
}
