package im.kith.core.openpgp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Objects;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;

/** Writes one-pass signed messages (RFC 4880 §11.3) with a device's primary key, over SHA-512. */
final class MessageSigner {

    private final DeviceKey key;

    MessageSigner(DeviceKey key) {
        this.key = key;
    }

    /** The packets of a message that holds {@code content}, signed as of {@code time}. */
    byte[] sign(byte[] content, Instant time) {
        try {
            PGPSecretKey secret = key.ring().getSecretKey();
            PGPSignatureGenerator signature = generator(secret, time);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            signature.generateOnePassVersion(false).encode(out);
            OutputStream literal = new PGPLiteralDataGenerator()
                    .open(out, PGPLiteralData.BINARY, "", content.length, PGPLiteralData.NOW);
            literal.write(content);
            literal.close();
            signature.update(content);
            signature.generate().encode(out);
            return out.toByteArray();
        } catch (IOException | PGPException e) {
            throw new IllegalStateException("signing with an own key failed", e);
        }
    }

    private static PGPSignatureGenerator generator(PGPSecretKey secret, Instant time) throws PGPException {
        PGPPublicKey publicKey = secret.getPublicKey();
        Instant made = publicKey.getCreationTime().toInstant();
        Instant signed = time.isAfter(made) ? time.truncatedTo(ChronoUnit.SECONDS) : made;
        PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
        subpackets.setSignatureCreationTime(true, Date.from(signed));
        subpackets.setIssuerFingerprint(false, publicKey);
        PGPSignatureGenerator generator = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(publicKey.getAlgorithm(), HashAlgorithmTags.SHA512), publicKey);
        generator.init(PGPSignature.BINARY_DOCUMENT, Objects.requireNonNull(DeviceKey.unlocked(secret)));
        generator.setHashedSubpackets(subpackets.generate());
        return generator;
    }
}
