package im.kith.core.openpgp;

import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.openpgp.PGPDataValidationException;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPSessionKeyEncryptedData;
import org.bouncycastle.openpgp.operator.bc.BcSessionKeyDataDecryptorFactory;

/**
 * Reads what {@link PassphraseSealing} wrote, as a stream.
 *
 * <p>The end of the stream is told only after the integrity check, but octets come before it: read the message once to its end before
 * you believe any of it. Stretching the passphrase is done once for both.
 */
public final class PassphraseOpening extends FilterInputStream {

    /** A message's session key, found with its passphrase. */
    public static final class Key {
        private final PGPSessionKey key;

        private Key(PGPSessionKey key) {
            this.key = key;
        }
    }

    /** Tells a read error of a message that is not what it was, or never was one. */
    public static final class DamagedException extends IOException {
        private DamagedException(String message, Throwable cause) {
            super(message, cause);
        }

        private DamagedException(String message) {
            super(message);
        }
    }

    private final BCPGInputStream message;
    private final PGPSessionKeyEncryptedData data;
    private final BCPGInputStream packets;
    private boolean ended;

    private PassphraseOpening(
            BCPGInputStream message, PGPSessionKeyEncryptedData data, BCPGInputStream packets, InputStream literal) {
        super(literal);
        this.message = message;
        this.data = data;
        this.packets = packets;
    }

    /** The key of the message that {@code message} begins with. */
    public static Key key(InputStream message, char[] passphrase) throws DecryptionException {
        PGPEncryptedDataList list = list(new BCPGInputStream(message));
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] secret = new byte[encoded.remaining()];
        encoded.get(secret).clear();
        encoded.put(new byte[encoded.capacity()]);
        try {
            if (list.size() != 1 || !(list.get(0) instanceof PGPPBEEncryptedData password)) {
                throw new DecryptionException(Reason.NOT_FOR_US, "not encrypted under one passphrase");
            }
            return new Key(ForeignItem.sessionKey(password, secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The content of {@code message}. */
    public static PassphraseOpening of(InputStream message, Key key) throws DecryptionException {
        BCPGInputStream in = new BCPGInputStream(message);
        PGPEncryptedDataList list = list(in);
        return Hostile.reading(() -> {
            PGPSessionKeyEncryptedData data = list.extractSessionKeyEncryptedData();
            try {
                BCPGInputStream packets =
                        new BCPGInputStream(data.getDataStream(new BcSessionKeyDataDecryptorFactory(key.key)));
                PGPLiteralData literal = new PGPLiteralData(packets);
                return new PassphraseOpening(in, data, packets, literal.getInputStream());
            } catch (PGPDataValidationException e) {
                throw new DecryptionException(Reason.WRONG_SECRET, "encrypted under another passphrase", e);
            }
        });
    }

    private static PGPEncryptedDataList list(BCPGInputStream in) throws DecryptionException {
        return Hostile.reading(() -> {
            Envelope.checkFirst(in.skipMarkerAndPaddingPackets());
            PGPEncryptedDataList list = new PGPEncryptedDataList(in);
            Envelope.checkData(list.getEncryptedData());
            return list;
        });
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            int count = in.read(octets, from, length);
            if (count < 0) {
                checkEnd();
                ended = true;
            }
            return count;
        } catch (DamagedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new DamagedException("the message is cut short or damaged", e);
        }
    }

    private void checkEnd() throws IOException {
        if (packets.read() >= 0) {
            throw new DamagedException("more than one packet in the message");
        }
        try {
            Envelope.verify(data);
        } catch (DecryptionException e) {
            throw new DamagedException("the integrity check fails", e);
        }
        if (message.read() >= 0) {
            throw new DamagedException("octets after the message");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
    }

    @Override
    public int available() {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        message.close();
    }
}
