package im.kith.core.account;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/**
 * The private keys of this device, to be wrapped by the key vault before they touch a disk.
 *
 * @param openPgpKey the OpenPGP secret key, binary, without a passphrase of its own; opaque here
 * @param tlsPrivateKey the P-256 key for TLS, PKCS#8
 * @param tlsPublicKey its public half, SubjectPublicKeyInfo
 * @param signingSeed the Ed25519 private key (RFC 8032), 32 octets
 */
public record DeviceSecrets(Bytes openPgpKey, Bytes tlsPrivateKey, Bytes tlsPublicKey, Bytes signingSeed) {

    public static final int SEED_LENGTH = 32;

    private static final int MAX_LENGTH = 16 * 1024;

    private static final int OPENPGP_KEY = 1;
    private static final int TLS_PRIVATE_KEY = 2;
    private static final int TLS_PUBLIC_KEY = 3;
    private static final int SIGNING_SEED = 4;

    public DeviceSecrets {
        checkLength("OpenPGP key", openPgpKey);
        checkLength("TLS private key", tlsPrivateKey);
        checkLength("TLS public key", tlsPublicKey);
        if (signingSeed.length() != SEED_LENGTH) {
            throw new IllegalArgumentException("signing seed of " + signingSeed.length() + " octets");
        }
    }

    private static void checkLength(String what, Bytes key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " of " + key.length() + " octets");
        }
    }

    /** Fresh TLS and signing keys beside {@code openPgpKey}. */
    public static DeviceSecrets generate(Bytes openPgpKey, SecureRandom random) {
        KeyPair tls = generateTlsKey(random);
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return new DeviceSecrets(
                openPgpKey,
                Bytes.wrap(tls.getPrivate().getEncoded()),
                Bytes.wrap(tls.getPublic().getEncoded()),
                Bytes.wrap(seed));
    }

    private static KeyPair generateTlsKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform kith runs on has P-256", e);
        }
    }

    /** SHA-256 of the TLS key's SubjectPublicKeyInfo. */
    public Bytes tlsKeyHash() {
        return Bytes.sha256(tlsPublicKey);
    }

    /** The public keys that go with these, the parts that cannot be computed here given. */
    public DeviceKeys keys(Bytes certificate, Bytes fingerprint, Bytes signingKey) {
        return new DeviceKeys(certificate, fingerprint, tlsKeyHash(), signingKey);
    }

    /** The octets to be wrapped: a protobuf message. They are as secret as the keys. */
    public Bytes encode() {
        return Fields.write(out -> {
            out.writeByteArray(OPENPGP_KEY, openPgpKey.toArray());
            out.writeByteArray(TLS_PRIVATE_KEY, tlsPrivateKey.toArray());
            out.writeByteArray(TLS_PUBLIC_KEY, tlsPublicKey.toArray());
            out.writeByteArray(SIGNING_SEED, signingSeed.toArray());
        });
    }

    /**
     * The keys that {@link #encode} wrote.
     *
     * @throws MalformedException if {@code octets} are not such
     */
    public static DeviceSecrets decode(Bytes octets) throws MalformedException {
        Fields fields = Fields.read(octets, "device secrets");
        try {
            return new DeviceSecrets(
                    fields.required(OPENPGP_KEY),
                    fields.required(TLS_PRIVATE_KEY),
                    fields.required(TLS_PUBLIC_KEY),
                    fields.required(SIGNING_SEED));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("device secrets: " + e.getMessage(), e);
        }
    }

    /** Nothing of the keys. */
    @Override
    public String toString() {
        return "DeviceSecrets[hidden]";
    }
}
