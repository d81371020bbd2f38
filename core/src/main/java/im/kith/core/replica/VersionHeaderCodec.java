package im.kith.core.replica;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The octets of a {@link VersionHeader}: a protobuf message, given in docs/protocol.md.
 *
 * <p>Unknown fields are skipped on reading; the octets themselves are kept by {@link Version}, so they are not lost.
 */
final class VersionHeaderCodec {

    private static final int NODE = 1;
    private static final int ITEM = 2;
    private static final int REPLICA = 3;
    private static final int SEQUENCE = 4;
    private static final int CONTEXT = 5;
    private static final int HLC = 6;
    private static final int KEY_ID = 7;
    private static final int PAYLOAD_HASH = 8;

    private VersionHeaderCodec() {}

    static Bytes encode(VersionHeader header) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            out.writeString(NODE, header.item().node());
            out.writeString(ITEM, header.item().id());
            out.writeByteArray(REPLICA, header.dot().replica().value().toArray());
            out.writeUInt64(SEQUENCE, header.dot().sequence());
            for (Map.Entry<ReplicaId, Long> entry : header.context().asMap().entrySet()) {
                out.writeByteArray(CONTEXT, VectorCodec.encodeEntry(entry.getKey(), entry.getValue()));
            }
            out.writeFixed64(HLC, header.hlc().packed());
            if (header.keyId().isPresent()) {
                out.writeString(KEY_ID, header.keyId().get());
            }
            if (header.payloadHash().isPresent()) {
                out.writeByteArray(PAYLOAD_HASH, header.payloadHash().get().toArray());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    static VersionHeader decode(Bytes octets) throws MalformedException {
        Fields fields = new Fields();
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets.toBuffer());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                fields.read(tag, in);
            }
            return fields.header();
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("version header: " + e.getMessage(), e);
        }
    }

    private static final class Fields {
        private String node = "";
        private String item = "";
        private Bytes replica = Bytes.EMPTY;
        private long sequence;
        private final Map<ReplicaId, Long> context = new TreeMap<>();
        private Hlc hlc = Hlc.ZERO;
        private Optional<String> keyId = Optional.empty();
        private Optional<Bytes> payloadHash = Optional.empty();

        private void read(int tag, CodedInputStream in) throws IOException {
            switch (tag >>> 3) {
                case NODE -> node = in.readStringRequireUtf8();
                case ITEM -> item = in.readStringRequireUtf8();
                case REPLICA -> replica = Bytes.wrap(in.readByteArray());
                case SEQUENCE -> sequence = in.readUInt64();
                case CONTEXT -> VectorCodec.decodeEntry(in.readByteArray(), context);
                case HLC -> hlc = new Hlc(in.readFixed64());
                case KEY_ID -> keyId = Optional.of(in.readStringRequireUtf8());
                case PAYLOAD_HASH -> payloadHash = Optional.of(Bytes.wrap(in.readByteArray()));
                default -> in.skipField(tag);
            }
        }

        private VersionHeader header() {
            if (payloadHash.isPresent() != keyId.isPresent()) {
                throw new IllegalArgumentException("a payload needs a key id, and only a payload has one");
            }
            return new VersionHeader(
                    new ItemKey(node, item),
                    new Dot(new ReplicaId(replica), sequence),
                    VersionVector.of(context),
                    hlc,
                    keyId,
                    payloadHash);
        }
    }
}
