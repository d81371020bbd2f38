package im.kith.transport.wire;

import static im.kith.transport.wire.Proto.LEN;
import static im.kith.transport.wire.Proto.VARINT;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Frames as octets: four octets of length, big-endian, then the message {@code Wire}, whose one field is the frame.
 *
 * <p>Fields and frames that a later release adds are skipped; everything else that is not as it must be is a
 * {@link MalformedException}.
 */
public final class WireCodec {

    /** The protocol that this release speaks, the number in {@link Frame.Hello}. */
    public static final int PROTOCOL = 1;

    /** Octets of the length before every frame. */
    public static final int PREFIX = 4;

    /** Octets of the largest frame, its length not counted. */
    public static final int MAX_FRAME = 1 << 20;

    private static final int HELLO = 1;
    private static final int LEDGER_IDS = 2;
    private static final int LEDGER_STATEMENTS = 3;
    private static final int CHUNK = 4;
    private static final int DONE = 5;
    private static final int PING = 11;
    private static final int PONG = 12;
    private static final int BYE = 13;
    private static final int PAIR = 14;

    private static final int BYE_REASON = 1;
    private static final int BYE_TEXT = 2;
    private static final int PAIR_DATA = 1;

    private WireCodec() {}

    /**
     * The octets of {@code frame}, its length before it.
     *
     * @throws IllegalArgumentException if it is larger than {@link #MAX_FRAME}; {@link FrameSplitter} prevents that
     */
    public static byte[] encode(WireFrame frame) {
        int type = type(frame);
        byte[] message = Proto.message(out -> write(out, frame));
        int length = CodedOutputStream.computeByteArraySize(type, message);
        if (length > MAX_FRAME) {
            throw new IllegalArgumentException("frame of " + length + " octets, not up to " + MAX_FRAME);
        }
        ByteBuffer octets = ByteBuffer.allocate(PREFIX + length).putInt(length);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            out.writeByteArray(type, message);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("length of a frame miscounted: " + length, e);
        }
        return octets.array();
    }

    private static int type(WireFrame frame) {
        if (frame instanceof WireFrame.Replication replication) {
            return type(replication.frame());
        } else if (frame instanceof WireFrame.Ping) {
            return PING;
        } else if (frame instanceof WireFrame.Pong) {
            return PONG;
        } else if (frame instanceof WireFrame.Bye) {
            return BYE;
        } else if (frame instanceof WireFrame.Pair) {
            return PAIR;
        }
        throw new IllegalArgumentException("what is not understood is not sent: " + frame);
    }

    private static int type(Frame frame) {
        if (frame instanceof Frame.Hello) {
            return HELLO;
        } else if (frame instanceof Frame.LedgerIds) {
            return LEDGER_IDS;
        } else if (frame instanceof Frame.LedgerStatements) {
            return LEDGER_STATEMENTS;
        }
        return frame instanceof Frame.Chunk ? CHUNK : DONE;
    }

    private static void write(CodedOutputStream out, WireFrame frame) throws IOException {
        if (frame instanceof WireFrame.Replication replication) {
            write(out, replication.frame());
        } else if (frame instanceof WireFrame.Bye bye) {
            out.writeUInt32(BYE_REASON, bye.reason().code());
            out.writeString(BYE_TEXT, bye.text());
        } else if (frame instanceof WireFrame.Pair pair) {
            Proto.write(out, PAIR_DATA, pair.data());
        }
    }

    private static void write(CodedOutputStream out, Frame frame) throws IOException {
        if (frame instanceof Frame.Hello hello) {
            HelloCodec.write(out, hello);
        } else if (frame instanceof Frame.LedgerIds ids) {
            LedgerCodec.write(out, ids);
        } else if (frame instanceof Frame.LedgerStatements statements) {
            LedgerCodec.write(out, statements);
        } else if (frame instanceof Frame.Chunk chunk) {
            DataCodec.write(out, chunk);
        } else if (frame instanceof Frame.Done done) {
            DataCodec.write(out, done);
        }
    }

    /**
     * The frame that {@code octets} are, given without their length.
     *
     * @throws MalformedException if they are none; the message names what is wrong
     */
    public static WireFrame decode(byte[] octets) throws MalformedException {
        if (octets.length > MAX_FRAME) {
            throw new MalformedException("frame of " + octets.length + " octets, not up to " + MAX_FRAME);
        }
        Envelope envelope = new Envelope();
        Proto.read("frame", octets, envelope::take);
        return envelope.frame.orElseGet(() -> new WireFrame.Unknown(envelope.unknown));
    }

    private static final class Envelope {
        private Optional<WireFrame> frame = Optional.empty();
        private int unknown;

        private boolean take(int tag, CodedInputStream in) throws IOException, MalformedException {
            if (!known(tag)) {
                unknown = tag >>> 3;
                return false;
            }
            if (frame.isPresent()) {
                throw new MalformedException("frame: two in one");
            }
            frame = Optional.of(read(tag >>> 3, in.readByteArray()));
            return true;
        }

        private static boolean known(int tag) {
            int type = tag >>> 3;
            return (tag & 7) == LEN && ((type >= HELLO && type <= DONE) || (type >= PING && type <= PAIR));
        }

        private static WireFrame read(int type, byte[] octets) throws MalformedException {
            return switch (type) {
                case HELLO -> HelloCodec.read(octets);
                case LEDGER_IDS -> new WireFrame.Replication(LedgerCodec.readIds(octets));
                case LEDGER_STATEMENTS -> new WireFrame.Replication(LedgerCodec.readStatements(octets));
                case CHUNK -> new WireFrame.Replication(DataCodec.readChunk(octets));
                case DONE -> new WireFrame.Replication(DataCodec.readDone(octets));
                case PING -> empty("ping", octets, new WireFrame.Ping());
                case PONG -> empty("pong", octets, new WireFrame.Pong());
                case BYE -> new ByeFields().read(octets);
                default -> pair(octets);
            };
        }

        private static WireFrame empty(String what, byte[] octets, WireFrame frame) throws MalformedException {
            Proto.read(what, octets, (tag, in) -> false);
            return frame;
        }

        private static WireFrame pair(byte[] octets) throws MalformedException {
            Bytes[] data = {Bytes.EMPTY};
            Proto.read("pair", octets, (tag, in) -> {
                if (tag != (PAIR_DATA << 3 | LEN)) {
                    return false;
                }
                data[0] = Bytes.wrap(in.readByteArray());
                return true;
            });
            return new WireFrame.Pair(data[0]);
        }
    }

    private static final class ByeFields {
        private int reason;
        private String text = "";

        private WireFrame read(byte[] octets) throws MalformedException {
            Proto.read("bye", octets, this::take);
            return new WireFrame.Bye(ByeReason.ofCode(reason), text);
        }

        private boolean take(int tag, CodedInputStream in) throws IOException {
            switch (tag) {
                case BYE_REASON << 3 | VARINT -> reason = in.readUInt32();
                case BYE_TEXT << 3 | LEN -> text = in.readStringRequireUtf8();
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
