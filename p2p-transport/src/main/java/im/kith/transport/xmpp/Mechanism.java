package im.kith.transport.xmpp;

import im.kith.core.device.Credentials;
import im.kith.core.device.Token;
import im.kith.core.octets.Bytes;

/** The server's side of one SASL exchange in which the client speaks first (RFC 4422 §3). */
interface Mechanism {

    /** What the server has to say. */
    sealed interface Step {

        /** The client has more to show. */
        record Challenge(Bytes data) implements Step {}

        /** The client has shown that it knows {@code token}. */
        record Success(Token token, Bytes data) implements Step {}
    }

    /** Takes what the client says. */
    Step take(Bytes message, Credentials credentials) throws SaslFailure;
}
