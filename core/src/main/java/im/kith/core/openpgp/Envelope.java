package im.kith.core.openpgp;

import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.InputStreamPacket;
import org.bouncycastle.bcpg.PacketTags;
import org.bouncycastle.bcpg.SymmetricEncDataPacket;
import org.bouncycastle.bcpg.SymmetricEncIntegrityPacket;
import org.bouncycastle.openpgp.PGPDataValidationException;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.operator.bc.BcSessionKeyDataDecryptorFactory;

/**
 * The outside of an encrypted message of any shape: its encrypted session keys, and one integrity protected packet.
 *
 * <p>Decryption needs no more memory than the message has octets, and nothing leaves it before the integrity check.
 */
final class Envelope {

    /** Encrypted session keys of one message: the devices of an account, and some more. */
    static final int MAX_SESSION_KEYS = 128;

    private final byte[] message;
    private final PGPEncryptedDataList list;
    private final BCPGInputStream in;

    private Envelope(byte[] message, PGPEncryptedDataList list, BCPGInputStream in) {
        this.message = message;
        this.list = list;
        this.in = in;
    }

    /** The envelope that {@code message} consists of. */
    static Envelope open(byte[] message) throws DecryptionException {
        return Hostile.reading(() -> {
            BCPGInputStream in = new BCPGInputStream(new ByteArrayInputStream(message));
            checkFirst(in.skipMarkerAndPaddingPackets());
            PGPEncryptedDataList list = new PGPEncryptedDataList(in);
            checkData(list.getEncryptedData());
            if (list.isEmpty() || list.size() > MAX_SESSION_KEYS) {
                throw new DecryptionException(Reason.MALFORMED, list.size() + " encrypted session keys");
            }
            return new Envelope(message, list, in);
        });
    }

    static void checkFirst(int tag) throws DecryptionException {
        switch (tag) {
            case PacketTags.SYMMETRIC_KEY_ENC_SESSION,
                    PacketTags.PUBLIC_KEY_ENC_SESSION,
                    PacketTags.SYM_ENC_INTEGRITY_PRO -> {
                // what an encrypted message starts with
            }
            case PacketTags.SYMMETRIC_KEY_ENC ->
                throw new DecryptionException(Reason.NO_INTEGRITY, "no integrity protection (tag 9)");
            case PacketTags.LITERAL_DATA,
                    PacketTags.COMPRESSED_DATA,
                    PacketTags.ONE_PASS_SIGNATURE,
                    PacketTags.SIGNATURE ->
                throw new DecryptionException(Reason.NOT_ENCRYPTED, "not encrypted (tag " + tag + ")");
            default -> throw new DecryptionException(Reason.MALFORMED, "no OpenPGP message (tag " + tag + ")");
        }
    }

    static void checkData(InputStreamPacket data) throws DecryptionException {
        if (data instanceof SymmetricEncDataPacket) {
            throw new DecryptionException(Reason.NO_INTEGRITY, "no integrity protection (tag 9)");
        }
        if (!(data instanceof SymmetricEncIntegrityPacket protectedData)
                || protectedData.getVersion() != SymmetricEncIntegrityPacket.VERSION_1) {
            throw new DecryptionException(Reason.UNSUPPORTED, "encrypted data packet other than SEIPD version 1");
        }
    }

    PGPEncryptedDataList sessionKeys() {
        return list;
    }

    /** The packets inside, decrypted by {@code key} and checked. */
    byte[] decrypt(PGPSessionKey key) throws DecryptionException {
        return Hostile.reading(() -> {
            PGPSessionKeyEncryptedData data = list.extractSessionKeyEncryptedData();
            byte[] packets;
            try (InputStream plain = data.getDataStream(new BcSessionKeyDataDecryptorFactory(key))) {
                packets = plain.readNBytes(message.length);
            } catch (PGPDataValidationException e) {
                throw new DecryptionException(Reason.WRONG_SECRET, "encrypted under another secret", e);
            }
            verify(data);
            if (in.nextPacketTag() >= 0) {
                throw new DecryptionException(Reason.MALFORMED, "packets after the encrypted data");
            }
            return packets;
        });
    }

    static void verify(PGPSessionKeyEncryptedData data) throws DecryptionException {
        boolean intact;
        try {
            intact = data.isIntegrityProtected() && data.verify();
        } catch (IOException | PGPException e) {
            throw new DecryptionException(Reason.DAMAGED, "the integrity check fails", e);
        }
        if (!intact) {
            throw new DecryptionException(Reason.DAMAGED, "the integrity check fails");
        }
    }
}
