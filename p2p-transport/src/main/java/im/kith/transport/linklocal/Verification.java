package im.kith.transport.linklocal;

import im.kith.core.ed25519.Xid;
import im.kith.core.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the other end of one stream is who it claims to be (XEP-0516 §6), and the messages that wait for it to turn out.
 *
 * <p>The first response decides, as a nonce is good for one.
 */
final class Verification {

    private static final int MOST_HELD = 32;

    private enum State {
        /** Nothing is claimed. */
        NONE,
        ASKED,
        VERIFIED,
        FAILED
    }

    private final Optional<Challenge> challenge;
    private final List<XmlElement> held = new ArrayList<>();
    private State state;

    /**
     * Of a claim, if there is one.
     *
     * @param challenge to be sent
     */
    Verification(Optional<Challenge> challenge) {
        this.challenge = challenge;
        this.state = challenge.isPresent() ? State.ASKED : State.NONE;
    }

    boolean isOpen() {
        return state == State.ASKED;
    }

    /** Who it is, if that was verified. */
    Optional<Xid> xid() {
        return state == State.VERIFIED ? challenge.map(Challenge::xid) : Optional.empty();
    }

    /** Takes a response; true if it ended the waiting. */
    boolean answered(XmlElement response) {
        if (state != State.ASKED) {
            return false;
        }
        boolean right = challenge.filter(asked -> asked.isAnsweredBy(response)).isPresent();
        state = right ? State.VERIFIED : State.FAILED;
        return true;
    }

    /** No answer came in time. */
    void giveUp() {
        if (state == State.ASKED) {
            state = State.FAILED;
        }
    }

    /** Keeps {@code message} until it is known whose it is; with too many, it is nobody's. */
    void hold(XmlElement message) {
        held.add(message);
        if (held.size() >= MOST_HELD) {
            giveUp();
        }
    }

    /** What was kept. */
    List<XmlElement> release() {
        List<XmlElement> released = List.copyOf(held);
        held.clear();
        return released;
    }
}
