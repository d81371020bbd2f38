package im.kith.core.openpgp;

import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;
import org.pgpainless.PGPainless;
import org.pgpainless.algorithm.EncryptionPurpose;

/**
 * Encrypts to certificates, with integrity protection.
 *
 * <p>PGPainless says which of a certificate's keys are validly bound for encryption, as of the message's time, or of the
 * certificate's own latest signature when that is later: a certificate made by a device whose clock is ahead still serves.
 */
final class MessageSealer {

    /** Encryption keys of one certificate; kith's have one. */
    private static final int MAX_KEYS = Envelope.MAX_SESSION_KEYS / Signcrypt.MAX_RECIPIENTS;

    private final SecureRandom random;

    MessageSealer(SecureRandom random) {
        this.random = random;
    }

    /** The message that holds {@code packets} for the holders of {@code recipients}. */
    byte[] seal(byte[] packets, Collection<DeviceCertificate> recipients, Instant time) throws MalformedException {
        BcPGPDataEncryptorBuilder encryptor = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256);
        encryptor.setWithIntegrityPacket(true);
        encryptor.setSecureRandom(random);
        PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(encryptor);
        Set<Long> keyIds = new HashSet<>();
        for (DeviceCertificate recipient : recipients) {
            for (PGPPublicKey key : encryptionKeys(recipient, time)) {
                if (keyIds.add(key.getKeyID())) {
                    BcPublicKeyKeyEncryptionMethodGenerator method = new BcPublicKeyKeyEncryptionMethodGenerator(key);
                    method.setSecureRandom(random);
                    generator.addMethod(method);
                }
            }
        }
        if (keyIds.size() > Envelope.MAX_SESSION_KEYS) {
            throw new MalformedException(keyIds.size() + " keys to encrypt to");
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            OutputStream data = generator.open(out, packets.length);
            data.write(packets);
            data.close();
            return out.toByteArray();
        } catch (IOException | PGPException e) {
            throw new IllegalStateException("encrypting in memory failed", e);
        }
    }

    static List<PGPPublicKey> encryptionKeys(DeviceCertificate certificate, Instant time) throws MalformedException {
        List<PGPPublicKey> keys;
        try {
            PGPPublicKeyRing ring = certificate.ring();
            keys = PGPainless.inspectKeyRing(ring, reference(ring, time)).getEncryptionSubkeys(EncryptionPurpose.ANY);
        } catch (RuntimeException e) {
            throw new MalformedException("certificate that cannot be judged: " + certificate, e);
        }
        if (keys.isEmpty()) {
            throw new MalformedException("certificate without a valid encryption key: " + certificate);
        }
        if (keys.size() > MAX_KEYS) {
            throw new MalformedException(keys.size() + " encryption keys in " + certificate);
        }
        return keys;
    }

    /** As of when {@code ring} is judged for something at {@code time}. */
    static Date reference(PGPPublicKeyRing ring, Instant time) {
        Instant latest = latest(ring);
        return Date.from(time.isAfter(latest) ? time : latest);
    }

    /** When the latest key or signature of {@code ring} was made. */
    private static Instant latest(PGPPublicKeyRing ring) {
        List<Instant> times = new ArrayList<>();
        for (PGPPublicKey key : ring) {
            times.add(key.getCreationTime().toInstant());
            for (Iterator<PGPSignature> signatures = key.getSignatures(); signatures.hasNext(); ) {
                times.add(signatures.next().getCreationTime().toInstant());
            }
        }
        return Collections.max(times);
    }
}
