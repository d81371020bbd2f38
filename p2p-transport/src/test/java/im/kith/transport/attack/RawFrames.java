package im.kith.transport.attack;

import com.google.protobuf.CodedOutputStream;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ReplicaId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Frames that this release's own codec would not write (docs/protocol.md, "Frames"). */
final class RawFrames {

    private static final int HELLO = 1;
    private static final int DONE = 5;

    private RawFrames() {}

    private interface Body {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Body body) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        body.writeTo(out);
        out.flush();
        return octets.toByteArray();
    }

    private static byte[] frame(int type, Body body) throws IOException {
        byte[] content = message(body);
        byte[] wire = message(out -> out.writeByteArray(type, content));
        return ByteBuffer.allocate(4 + wire.length)
                .putInt(wire.length)
                .put(wire)
                .array();
    }

    /** A Done that knows {@code replica} up to {@code sequence}. */
    static byte[] done(ReplicaId replica, long sequence) throws IOException {
        byte[] entry = message(out -> {
            out.writeByteArray(1, replica.value().toArray());
            out.writeUInt64(2, sequence);
        });
        byte[] vector = message(out -> out.writeByteArray(1, entry));
        return frame(DONE, out -> {
            out.writeByteArray(1, vector);
            out.writeByteArray(3, new byte[32]);
        });
    }

    /** {@code hello} with this many ranges beyond its knowledge. */
    static byte[] helloWithRanges(Frame.Hello hello, int ranges) throws IOException {
        byte[] runs = message(out -> {
            for (int i = 0; i < ranges; i++) {
                out.writeUInt64NoTag(2);
                out.writeUInt64NoTag(0);
            }
        });
        byte[] dots = message(out -> {
            out.writeByteArray(1, hello.replica().value().toArray());
            out.writeByteArray(2, runs);
        });
        return frame(HELLO, out -> {
            out.writeUInt32(1, hello.protocol());
            out.writeByteArray(3, hello.device().value().toArray());
            out.writeByteArray(4, hello.replica().value().toArray());
            out.writeByteArray(5, hello.ledgerDigest().toArray());
            out.writeByteArray(7, dots);
        });
    }
}
