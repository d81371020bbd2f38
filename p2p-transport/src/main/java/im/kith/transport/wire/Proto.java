package im.kith.transport.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Protobuf messages over protobuf's own primitives, without generated code.
 *
 * <p>A field of a known number but another wire type counts as unknown, as protobuf has it; unknown fields are skipped.
 */
final class Proto {

    /** Wire types of the fields used here, the low three bits of a tag. */
    static final int VARINT = 0;

    static final int LEN = 2;

    /** Writes the fields of a message. */
    interface Body {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** Takes one field, or says that it is unknown by returning false, having read nothing. */
    interface Fields {
        boolean take(int tag, CodedInputStream in) throws IOException, MalformedException;
    }

    private Proto() {}

    static byte[] message(Body body) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            body.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return octets.toByteArray();
    }

    static void write(CodedOutputStream out, int number, Bytes value) throws IOException {
        out.writeByteBuffer(number, value.toBuffer());
    }

    /** Reads all fields of the message {@code what}; its name goes before every complaint. */
    static void read(String what, byte[] octets, Fields fields) throws MalformedException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (!fields.take(tag, in) && !in.skipField(tag)) {
                    throw new MalformedException(what + ": end of a group that did not begin");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException(what + ": " + e.getMessage(), e);
        }
    }

    /** {@code value}, which must have {@code length} octets. */
    static Bytes exactly(int length, String what, Bytes value) throws MalformedException {
        if (value.length() != length) {
            throw new MalformedException(what + " of " + value.length() + " octets, not " + length);
        }
        return value;
    }
}
