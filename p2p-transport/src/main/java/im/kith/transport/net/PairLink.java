package im.kith.transport.net;

import im.kith.core.octets.Bytes;
import im.kith.transport.wire.ByeReason;
import java.net.InetSocketAddress;

/**
 * An encrypted connection with a device whose TLS key is not known yet, for the pairing conversation alone.
 *
 * <p>Nobody is authenticated: the conversation must compare {@link #peerKeyHash} with what the code proves.
 */
public interface PairLink {

    InetSocketAddress remote();

    /** Whether this side dialled: the joiner. */
    boolean outbound();

    /** SHA-256 of the own TLS key (SubjectPublicKeyInfo). */
    Bytes ownKeyHash();

    /** SHA-256 of the TLS key (SubjectPublicKeyInfo) that the other end has proved to hold. */
    Bytes peerKeyHash();

    /** Sends one message, at most {@value im.kith.transport.wire.WireFrame.Pair#MAX_DATA} octets. */
    void send(Bytes data);

    /** Says farewell, and closes. */
    void close(ByeReason reason, String text);
}
