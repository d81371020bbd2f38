package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;
import im.kith.transport.pairing.PairingEffect.Failed;
import im.kith.transport.pairing.PairingEffect.Received;
import im.kith.transport.pairing.PairingEffect.Send;
import java.util.ArrayList;
import java.util.List;

/** Carries effects between the two sides of a pairing, and keeps what each side was told. */
final class Exchange {

    static final Bytes INVITER_KEY = Bytes.sha256(Bytes.utf8("inviter's TLS key"));
    static final Bytes JOINER_KEY = Bytes.sha256(Bytes.utf8("joiner's TLS key"));

    final PairingSession joiner;
    final PairingSession inviter;
    final List<PairingEffect> joinerEffects = new ArrayList<>();
    final List<PairingEffect> inviterEffects = new ArrayList<>();

    Exchange(PairingSession joiner, PairingSession inviter) {
        this.joiner = joiner;
        this.inviter = inviter;
    }

    Exchange run(List<PairingEffect> fromJoiner) {
        toInviter(fromJoiner);
        return this;
    }

    void toInviter(List<PairingEffect> fromJoiner) {
        joinerEffects.addAll(fromJoiner);
        for (Bytes message : sent(fromJoiner)) {
            toJoiner(inviter.receive(message));
        }
    }

    void toJoiner(List<PairingEffect> fromInviter) {
        inviterEffects.addAll(fromInviter);
        for (Bytes message : sent(fromInviter)) {
            toInviter(joiner.receive(message));
        }
    }

    static List<Bytes> sent(List<PairingEffect> effects) {
        return effects.stream()
                .filter(Send.class::isInstance)
                .map(effect -> ((Send) effect).message())
                .toList();
    }

    static Bytes onlyMessage(List<PairingEffect> effects) {
        return sent(effects).get(0);
    }

    static List<PairingFailure.Kind> failures(List<PairingEffect> effects) {
        return effects.stream()
                .filter(Failed.class::isInstance)
                .map(effect -> ((Failed) effect).failure().kind())
                .toList();
    }

    static List<Bytes> received(List<PairingEffect> effects) {
        return effects.stream()
                .filter(Received.class::isInstance)
                .map(effect -> ((Received) effect).payload())
                .toList();
    }
}
