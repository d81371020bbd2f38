package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * A device's, or another XMPP client's, OpenPGP certificate: what secrets are encrypted to and signatures checked with.
 *
 * <p>Whether it belongs to a member is the ledger's affair, which knows it by its fingerprint. Equal if the octets are.
 */
public final class DeviceCertificate {

    /** Octets of the largest certificate accepted. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** Octets of a fingerprint (OpenPGP version 4). */
    public static final int FINGERPRINT_LENGTH = 20;

    static final String USER_ID_PREFIX = "xmpp:";

    private static final int MAX_KEYS = 16;
    private static final int MAX_USER_IDS = 16;

    private final Bytes encoded;
    private final PGPPublicKeyRing ring;

    private DeviceCertificate(Bytes encoded, PGPPublicKeyRing ring) {
        this.encoded = encoded;
        this.ring = ring;
    }

    static DeviceCertificate of(PGPPublicKeyRing ring) {
        try {
            return new DeviceCertificate(Bytes.wrap(ring.getEncoded()), ring);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * The certificate that {@code encoded}, binary, consists of: one version 4 key with its subkeys.
     *
     * <p>Bindings and expiry are checked where it is used, at the time of use.
     */
    public static DeviceCertificate parse(Bytes encoded) throws MalformedException {
        if (encoded.length() > MAX_LENGTH) {
            throw new MalformedException("certificate of " + encoded.length() + " octets");
        }
        try {
            BCPGInputStream in = new BCPGInputStream(new ByteArrayInputStream(encoded.toArray()));
            PGPPublicKeyRing ring = new PGPPublicKeyRing(in, new BcKeyFingerprintCalculator());
            if (in.nextPacketTag() >= 0) {
                throw new MalformedException("packet " + in.nextPacketTag() + " after the certificate");
            }
            check(ring);
            return new DeviceCertificate(encoded, ring);
        } catch (IOException | RuntimeException e) {
            throw new MalformedException("no OpenPGP certificate", e);
        }
    }

    private static void check(PGPPublicKeyRing ring) throws MalformedException {
        int keys = 0;
        for (PGPPublicKey key : ring) {
            if (++keys > MAX_KEYS || key.getVersion() != PublicKeyPacket.VERSION_4) {
                throw new MalformedException(
                        "key " + keys + " of the certificate is one too many or of version " + key.getVersion());
            }
        }
        int userIds = 0;
        for (Iterator<byte[]> all = ring.getPublicKey().getRawUserIDs(); all.hasNext(); all.next()) {
            if (++userIds > MAX_USER_IDS) {
                throw new MalformedException("more than " + MAX_USER_IDS + " user ids in the certificate");
            }
        }
    }

    /** The certificate, binary. */
    public Bytes encoded() {
        return encoded;
    }

    /** The primary key's fingerprint, 20 octets. */
    public Bytes fingerprint() {
        return Bytes.wrap(ring.getPublicKey().getFingerprint());
    }

    /** The JID in its first user id of the form {@code xmpp:jid} (XEP-0373 §8.5), if it has one. */
    public Optional<String> jid() {
        for (Iterator<String> all = ring.getPublicKey().getUserIDs(); all.hasNext(); ) {
            String userId = all.next();
            if (userId.startsWith(USER_ID_PREFIX)) {
                return Optional.of(userId.substring(USER_ID_PREFIX.length()));
            }
        }
        return Optional.empty();
    }

    PGPPublicKeyRing ring() {
        return ring;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceCertificate that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return "DeviceCertificate[" + fingerprint().toHex() + "]";
    }
}
