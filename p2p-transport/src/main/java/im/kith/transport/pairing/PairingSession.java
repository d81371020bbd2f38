package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingEffect.Confirmed;
import im.kith.transport.pairing.PairingEffect.Failed;
import im.kith.transport.pairing.PairingEffect.Received;
import im.kith.transport.pairing.PairingEffect.Send;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.pairing.PairingMessage.Data;
import im.kith.transport.pairing.PairingMessage.Refusal;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import im.kith.transport.pairing.PairingMessage.Round3;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.CryptoException;

/**
 * One exchange over one TLS connection, as a state machine: a message in, effects out.
 *
 * <pre>
 *  joiner                inviter
 *    Round1  ----------&gt;
 *            &lt;----------  Round1
 *    Round2  ----------&gt;            (the inviter counts the attempt here)
 *            &lt;----------  Round2
 *    Round3  ----------&gt;            (the joiner confirms first)
 *            &lt;----------  Round3
 *    Data    &lt;---------&gt;  Data
 * </pre>
 *
 * <p>Anything else ends it. Each round takes some ten milliseconds of computing; not safe for several threads at once.
 */
public abstract sealed class PairingSession permits InviterSession, JoinerSession {

    /** What the session waits for. */
    enum Awaiting {
        ROUND_1,
        ROUND_2,
        ROUND_3,
        DATA,
        NOTHING
    }

    private final String peer;
    private final EcJpake jpake;
    private final Payloads payloads = new Payloads();
    private Awaiting awaiting = Awaiting.ROUND_1;

    PairingSession(Role role, PairingCode code, Bytes ownTlsKeyHash, Bytes peerTlsKeyHash, SecureRandom random) {
        peer = role.other().participant(peerTlsKeyHash);
        jpake = new EcJpake(role.participant(ownTlsKeyHash), code, random);
    }

    /** Whether both sides have proved to know the code and nothing has ended it since. */
    public final boolean isConfirmed() {
        return awaiting == Awaiting.DATA;
    }

    /** Whether nothing more will come of it. */
    public final boolean isEnded() {
        return awaiting == Awaiting.NOTHING;
    }

    /** What to do about a message from the peer. */
    public final List<PairingEffect> receive(Bytes message) {
        if (isEnded()) {
            return List.of();
        }
        try {
            return on(PairingMessageCodec.decode(message));
        } catch (MalformedException | CryptoException e) {
            return fail(Kind.PROTOCOL, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends a payload of up to 32 MiB, in as many messages as it takes.
     *
     * @throws IllegalStateException if the session is not confirmed
     */
    public final List<PairingEffect> send(Bytes payload) {
        if (!isConfirmed()) {
            throw new IllegalStateException("nothing is sent before both sides are confirmed: " + awaiting);
        }
        List<PairingEffect> effects = new ArrayList<>();
        Payloads.cut(payload).forEach(piece -> effects.add(message(piece)));
        return effects;
    }

    /** Ends it by the will of this side. */
    public final List<PairingEffect> refuse(String why) {
        return isEnded() ? List.of() : fail(Kind.REFUSED, why);
    }

    /** Ends it because the connection is gone, or took too long. */
    public final List<PairingEffect> disconnected() {
        if (isEnded()) {
            return List.of();
        }
        end();
        return List.of(new Failed(PairingFailure.own(Kind.DISCONNECTED, "the connection ended")));
    }

    private List<PairingEffect> on(PairingMessage message) throws MalformedException, CryptoException {
        if (message instanceof Refusal refusal) {
            end();
            return List.of(new Failed(PairingFailure.byPeer(refusal.kind())));
        } else if (message instanceof Round1 round) {
            require(Awaiting.ROUND_1);
            return isPeer(round.participant()) ? onRound1(round) : wrongPeer();
        } else if (message instanceof Round2 round) {
            require(Awaiting.ROUND_2);
            return isPeer(round.participant()) ? onRound2(round) : wrongPeer();
        } else if (message instanceof Round3 round) {
            require(Awaiting.ROUND_3);
            return isPeer(round.participant()) ? confirm(round) : wrongPeer();
        }
        require(Awaiting.DATA);
        List<PairingEffect> effects = new ArrayList<>();
        payloads.add((Data) message).ifPresent(whole -> effects.add(new Received(whole)));
        return effects;
    }

    private List<PairingEffect> confirm(Round3 round) {
        try {
            jpake.accept(round);
        } catch (CryptoException e) {
            return fail(Kind.WRONG_CODE, "the codes of the two sides differ");
        }
        return onRound3();
    }

    abstract List<PairingEffect> onRound1(Round1 round) throws MalformedException, CryptoException;

    abstract List<PairingEffect> onRound2(Round2 round) throws MalformedException, CryptoException;

    /** The peer has confirmed the key. */
    abstract List<PairingEffect> onRound3();

    /** Frees what the session holds; called once. */
    abstract void onEnd();

    final EcJpake jpake() {
        return jpake;
    }

    final List<PairingEffect> confirmed() {
        awaiting = Awaiting.DATA;
        return List.of(new Confirmed());
    }

    final List<PairingEffect> sendAndAwait(PairingMessage message, Awaiting next) {
        awaiting = next;
        return List.of(message(message));
    }

    final List<PairingEffect> fail(Kind kind, String detail) {
        end();
        return List.of(message(new Refusal(kind)), new Failed(PairingFailure.own(kind, detail)));
    }

    static PairingEffect message(PairingMessage message) {
        return new Send(PairingMessageCodec.encode(message));
    }

    private void end() {
        awaiting = Awaiting.NOTHING;
        onEnd();
    }

    private void require(Awaiting expected) throws MalformedException {
        if (awaiting != expected) {
            throw new MalformedException("a message for " + expected + " when awaiting " + awaiting);
        }
    }

    private boolean isPeer(String participant) {
        return participant.equals(peer);
    }

    private List<PairingEffect> wrongPeer() {
        return fail(Kind.WRONG_PEER, "the participant is not the other end of this TLS connection");
    }
}
