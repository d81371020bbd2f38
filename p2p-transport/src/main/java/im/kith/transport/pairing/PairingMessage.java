package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;

/**
 * A message of a pairing; its octets are made by {@link PairingMessageCodec}.
 *
 * <p>Constructors check lengths only; whether a point is one, and a proof proves, is for {@link EcJpake}.
 */
sealed interface PairingMessage {

    int POINT = 33;
    int SCALAR = 32;
    int MAX_PARTICIPANT = 128;
    int MAX_PAYLOAD = 64 * 1024;

    /** A Schnorr proof of knowledge (RFC 8235): commitment V and response r. */
    record Proof(Bytes commitment, Bytes response) {
        public Proof {
            requireLength("commitment", commitment, POINT);
            requireLength("response", response, SCALAR);
        }
    }

    /** J-PAKE round 1 (RFC 8236 section 3): two ephemeral keys. */
    record Round1(String participant, Bytes gx1, Bytes gx2, Proof proof1, Proof proof2) implements PairingMessage {
        public Round1 {
            requireParticipant(participant);
            requireLength("first key", gx1, POINT);
            requireLength("second key", gx2, POINT);
        }
    }

    /** J-PAKE round 2: the value that depends on the code. */
    record Round2(String participant, Bytes value, Proof proof) implements PairingMessage {
        public Round2 {
            requireParticipant(participant);
            requireLength("value", value, POINT);
        }
    }

    /** Key confirmation (RFC 8236 section 5). */
    record Round3(String participant, Bytes tag) implements PairingMessage {
        public Round3 {
            requireParticipant(participant);
            requireLength("tag", tag, SCALAR);
        }
    }

    /** The sender ends the pairing, and why. */
    record Refusal(PairingFailure.Kind kind) implements PairingMessage {}

    /** A piece of what is exchanged once both sides are sure of each other. */
    record Data(boolean last, Bytes payload) implements PairingMessage {
        public Data {
            if (payload.length() > MAX_PAYLOAD) {
                throw new IllegalArgumentException("payload of " + payload.length() + " octets");
            }
        }
    }

    private static void requireLength(String what, Bytes octets, int length) {
        if (octets.length() != length) {
            throw new IllegalArgumentException(what + " of " + octets.length() + " octets");
        }
    }

    private static void requireParticipant(String participant) {
        if (participant.isEmpty() || participant.length() > MAX_PARTICIPANT) {
            throw new IllegalArgumentException("participant id of " + participant.length() + " characters");
        }
    }
}
