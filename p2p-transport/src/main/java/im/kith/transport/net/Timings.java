package im.kith.transport.net;

import java.time.Duration;

/**
 * How long a connection waits for what.
 *
 * @param connect for TCP to connect
 * @param knock for the dialler's knock to arrive
 * @param tls for the TLS handshake after it; with {@code knock} the whole handshake
 * @param hello for the peer's first frame after that
 * @param ping without having sent anything, before a ping is sent by the dialler; the other side waits 1.4 times as long
 * @param suspect without having heard anything, before the device may be dialled anew beside the quiet connection
 * @param dead without having heard anything, before the connection is given up
 * @param pairing for a whole pairing conversation
 * @param linger for the peer to close after a farewell
 */
public record Timings(
        Duration connect,
        Duration knock,
        Duration tls,
        Duration hello,
        Duration ping,
        Duration suspect,
        Duration dead,
        Duration pairing,
        Duration linger) {

    /** The protocol's. */
    public static final Timings STANDARD = new Timings(
            Duration.ofMillis(2500),
            Duration.ofSeconds(3),
            Duration.ofSeconds(7),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofMillis(500));
}
