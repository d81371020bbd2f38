package im.kith.transport.wire;

import im.kith.core.octets.Bytes;
import im.kith.core.replica.Frame;
import java.nio.charset.StandardCharsets;

/** What stands in one length-prefixed frame: replication's own words, or the transport's. */
public sealed interface WireFrame {

    /** A frame of replication (R3). */
    record Replication(Frame frame) implements WireFrame {}

    /** Asks for a {@link Pong}, so that both sides hear something from an idle connection. */
    record Ping() implements WireFrame {}

    /** The answer to {@link Ping}. */
    record Pong() implements WireFrame {}

    /**
     * The last frame before the connection is closed.
     *
     * @param text for people, at most {@value #MAX_TEXT} octets of UTF-8 without control characters
     */
    record Bye(ByeReason reason, String text) implements WireFrame {

        public static final int MAX_TEXT = 255;

        public Bye {
            int length = text.getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_TEXT) {
                throw new IllegalArgumentException("bye text of " + length + " octets, not up to " + MAX_TEXT);
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("control character in bye text");
            }
        }

        /** A farewell with as much of {@code text} as fits, control characters made spaces. */
        public static Bye of(ByeReason reason, String text) {
            StringBuilder fitting = new StringBuilder();
            int room = MAX_TEXT;
            for (int c : text.codePoints().toArray()) {
                boolean plain = !Character.isISOControl(c) && (c < 0xd800 || c > 0xdfff);
                String character = plain ? Character.toString(c) : " ";
                room -= character.getBytes(StandardCharsets.UTF_8).length;
                if (room < 0) {
                    break;
                }
                fitting.append(character);
            }
            return new Bye(reason, fitting.toString());
        }
    }

    /** One message of the pairing conversation, opaque here. */
    record Pair(Bytes data) implements WireFrame {

        public static final int MAX_DATA = 64 * 1024;

        public Pair {
            if (data.length() > MAX_DATA) {
                throw new IllegalArgumentException("pairing data of " + data.length() + " octets");
            }
        }
    }

    /** A hello in another protocol than {@link WireCodec#PROTOCOL}, of which nothing else is read. */
    record OtherProtocol(int protocol) implements WireFrame {}

    /** A frame of a later release: ignored. */
    record Unknown(int type) implements WireFrame {}
}
