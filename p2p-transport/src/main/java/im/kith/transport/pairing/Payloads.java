package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingMessage.Data;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts payloads into messages and puts received ones together again.
 *
 * <p>A whole ledger does not fit one message, and a peer that never says "last" must not fill the memory.
 */
final class Payloads {

    /** A full ledger of 64 devices is a fraction of this. */
    static final int MAX_WHOLE = 32 * 1024 * 1024;

    private final List<Bytes> pieces = new ArrayList<>();
    private int length;

    static List<Data> cut(Bytes payload) {
        if (payload.length() > MAX_WHOLE) {
            throw new IllegalArgumentException("payload of " + payload.length() + " octets");
        }
        ByteBuffer rest = payload.toBuffer();
        List<Data> messages = new ArrayList<>();
        do {
            byte[] piece = new byte[Math.min(rest.remaining(), PairingMessage.MAX_PAYLOAD)];
            rest.get(piece);
            messages.add(new Data(!rest.hasRemaining(), Bytes.wrap(piece)));
        } while (rest.hasRemaining());
        return messages;
    }

    /** Takes a piece; the whole payload if that was the last one. */
    Optional<Bytes> add(Data piece) throws MalformedException {
        if (piece.payload().isEmpty() && !piece.last()) {
            throw new MalformedException("an empty piece that is not the last");
        }
        length += piece.payload().length();
        if (length > MAX_WHOLE) {
            throw new MalformedException("payload of more than " + MAX_WHOLE + " octets");
        }
        pieces.add(piece.payload());
        if (!piece.last()) {
            return Optional.empty();
        }
        Bytes whole = Bytes.concat(pieces.toArray(Bytes[]::new));
        pieces.clear();
        length = 0;
        return Optional.of(whole);
    }
}
