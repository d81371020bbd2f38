package im.kith.transport.wire;

import static im.kith.transport.wire.Proto.LEN;
import static im.kith.transport.wire.Proto.VARINT;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Dot;
import im.kith.core.replica.DotSet;
import im.kith.core.replica.ReplicaId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The octets of a {@link DotSet}, one message {replica, runs} per replica.
 *
 * <p>{@code runs} alternates gap and extent: how far a range's first dot lies beyond the last dot of the range before
 * (beyond 0 for the first), and how many more dots follow it. Neighbouring ranges then cost about two octets each.
 */
final class DotSetCodec {

    private static final int REPLICA = 1;
    private static final int RUNS = 2;

    private DotSetCodec() {}

    /** Writes {@code dots} as the repeated field {@code number}. */
    static void write(CodedOutputStream out, int number, DotSet dots) throws IOException {
        for (Map.Entry<ReplicaId, List<DotSet.Range>> entry : dots.asMap().entrySet()) {
            byte[] runs = Proto.message(packed -> {
                long last = 0;
                for (DotSet.Range range : entry.getValue()) {
                    packed.writeUInt64NoTag(range.first() - last);
                    packed.writeUInt64NoTag(range.last() - range.first());
                    last = range.last();
                }
            });
            out.writeByteArray(number, Proto.message(message -> {
                Proto.write(message, REPLICA, entry.getKey().value());
                message.writeByteArray(RUNS, runs);
            }));
        }
    }

    /** Collects the messages of one repeated field, counting ranges as they come. */
    static final class Reader {

        private final TreeMap<ReplicaId, List<DotSet.Range>> ranges = new TreeMap<>();
        private int count;

        void take(byte[] octets) throws MalformedException {
            Entry entry = new Entry();
            Proto.read("dots", octets, entry::take);
            List<DotSet.Range> list = entry.ranges();
            if (ranges.put(new ReplicaId(entry.replica), list) != null) {
                throw new MalformedException("dots: replica twice: " + entry.replica.toHex());
            }
        }

        DotSet dots() {
            return DotSet.of(ranges);
        }

        private final class Entry {
            private Bytes replica = Bytes.EMPTY;
            private final List<DotSet.Range> list = new ArrayList<>();
            private long last;
            private long gap;

            boolean take(int tag, CodedInputStream in) throws IOException, MalformedException {
                switch (tag) {
                    case REPLICA << 3 | LEN -> replica = Bytes.wrap(in.readByteArray());
                    case RUNS << 3 | VARINT -> run(in.readUInt64());
                    case RUNS << 3 | LEN -> {
                        int outer = in.pushLimit(in.readRawVarint32());
                        while (in.getBytesUntilLimit() > 0) {
                            run(in.readUInt64());
                        }
                        in.popLimit(outer);
                    }
                    default -> {
                        return false;
                    }
                }
                return true;
            }

            private void run(long value) throws MalformedException {
                if (value < 0 || value > Dot.MAX_SEQUENCE) {
                    throw new MalformedException("dots: run of " + Long.toUnsignedString(value));
                }
                if (gap == 0) {
                    if (value < (list.isEmpty() ? 1 : 2)) {
                        throw new MalformedException("dots: gap of " + value);
                    }
                    gap = value;
                    return;
                }
                if (++count > DotSet.MAX_RANGES) {
                    throw new MalformedException("dots: more than " + DotSet.MAX_RANGES + " ranges");
                }
                list.add(new DotSet.Range(last + gap, last + gap + value));
                last += gap + value;
                gap = 0;
            }

            private List<DotSet.Range> ranges() throws MalformedException {
                if (gap != 0) {
                    throw new MalformedException("dots: a gap without its extent");
                }
                return list;
            }
        }
    }
}
