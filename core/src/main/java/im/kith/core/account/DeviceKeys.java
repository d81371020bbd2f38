package im.kith.core.account;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;

/**
 * The public keys of one device. Its id is made of them, so they never change.
 *
 * @param certificate the OpenPGP certificate, binary; opaque here
 * @param fingerprint its OpenPGP v4 fingerprint, 20 octets
 * @param tlsKeyHash SHA-256 of the SubjectPublicKeyInfo of the P-256 key used for TLS
 * @param signingKey the Ed25519 key that versions and statements are signed with
 */
public record DeviceKeys(Bytes certificate, Bytes fingerprint, Bytes tlsKeyHash, Bytes signingKey) {

    public static final int FINGERPRINT_LENGTH = 20;
    public static final int HASH_LENGTH = 32;

    /** Octets of the largest certificate accepted; ours have about 600. */
    public static final int MAX_CERTIFICATE_LENGTH = 16 * 1024;

    private static final int CERTIFICATE = 1;
    private static final int FINGERPRINT = 2;
    private static final int TLS_KEY_HASH = 3;
    private static final int SIGNING_KEY = 4;

    private static final Bytes PROOF_DOMAIN = Bytes.utf8("kith-admit-1");

    public DeviceKeys {
        if (certificate.isEmpty() || certificate.length() > MAX_CERTIFICATE_LENGTH) {
            throw new IllegalArgumentException("certificate of " + certificate.length() + " octets");
        }
        checkLength("fingerprint", fingerprint, FINGERPRINT_LENGTH);
        checkLength("TLS key hash", tlsKeyHash, HASH_LENGTH);
        checkLength("signing key", signingKey, SignatureSuite.KEY_LENGTH);
    }

    private static void checkLength(String what, Bytes octets, int length) {
        if (octets.length() != length) {
            throw new IllegalArgumentException(what + " of " + octets.length() + " octets, not " + length);
        }
    }

    /**
     * What a device signs to agree to be one of {@code account}: "kith-admit-1", account (32 octets), fingerprint (20), TLS
     * key hash (32), signing key (32) and, to the end, the certificate.
     *
     * <p>It covers the certificate, so nobody can admit the device again with another one.
     */
    Bytes proofMessage(AccountId account) {
        return Bytes.concat(PROOF_DOMAIN, account.value(), fingerprint, tlsKeyHash, signingKey, certificate);
    }

    /** Whether {@code proof} shows that the holder of the signing key wants to be a device of {@code account}. */
    boolean isProvenBy(Bytes proof, AccountId account, SignatureSuite suite) {
        return suite.verify(signingKey, proofMessage(account), proof);
    }

    Bytes encode() {
        return Fields.write(out -> {
            out.writeByteArray(CERTIFICATE, certificate.toArray());
            out.writeByteArray(FINGERPRINT, fingerprint.toArray());
            out.writeByteArray(TLS_KEY_HASH, tlsKeyHash.toArray());
            out.writeByteArray(SIGNING_KEY, signingKey.toArray());
        });
    }

    static DeviceKeys decode(Bytes octets) throws MalformedException {
        Fields fields = Fields.read(octets, "device keys");
        try {
            return new DeviceKeys(
                    fields.required(CERTIFICATE),
                    fields.required(FINGERPRINT),
                    fields.required(TLS_KEY_HASH),
                    fields.required(SIGNING_KEY));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("device keys: " + e.getMessage(), e);
        }
    }
}
