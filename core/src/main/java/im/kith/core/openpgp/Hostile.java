package im.kith.core.openpgp;

import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.IOException;
import org.bouncycastle.openpgp.PGPException;

/**
 * Keeps what a library throws on broken input inside: whatever it is, it becomes a {@link DecryptionException}.
 *
 * <p>Bouncy Castle and PGPainless answer hostile octets with unchecked exceptions of many kinds, too.
 */
final class Hostile {

    private Hostile() {}

    /** Something that a library reads. */
    interface Reading<T> {
        T read() throws IOException, PGPException, DecryptionException;
    }

    static <T> T reading(Reading<T> reading) throws DecryptionException {
        try {
            return reading.read();
        } catch (IOException | PGPException | RuntimeException e) {
            throw new DecryptionException(Reason.MALFORMED, "malformed OpenPGP data", e);
        }
    }
}
