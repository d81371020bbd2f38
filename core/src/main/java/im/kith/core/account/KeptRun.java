package im.kith.core.account;

import com.google.protobuf.CodedInputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kept versions of one replica: the sequence numbers, and their hashes one after the other; about 35 octets a version.
 */
record KeptRun(Bytes replica, List<Long> sequences, Bytes hashes) {

    /** Octets that a run and each version in it take at most. */
    static final int MAX_ENTRY_LENGTH = Kept.HASH_LENGTH + 8;

    static final int MAX_OVERHEAD = 40;

    private static final int REPLICA = 1;
    private static final int SEQUENCES = 2;
    private static final int HASHES = 3;

    KeptRun {
        sequences = List.copyOf(sequences);
        if (sequences.isEmpty() || hashes.length() != Kept.HASH_LENGTH * (long) sequences.size()) {
            throw new IllegalArgumentException(
                    "kept: " + sequences.size() + " versions, " + hashes.length() + " octets of hashes");
        }
        if (replica.length() != Kept.REPLICA_LENGTH) {
            throw new IllegalArgumentException("kept: replica of " + replica.length() + " octets");
        }
        for (long sequence : sequences) {
            if (sequence < 1 || sequence > Kept.MAX_SEQUENCE) {
                throw new IllegalArgumentException("kept: sequence " + sequence);
            }
        }
    }

    /** A run of {@code kept}, all of one replica. */
    static KeptRun of(List<Kept> kept) {
        return new KeptRun(
                kept.get(0).replica(),
                kept.stream().map(Kept::sequence).toList(),
                Bytes.concat(kept.stream().map(Kept::hash).toArray(Bytes[]::new)));
    }

    Stream<Kept> stream() {
        return IntStream.range(0, sequences.size()).mapToObj(i -> new Kept(replica, sequences.get(i), hash(i)));
    }

    private Bytes hash(int index) {
        byte[] hash = new byte[Kept.HASH_LENGTH];
        hashes.toBuffer().get(index * Kept.HASH_LENGTH, hash);
        return Bytes.wrap(hash);
    }

    Bytes encode() {
        Bytes packed = Fields.write(out -> {
            for (long sequence : sequences) {
                out.writeUInt64NoTag(sequence);
            }
        });
        return Fields.write(out -> {
            out.writeByteArray(REPLICA, replica.toArray());
            out.writeByteArray(SEQUENCES, packed.toArray());
            out.writeByteArray(HASHES, hashes.toArray());
        });
    }

    static KeptRun decode(Bytes octets) throws MalformedException {
        Fields fields = Fields.read(octets, "kept run");
        return new KeptRun(fields.required(REPLICA), numbers(fields.required(SEQUENCES)), fields.required(HASHES));
    }

    private static List<Long> numbers(Bytes packed) throws MalformedException {
        List<Long> numbers = new ArrayList<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(packed.toBuffer());
            while (!in.isAtEnd()) {
                numbers.add(in.readUInt64());
            }
        } catch (IOException e) {
            throw new MalformedException("kept run: " + e.getMessage(), e);
        }
        return numbers;
    }
}
