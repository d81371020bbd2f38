package im.kith.core.ed25519;

import im.kith.core.account.SignatureSuite;
import im.kith.core.octets.Bytes;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** Signs with one Ed25519 key, which is made from a seed of 32 octets (RFC 8032 §5.1.5). */
public final class Ed25519Signer implements SignatureSuite.Signer {

    /** Octets of a seed. */
    public static final int SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private byte @Nullable [] publicKey;

    /**
     * The signer whose secret key is {@code seed}.
     *
     * @throws IllegalArgumentException if it has not {@link #SEED_LENGTH} octets
     */
    public Ed25519Signer(Bytes seed) {
        if (seed.length() != SEED_LENGTH) {
            throw new IllegalArgumentException("seed of " + seed.length() + " octets, not " + SEED_LENGTH);
        }
        this.seed = seed.toArray();
    }

    /** Computed when it is first needed: a command that only reads never does. */
    private synchronized byte[] key() {
        byte[] key = publicKey;
        if (key == null) {
            key = new byte[Ed25519.PUBLIC_KEY_SIZE];
            Ed25519.generatePublicKey(seed, 0, key, 0);
            publicKey = key;
        }
        return key;
    }

    /** A signer with a new key. */
    public static Ed25519Signer generate(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return new Ed25519Signer(Bytes.wrap(seed));
    }

    /** The secret key, to be kept wrapped. */
    public Bytes seed() {
        return Bytes.of(seed);
    }

    public Bytes publicKey() {
        return Bytes.of(key());
    }

    @Override
    public Bytes sign(Bytes message) {
        byte[] octets = message.toArray();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, key(), 0, octets, 0, octets.length, signature, 0);
        return Bytes.wrap(signature);
    }

    /** The public key only. */
    @Override
    public String toString() {
        return "Ed25519Signer[" + publicKey().toHex() + "]";
    }
}
