package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PGPDigestCalculator;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.jspecify.annotations.Nullable;

/**
 * A device's own OpenPGP key, with its secret part: version 4, an Ed25519 primary key that certifies and signs, an X25519
 * subkey that decrypts.
 *
 * <p>The version 4 forms ("EdDSA legacy", ECDH over Curve25519) are the ones that GnuPG 2.2 reads. It never expires: who is a
 * member says the ledger. The secret part has no passphrase of its own; the vault wraps it.
 */
public final class DeviceKey {

    private final PGPSecretKeyRing ring;
    private final DeviceCertificate certificate;

    private DeviceKey(PGPSecretKeyRing ring) {
        this.ring = ring;
        this.certificate = DeviceCertificate.of(ring.toCertificate());
    }

    /** A new key for {@code accountJid}, made at {@code created} (whole seconds count). */
    public static DeviceKey generate(String accountJid, Instant created, SecureRandom random) {
        Date date = Date.from(created.truncatedTo(ChronoUnit.SECONDS));
        try {
            Ed25519PrivateKeyParameters signing = new Ed25519PrivateKeyParameters(random);
            PGPKeyPair primary = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.EDDSA_LEGACY,
                    new AsymmetricCipherKeyPair(signing.generatePublicKey(), signing),
                    date);
            X25519PrivateKeyParameters opening = new X25519PrivateKeyParameters(random);
            PGPKeyPair subkey = new BcPGPKeyPair(
                    PublicKeyPacket.VERSION_4,
                    PublicKeyAlgorithmTags.ECDH,
                    new AsymmetricCipherKeyPair(opening.generatePublicKey(), opening),
                    date);
            PGPDigestCalculator checksum = new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1);
            PGPKeyRingGenerator generator = new PGPKeyRingGenerator(
                    PGPSignature.POSITIVE_CERTIFICATION,
                    primary,
                    DeviceCertificate.USER_ID_PREFIX + accountJid,
                    checksum,
                    primaryBinding(primary, date).generate(),
                    null,
                    new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.EDDSA_LEGACY, HashAlgorithmTags.SHA512),
                    null);
            PGPSignatureSubpacketGenerator binding = dated(primary, date);
            binding.setKeyFlags(true, KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE);
            generator.addSubKey(subkey, binding.generate(), null);
            return new DeviceKey(generator.generateSecretKeyRing());
        } catch (PGPException e) {
            throw new IllegalStateException("making an OpenPGP key failed", e);
        }
    }

    private static PGPSignatureSubpacketGenerator primaryBinding(PGPKeyPair primary, Date date) {
        PGPSignatureSubpacketGenerator binding = dated(primary, date);
        binding.setKeyFlags(true, KeyFlags.CERTIFY_OTHER | KeyFlags.SIGN_DATA);
        binding.setFeature(false, Features.FEATURE_MODIFICATION_DETECTION);
        binding.setPreferredSymmetricAlgorithms(false, new int[] {
            SymmetricKeyAlgorithmTags.AES_256, SymmetricKeyAlgorithmTags.AES_192, SymmetricKeyAlgorithmTags.AES_128
        });
        binding.setPreferredHashAlgorithms(
                false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA256});
        binding.setPreferredCompressionAlgorithms(false, new int[] {CompressionAlgorithmTags.UNCOMPRESSED});
        return binding;
    }

    private static PGPSignatureSubpacketGenerator dated(PGPKeyPair primary, Date date) {
        PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
        subpackets.setSignatureCreationTime(true, date);
        subpackets.setIssuerFingerprint(false, primary.getPublicKey());
        return subpackets;
    }

    /**
     * The key that {@link #encoded()} wrote.
     *
     * @throws MalformedException if it is no such key, or one with a passphrase
     */
    public static DeviceKey parse(Bytes encoded) throws MalformedException {
        if (encoded.length() > DeviceCertificate.MAX_LENGTH) {
            throw new MalformedException("key of " + encoded.length() + " octets");
        }
        try {
            BCPGInputStream in = new BCPGInputStream(new ByteArrayInputStream(encoded.toArray()));
            DeviceKey key = new DeviceKey(new PGPSecretKeyRing(in, new BcKeyFingerprintCalculator()));
            DeviceCertificate.parse(key.certificate.encoded());
            for (PGPSecretKey part : key.ring) {
                if (in.nextPacketTag() >= 0 || unlocked(part) == null) {
                    throw new MalformedException("no whole secret key without a passphrase");
                }
            }
            return key;
        } catch (IOException | PGPException | RuntimeException e) {
            throw new MalformedException("no OpenPGP secret key", e);
        }
    }

    /** The secret part of {@code key}, which has no passphrase. */
    static @Nullable PGPPrivateKey unlocked(PGPSecretKey key) throws PGPException {
        return key.extractPrivateKey(null);
    }

    /** The public part. */
    public DeviceCertificate certificate() {
        return certificate;
    }

    /** Public and secret part, binary, to be kept wrapped. */
    public Bytes encoded() {
        try {
            return Bytes.wrap(ring.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    PGPSecretKeyRing ring() {
        return ring;
    }

    /** The fingerprint only. */
    @Override
    public String toString() {
        return "DeviceKey[" + certificate.fingerprint().toHex() + "]";
    }
}
