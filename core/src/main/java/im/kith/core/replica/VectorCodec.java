package im.kith.core.replica;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** The octets of a {@link VersionVector}: a protobuf message with one repeated entry {replica, sequence}. */
public final class VectorCodec {

    private static final int ENTRY = 1;
    private static final int REPLICA = 1;
    private static final int SEQUENCE = 2;

    private VectorCodec() {}

    public static Bytes encode(VersionVector vector) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            for (Map.Entry<ReplicaId, Long> entry : vector.asMap().entrySet()) {
                out.writeByteArray(ENTRY, encodeEntry(entry.getKey(), entry.getValue()));
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    /**
     * The vector that {@code octets} encode.
     *
     * @throws MalformedException if {@code octets} are not a version vector
     */
    public static VersionVector decode(Bytes octets) throws MalformedException {
        Map<ReplicaId, Long> entries = new TreeMap<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets.toBuffer());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag >>> 3 == ENTRY) {
                    decodeEntry(in.readByteArray(), entries);
                } else {
                    in.skipField(tag);
                }
            }
            return VersionVector.of(entries);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("version vector: " + e.getMessage(), e);
        }
    }

    static byte[] encodeEntry(ReplicaId replica, long sequence) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(32);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets, 64);
            out.writeByteArray(REPLICA, replica.value().toArray());
            out.writeUInt64(SEQUENCE, sequence);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return octets.toByteArray();
    }

    static void decodeEntry(byte[] octets, Map<ReplicaId, Long> into) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(octets);
        Bytes replica = Bytes.EMPTY;
        long sequence = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case REPLICA -> replica = Bytes.wrap(in.readByteArray());
                case SEQUENCE -> sequence = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        if (into.put(new ReplicaId(replica), sequence) != null) {
            throw new IllegalArgumentException("replica twice: " + replica);
        }
    }
}
