package im.kith.transport.wire;

import static im.kith.transport.wire.Proto.LEN;
import static im.kith.transport.wire.Proto.VARINT;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.DeviceId;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Frame;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.VectorCodec;
import im.kith.core.replica.VersionVector;
import java.io.IOException;
import java.util.TreeSet;

/** The octets of {@link Frame.Hello}. */
final class HelloCodec {

    /** Most features, and octets in the name of one. */
    static final int MAX_FEATURES = 64;

    private static final int PROTOCOL = 1;
    private static final int FEATURE = 2;
    private static final int DEVICE = 3;
    private static final int REPLICA = 4;
    private static final int LEDGER_DIGEST = 5;
    private static final int KNOWLEDGE = 6;
    private static final int BEYOND = 7;

    private HelloCodec() {}

    static void write(CodedOutputStream out, Frame.Hello hello) throws IOException {
        out.writeUInt32(PROTOCOL, hello.protocol());
        for (String feature : new TreeSet<>(hello.features())) {
            out.writeString(FEATURE, feature);
        }
        Proto.write(out, DEVICE, hello.device().value());
        Proto.write(out, REPLICA, hello.replica().value());
        Proto.write(out, LEDGER_DIGEST, hello.ledgerDigest());
        Proto.write(out, KNOWLEDGE, VectorCodec.encode(hello.knowledge()));
        DotSetCodec.write(out, BEYOND, hello.beyond());
    }

    /** The number of the protocol stays where it is for ever; of a hello in another one, the rest may be anything. */
    static WireFrame read(byte[] octets) throws MalformedException {
        int protocol = protocol(octets);
        return protocol == WireCodec.PROTOCOL
                ? new WireFrame.Replication(readKnown(octets))
                : new WireFrame.OtherProtocol(protocol);
    }

    private static int protocol(byte[] octets) throws MalformedException {
        int[] protocol = {0};
        Proto.read("hello", octets, (tag, in) -> {
            if (tag != (PROTOCOL << 3 | VARINT)) {
                return false;
            }
            protocol[0] = in.readUInt32();
            return true;
        });
        return protocol[0];
    }

    private static Frame.Hello readKnown(byte[] octets) throws MalformedException {
        Fields fields = new Fields();
        Proto.read("hello", octets, fields::take);
        return new Frame.Hello(
                fields.protocol,
                fields.features,
                new DeviceId(Proto.exactly(DeviceId.LENGTH, "hello: device id", fields.device)),
                new ReplicaId(Proto.exactly(ReplicaId.LENGTH, "hello: replica id", fields.replica)),
                Proto.exactly(32, "hello: ledger digest", fields.ledgerDigest),
                fields.knowledge,
                fields.beyond.dots());
    }

    private static final class Fields {
        private int protocol;
        private final TreeSet<String> features = new TreeSet<>();
        private Bytes device = Bytes.EMPTY;
        private Bytes replica = Bytes.EMPTY;
        private Bytes ledgerDigest = Bytes.EMPTY;
        private VersionVector knowledge = VersionVector.EMPTY;
        private final DotSetCodec.Reader beyond = new DotSetCodec.Reader();

        private boolean take(int tag, CodedInputStream in) throws IOException, MalformedException {
            switch (tag) {
                case PROTOCOL << 3 | VARINT -> protocol = in.readUInt32();
                case FEATURE << 3 | LEN -> feature(in.readStringRequireUtf8());
                case DEVICE << 3 | LEN -> device = Bytes.wrap(in.readByteArray());
                case REPLICA << 3 | LEN -> replica = Bytes.wrap(in.readByteArray());
                case LEDGER_DIGEST << 3 | LEN -> ledgerDigest = Bytes.wrap(in.readByteArray());
                case KNOWLEDGE << 3 | LEN -> knowledge = VectorCodec.decode(Bytes.wrap(in.readByteArray()));
                case BEYOND << 3 | LEN -> beyond.take(in.readByteArray());
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void feature(String name) throws MalformedException {
            features.add(name);
            if (name.length() > MAX_FEATURES || features.size() > MAX_FEATURES) {
                throw new MalformedException("hello: more than " + MAX_FEATURES + " features, or a longer name");
            }
        }
    }
}
