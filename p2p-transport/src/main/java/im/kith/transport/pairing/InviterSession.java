package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import im.kith.transport.pairing.PairingMessage.Round3;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.jspecify.annotations.Nullable;

/** The inviting device's side of a pairing, made by {@link Invitation#session}; it answers, and asks the invitation at every step. */
public final class InviterSession extends PairingSession {

    private final Invitation invitation;
    private @Nullable Round3 confirmation;

    InviterSession(Invitation invitation, Bytes ownTlsKeyHash, Bytes peerTlsKeyHash) {
        super(Role.INVITER, invitation.code(), ownTlsKeyHash, peerTlsKeyHash, invitation.random());
        this.invitation = invitation;
    }

    @Override
    List<PairingEffect> onRound1(Round1 round) throws MalformedException, CryptoException {
        Optional<Kind> refused = invitation.begin(this);
        if (refused.isPresent()) {
            return refusedBy(refused.get());
        }
        Round1 own = jpake().createRound1();
        jpake().accept(round);
        return sendAndAwait(own, Awaiting.ROUND_2);
    }

    @Override
    List<PairingEffect> onRound2(Round2 round) throws MalformedException, CryptoException {
        Round2 own = jpake().createRound2();
        confirmation = jpake().accept(round);
        Optional<Kind> refused = invitation.countAttempt(this);
        if (refused.isPresent()) {
            return refusedBy(refused.get());
        }
        return sendAndAwait(own, Awaiting.ROUND_3);
    }

    @Override
    List<PairingEffect> onRound3() {
        Optional<Kind> refused = invitation.use(this);
        if (refused.isPresent()) {
            return refusedBy(refused.get());
        }
        List<PairingEffect> effects = new ArrayList<>(confirmed());
        effects.add(0, message(Objects.requireNonNull(confirmation, "round 3 comes after round 2")));
        return effects;
    }

    @Override
    void onEnd() {
        invitation.release(this);
    }

    private List<PairingEffect> refusedBy(Kind kind) {
        return fail(kind, "the invitation is no longer open to this exchange");
    }
}
