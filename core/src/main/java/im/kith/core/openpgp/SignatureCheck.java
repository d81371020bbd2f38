package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.util.Collection;
import org.bouncycastle.bcpg.KeyIdentifier;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.pgpainless.PGPainless;
import org.pgpainless.exception.SignatureValidationException;
import org.pgpainless.signature.consumer.CertificateValidator;

/**
 * Finds who signed a message; PGPainless says whether signature, algorithms and the signing key's binding are valid.
 *
 * <p>It is asked as of the signature's own time. Its stream API would ask this machine's clock instead, and refuse what a device
 * with a clock ahead has signed.
 */
final class SignatureCheck {

    private SignatureCheck() {}

    /** The fingerprint of the one of {@code signers} who signed {@code contents}. */
    static Bytes signer(Contents contents, Collection<DeviceCertificate> signers) throws DecryptionException {
        for (PGPSignature signature : contents.signatures()) {
            for (DeviceCertificate signer : signers) {
                if (Hostile.reading(() -> isBy(signature, signer, contents.literal()))) {
                    return signer.fingerprint();
                }
            }
        }
        throw new DecryptionException(Reason.WRONG_SIGNER, "not signed by any of the accepted signers");
    }

    private static boolean isBy(PGPSignature signature, DeviceCertificate signer, Bytes literal) throws PGPException {
        int type = signature.getSignatureType();
        boolean ofDocument = type == PGPSignature.BINARY_DOCUMENT || type == PGPSignature.CANONICAL_TEXT_DOCUMENT;
        for (KeyIdentifier issuer : signature.getKeyIdentifiers()) {
            PGPPublicKey key = signer.ring().getPublicKey(issuer);
            if (ofDocument && key != null) {
                signature.init(new BcPGPContentVerifierBuilderProvider(), key);
                signature.update(literal.toArray());
                return isValid(signature, signer);
            }
        }
        return false;
    }

    private static boolean isValid(PGPSignature signature, DeviceCertificate signer) {
        try {
            return CertificateValidator.validateCertificateAndVerifyInitializedSignature(
                    signature, signer.ring(), PGPainless.getPolicy());
        } catch (SignatureValidationException e) {
            return false;
        }
    }
}
