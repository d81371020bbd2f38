package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import org.pgpainless.PGPainless;
import org.pgpainless.decryption_verification.ConsumerOptions;
import org.pgpainless.decryption_verification.DecryptionStream;
import org.pgpainless.decryption_verification.MessageMetadata;

/**
 * Finds who signed a message, through PGPainless, which knows what makes a signature and a key's binding valid.
 *
 * <p>A wrong signer is no exception there, so it is asked for each accepted one by fingerprint. The latest time accepted is left
 * open: the clock of the signer may be ahead.
 */
final class SignatureCheck {

    private SignatureCheck() {}

    /** The fingerprint of the one of {@code signers} who signed {@code contents}. */
    static Bytes signer(Contents contents, Collection<DeviceCertificate> signers) throws DecryptionException {
        MessageMetadata metadata = Hostile.reading(() -> {
            ConsumerOptions options = ConsumerOptions.get().verifyNotAfter(null);
            for (DeviceCertificate signer : signers) {
                options.addVerificationCert(signer.ring());
            }
            DecryptionStream in = PGPainless.decryptAndOrVerify()
                    .onInputStream(new ByteArrayInputStream(contents.packets().toArray()))
                    .withOptions(options);
            byte[] literal = in.readAllBytes();
            in.close();
            if (!contents.literal().equals(Bytes.wrap(literal))) {
                throw new DecryptionException(Reason.MALFORMED, "ambiguous message");
            }
            return in.getMetadata();
        });
        for (DeviceCertificate signer : signers) {
            if (metadata.isVerifiedSignedBy(signer.ring())) {
                return signer.fingerprint();
            }
        }
        throw new DecryptionException(Reason.WRONG_SIGNER, "not signed by any of the accepted signers");
    }
}
