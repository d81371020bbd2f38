package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.pgpainless.PGPainless;
import org.pgpainless.key.info.KeyRingInfo;

/** Reads the file of a certificate that a user hands over, and says in words why it will not do. */
public final class ApprovedCertificate {

    private static final String ARMOUR = "-----BEGIN PGP";

    private ApprovedCertificate() {}

    /**
     * The certificate in {@code file}, binary or with ASCII armour.
     *
     * @throws MalformedException if it is a secret key, no certificate or several, revoked, expired, or cannot be encrypted to
     */
    public static DeviceCertificate read(Bytes file, Instant now) throws MalformedException {
        if (file.length() > 2 * DeviceCertificate.MAX_LENGTH) {
            throw new MalformedException("the certificate is of more than " + DeviceCertificate.MAX_LENGTH + " octets");
        }
        Bytes binary = binary(file);
        int tag = firstTag(binary);
        if (tag == PacketTags.SECRET_KEY) {
            throw new MalformedException("the file holds a secret key, which is nobody else's business");
        } else if (tag != PacketTags.PUBLIC_KEY) {
            throw new MalformedException("the file holds no OpenPGP certificate");
        }
        DeviceCertificate certificate = parse(binary);
        judge(certificate, now);
        return certificate;
    }

    private static Bytes binary(Bytes file) throws MalformedException {
        if (!file.toUtf8().contains(ARMOUR)) {
            return file;
        }
        try (ArmoredInputStream in = new ArmoredInputStream(new ByteArrayInputStream(file.toArray()))) {
            return Bytes.wrap(in.readNBytes(2 * DeviceCertificate.MAX_LENGTH));
        } catch (IOException | RuntimeException e) {
            throw new MalformedException("the certificate's ASCII armour is damaged", e);
        }
    }

    private static int firstTag(Bytes binary) {
        try {
            return new BCPGInputStream(new ByteArrayInputStream(binary.toArray())).nextPacketTag();
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static DeviceCertificate parse(Bytes binary) throws MalformedException {
        try {
            return DeviceCertificate.parse(binary);
        } catch (MalformedException e) {
            throw new MalformedException(
                    "the file holds no single OpenPGP certificate of version 4 that can be read", e);
        }
    }

    private static void judge(DeviceCertificate certificate, Instant now) throws MalformedException {
        try {
            PGPPublicKeyRing ring = certificate.ring();
            KeyRingInfo info = PGPainless.inspectKeyRing(ring, MessageSealer.reference(ring, now));
            if (ring.getPublicKey().hasRevocation()
                    && !info.getRevocationState().isNotRevoked()) {
                throw new MalformedException("the certificate is revoked");
            }
            Date expiry = info.getPrimaryKeyExpirationDate();
            if (expiry != null && !expiry.toInstant().isAfter(now)) {
                throw new MalformedException("the certificate has expired on "
                        + expiry.toInstant().toString().substring(0, 10));
            }
        } catch (RuntimeException e) {
            throw new MalformedException("the certificate cannot be judged: " + e.getMessage(), e);
        }
        if (!Signcrypt.reaches(certificate, now)) {
            throw new MalformedException("the certificate has no valid key to encrypt to");
        }
    }
}
