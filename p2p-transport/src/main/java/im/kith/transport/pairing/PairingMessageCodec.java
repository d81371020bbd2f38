package im.kith.transport.pairing;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingMessage.Data;
import im.kith.transport.pairing.PairingMessage.Proof;
import im.kith.transport.pairing.PairingMessage.Refusal;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import im.kith.transport.pairing.PairingMessage.Round3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The octets of a {@link PairingMessage}: one flat protobuf message for all kinds, given in docs/protocol.md.
 *
 * <p>Unknown fields are skipped, an unknown kind is refused. Every field is bounded before it is looked at.
 */
final class PairingMessageCodec {

    private static final int KIND = 1;
    private static final int PARTICIPANT = 2;
    private static final int POINTS = 3;
    private static final int SCALARS = 4;
    private static final int REASON = 5;
    private static final int LAST = 6;
    private static final int PAYLOAD = 7;

    private static final int ROUND_1 = 1;
    private static final int ROUND_2 = 2;
    private static final int ROUND_3 = 3;
    private static final int REFUSAL = 4;
    private static final int DATA = 5;

    private static final int MAX_MESSAGE = PairingMessage.MAX_PAYLOAD + 1024;
    private static final int MAX_REPEATED = 4;

    private PairingMessageCodec() {}

    static Bytes encode(PairingMessage message) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(512);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            if (message instanceof Round1 round) {
                writeRound(out, ROUND_1, round.participant());
                write(out, POINTS, round.gx1(), round.gx2());
                write(out, POINTS, round.proof1().commitment(), round.proof2().commitment());
                write(out, SCALARS, round.proof1().response(), round.proof2().response());
            } else if (message instanceof Round2 round) {
                writeRound(out, ROUND_2, round.participant());
                write(out, POINTS, round.value(), round.proof().commitment());
                write(out, SCALARS, round.proof().response());
            } else if (message instanceof Round3 round) {
                writeRound(out, ROUND_3, round.participant());
                write(out, SCALARS, round.tag());
            } else if (message instanceof Refusal refusal) {
                out.writeUInt32(KIND, REFUSAL);
                out.writeUInt32(REASON, refusal.kind().number());
            } else if (message instanceof Data data) {
                out.writeUInt32(KIND, DATA);
                out.writeBool(LAST, data.last());
                write(out, PAYLOAD, data.payload());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    private static void writeRound(CodedOutputStream out, int kind, String participant) throws IOException {
        out.writeUInt32(KIND, kind);
        out.writeString(PARTICIPANT, participant);
    }

    private static void write(CodedOutputStream out, int field, Bytes... values) throws IOException {
        for (Bytes value : values) {
            out.writeByteArray(field, value.toArray());
        }
    }

    static PairingMessage decode(Bytes octets) throws MalformedException {
        if (octets.length() > MAX_MESSAGE) {
            throw new MalformedException("pairing message of " + octets.length() + " octets");
        }
        Fields fields = new Fields();
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets.toBuffer());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                fields.read(tag, in);
            }
            return fields.message();
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("pairing message: " + e.getMessage(), e);
        }
    }

    private static final class Fields {
        private int kind;
        private String participant = "";
        private final List<Bytes> points = new ArrayList<>();
        private final List<Bytes> scalars = new ArrayList<>();
        private int reason;
        private boolean last;
        private Bytes payload = Bytes.EMPTY;

        private void read(int tag, CodedInputStream in) throws IOException {
            switch (tag >>> 3) {
                case KIND -> kind = in.readUInt32();
                case PARTICIPANT -> participant = in.readStringRequireUtf8();
                case POINTS -> add(points, in);
                case SCALARS -> add(scalars, in);
                case REASON -> reason = in.readUInt32();
                case LAST -> last = in.readBool();
                case PAYLOAD -> payload = Bytes.wrap(in.readByteArray());
                default -> in.skipField(tag);
            }
        }

        private static void add(List<Bytes> values, CodedInputStream in) throws IOException {
            if (values.size() == MAX_REPEATED) {
                throw new IllegalArgumentException("more than " + MAX_REPEATED + " values");
            }
            values.add(Bytes.wrap(in.readByteArray()));
        }

        private PairingMessage message() {
            return switch (kind) {
                case ROUND_1 -> {
                    require(4, 2);
                    Proof proof1 = new Proof(points.get(2), scalars.get(0));
                    Proof proof2 = new Proof(points.get(3), scalars.get(1));
                    yield new Round1(participant, points.get(0), points.get(1), proof1, proof2);
                }
                case ROUND_2 -> {
                    require(2, 1);
                    yield new Round2(participant, points.get(0), new Proof(points.get(1), scalars.get(0)));
                }
                case ROUND_3 -> {
                    require(0, 1);
                    yield new Round3(participant, scalars.get(0));
                }
                case REFUSAL -> new Refusal(PairingFailure.Kind.of(reason));
                case DATA -> new Data(last, payload);
                default -> throw new IllegalArgumentException("unknown kind " + kind);
            };
        }

        private void require(int pointCount, int scalarCount) {
            if (points.size() != pointCount || scalars.size() != scalarCount) {
                throw new IllegalArgumentException(points.size() + " points and " + scalars.size() + " scalars");
            }
        }
    }
}
