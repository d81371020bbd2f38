package im.kith.transport.pairing;

import im.kith.core.octets.Bytes;

/** What the owner of a {@link PairingSession} must do next, in the order given. */
public sealed interface PairingEffect {

    /** Send these octets to the peer as one message. */
    record Send(Bytes message) implements PairingEffect {}

    /** Both sides proved to know the code: from now on payloads may be sent. */
    record Confirmed() implements PairingEffect {}

    /** The peer sent this payload, whole. */
    record Received(Bytes payload) implements PairingEffect {}

    /** The session is over without success: send what is still to be sent, then close the connection. */
    record Failed(PairingFailure failure) implements PairingEffect {}
}
