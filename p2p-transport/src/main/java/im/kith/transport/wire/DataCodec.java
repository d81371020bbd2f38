package im.kith.transport.wire;

import static im.kith.transport.wire.Proto.LEN;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Frame;
import im.kith.core.replica.VectorCodec;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The octets of {@link Frame.Chunk} and {@link Frame.Done}. */
final class DataCodec {

    private static final int HASH_LENGTH = 32;

    private static final int VERSION = 1;
    private static final int HEADER = 1;
    private static final int PAYLOAD = 2;
    private static final int SIGNATURE = 3;

    private static final int KNOWLEDGE = 1;
    private static final int BEYOND = 2;
    private static final int DIGEST = 3;

    private DataCodec() {}

    static void write(CodedOutputStream out, Frame.Chunk chunk) throws IOException {
        for (Version version : chunk.versions()) {
            out.writeByteArray(VERSION, Proto.message(message -> {
                Proto.write(message, HEADER, version.headerOctets());
                if (version.payload().isPresent()) {
                    Proto.write(message, PAYLOAD, version.payload().get());
                }
                Proto.write(message, SIGNATURE, version.signature());
            }));
        }
    }

    static Frame.Chunk readChunk(byte[] octets) throws MalformedException {
        List<Version> versions = new ArrayList<>();
        Proto.read("chunk", octets, (tag, in) -> {
            if (tag != (VERSION << 3 | LEN)) {
                return false;
            }
            versions.add(version(in.readByteArray()));
            return true;
        });
        return new Frame.Chunk(versions);
    }

    private static Version version(byte[] octets) throws MalformedException {
        VersionFields fields = new VersionFields();
        Proto.read("version", octets, fields::take);
        return Version.parse(fields.header, fields.payload, fields.signature);
    }

    private static final class VersionFields {
        private Bytes header = Bytes.EMPTY;
        private Optional<Bytes> payload = Optional.empty();
        private Bytes signature = Bytes.EMPTY;

        private boolean take(int tag, CodedInputStream in) throws IOException {
            switch (tag) {
                case HEADER << 3 | LEN -> header = Bytes.wrap(in.readByteArray());
                case PAYLOAD << 3 | LEN -> payload = Optional.of(Bytes.wrap(in.readByteArray()));
                case SIGNATURE << 3 | LEN -> signature = Bytes.wrap(in.readByteArray());
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    static void write(CodedOutputStream out, Frame.Done done) throws IOException {
        Proto.write(out, KNOWLEDGE, VectorCodec.encode(done.knowledge()));
        if (!done.beyond().isEmpty()) {
            Proto.write(out, BEYOND, done.beyond());
        }
        Proto.write(out, DIGEST, done.digest());
    }

    static Frame.Done readDone(byte[] octets) throws MalformedException {
        DoneFields fields = new DoneFields();
        Proto.read("done", octets, fields::take);
        if (!fields.beyond.isEmpty()) {
            Proto.exactly(HASH_LENGTH, "done: hash of what is beyond", fields.beyond);
        }
        return new Frame.Done(
                fields.knowledge, fields.beyond, Proto.exactly(HASH_LENGTH, "done: digest", fields.digest));
    }

    private static final class DoneFields {
        private VersionVector knowledge = VersionVector.EMPTY;
        private Bytes beyond = Bytes.EMPTY;
        private Bytes digest = Bytes.EMPTY;

        private boolean take(int tag, CodedInputStream in) throws IOException, MalformedException {
            switch (tag) {
                case KNOWLEDGE << 3 | LEN -> knowledge = VectorCodec.decode(Bytes.wrap(in.readByteArray()));
                case BEYOND << 3 | LEN -> beyond = Bytes.wrap(in.readByteArray());
                case DIGEST << 3 | LEN -> digest = Bytes.wrap(in.readByteArray());
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
