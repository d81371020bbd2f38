package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.crypto.CryptoException;

/** The new device's side of a pairing: it dials, speaks first and confirms first. */
public final class JoinerSession extends PairingSession {

    private final JoinAttempts attempts;

    /**
     * A session on a fresh TLS connection.
     *
     * @param attempts shared by all sessions that use {@code code}
     * @param ownTlsKeyHash SHA-256 of the key this side showed in the handshake
     * @param peerTlsKeyHash SHA-256 of the key the other side showed
     */
    public JoinerSession(
            PairingCode code, JoinAttempts attempts, Bytes ownTlsKeyHash, Bytes peerTlsKeyHash, SecureRandom random) {
        super(Role.JOINER, code, ownTlsKeyHash, peerTlsKeyHash, random);
        this.attempts = attempts;
    }

    /** The first message, to be sent once the TLS handshake is done. */
    public List<PairingEffect> start() {
        return sendAndAwait(jpake().createRound1(), Awaiting.ROUND_1);
    }

    @Override
    List<PairingEffect> onRound1(Round1 round) throws MalformedException, CryptoException {
        jpake().accept(round);
        if (!attempts.take()) {
            return fail(Kind.EXHAUSTED, "this code was tried too often");
        }
        return sendAndAwait(jpake().createRound2(), Awaiting.ROUND_2);
    }

    @Override
    List<PairingEffect> onRound2(Round2 round) throws MalformedException, CryptoException {
        return sendAndAwait(jpake().accept(round), Awaiting.ROUND_3);
    }

    @Override
    List<PairingEffect> onRound3() {
        return confirmed();
    }

    @Override
    void onEnd() {
        // holds nothing
    }
}
