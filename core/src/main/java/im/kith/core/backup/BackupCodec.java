package im.kith.core.backup;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.account.SignatureSuite;
import im.kith.core.account.Statement;
import im.kith.core.clock.Hlc;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.ReplicaId;
import im.kith.core.replica.ReplicaState;
import im.kith.core.replica.VectorCodec;
import im.kith.core.replica.Version;
import im.kith.core.replica.VersionStore.Place;
import im.kith.core.replica.VersionStore.Stored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The octets of a backup's records: protobuf messages, given in docs/backup.md. */
final class BackupCodec {

    /** Field of a part's records. */
    static final int RECORD = 1;

    private static final List<Place> PLACES = List.of(Place.LIVE, Place.HISTORY, Place.QUARANTINE);

    private BackupCodec() {}

    /** Writes the fields of one message. */
    @FunctionalInterface
    interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    static byte[] write(Fields fields) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(512);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return octets.toByteArray();
    }

    static byte[] head(BackupHead head) {
        return write(out -> {
            out.writeUInt32(1, BackupParts.FORMAT);
            out.writeByteArray(2, head.deviceSecrets().toArray());
            out.writeByteArray(3, head.state().replica().value().toArray());
            out.writeUInt64(4, head.state().sequence());
            out.writeByteArray(5, VectorCodec.encode(head.state().knowledge()).toArray());
            out.writeFixed64(6, head.state().clock().packed());
        });
    }

    static BackupHead head(byte[] octets) throws MalformedException {
        Map<Integer, Bytes> texts = new TreeMap<>();
        Map<Integer, Long> numbers = new TreeMap<>();
        read(octets, texts, numbers);
        long format = numbers.getOrDefault(1, 0L);
        if (format != BackupParts.FORMAT) {
            throw new MalformedException(
                    "a backup of format " + format + ", and this kith reads " + BackupParts.FORMAT);
        }
        try {
            ReplicaState state = new ReplicaState(
                    new ReplicaId(required(texts, 3)),
                    numbers.getOrDefault(4, 0L),
                    VectorCodec.decode(required(texts, 5)),
                    new Hlc(numbers.getOrDefault(6, 0L)));
            return new BackupHead(state, required(texts, 2));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("backup head: " + e.getMessage(), e);
        }
    }

    static byte[] setting(String name, Bytes value) {
        return write(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, value.toArray());
        });
    }

    static Map.Entry<String, Bytes> setting(byte[] octets) throws MalformedException {
        Map<Integer, Bytes> texts = new TreeMap<>();
        read(octets, texts, new TreeMap<>());
        return Map.entry(required(texts, 1).toUtf8(), texts.getOrDefault(2, Bytes.EMPTY));
    }

    static byte[] statement(Statement statement) {
        return write(out -> {
            out.writeByteArray(1, statement.octets().toArray());
            out.writeByteArray(2, statement.signature().toArray());
        });
    }

    static Statement statement(byte[] octets) throws MalformedException {
        Map<Integer, Bytes> texts = new TreeMap<>();
        read(octets, texts, new TreeMap<>());
        Bytes signature = required(texts, 2);
        if (signature.length() != SignatureSuite.SIGNATURE_LENGTH) {
            throw new MalformedException("statement with a signature of " + signature.length() + " octets");
        }
        return new Statement(required(texts, 1), signature);
    }

    static byte[] stored(Stored stored) {
        Version version = stored.version();
        return write(out -> {
            out.writeByteArray(1, version.headerOctets().toArray());
            if (version.payload().isPresent()) {
                out.writeByteArray(2, version.payload().get().toArray());
            }
            out.writeByteArray(3, version.signature().toArray());
            out.writeUInt32(4, PLACES.indexOf(stored.place()));
            out.writeInt64(5, stored.since().toEpochMilli());
        });
    }

    static Stored stored(byte[] octets) throws MalformedException {
        Map<Integer, Bytes> texts = new TreeMap<>();
        Map<Integer, Long> numbers = new TreeMap<>();
        read(octets, texts, numbers);
        Version version = Version.parse(required(texts, 1), Optional.ofNullable(texts.get(2)), required(texts, 3));
        long place = numbers.getOrDefault(4, 0L);
        if (place < 0 || place >= PLACES.size()) {
            throw new MalformedException("place " + place + " of " + version.dot());
        }
        try {
            Instant since = Instant.ofEpochMilli(numbers.getOrDefault(5, 0L));
            return new Stored(version, PLACES.get((int) place), since);
        } catch (DateTimeException e) {
            throw new MalformedException("time of " + version.dot(), e);
        }
    }

    static byte[] end(long settings, long statements, long versions) {
        return write(out -> {
            out.writeUInt64(1, settings);
            out.writeUInt64(2, statements);
            out.writeUInt64(3, versions);
        });
    }

    /** Checks that as many records were read as were written. */
    static void checkEnd(byte[] octets, long... counts) throws MalformedException {
        Map<Integer, Long> numbers = new TreeMap<>();
        read(octets, new TreeMap<>(), numbers);
        for (int i = 0; i < counts.length; i++) {
            if (numbers.getOrDefault(i + 1, 0L) != counts[i]) {
                throw new MalformedException("the backup is incomplete: " + counts[i] + " records of kind " + (i + 1)
                        + " instead of " + numbers.getOrDefault(i + 1, 0L));
            }
        }
    }

    private static Bytes required(Map<Integer, Bytes> texts, int field) throws MalformedException {
        Bytes value = texts.get(field);
        if (value == null) {
            throw new MalformedException("backup record without field " + field);
        }
        return value;
    }

    private static void read(byte[] octets, Map<Integer, Bytes> texts, Map<Integer, Long> numbers)
            throws MalformedException {
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag & 7) {
                    case 0 -> numbers.put(tag >>> 3, in.readUInt64());
                    case 1 -> numbers.put(tag >>> 3, in.readFixed64());
                    case 2 -> texts.put(tag >>> 3, Bytes.wrap(in.readByteArray()));
                    default -> throw new MalformedException("backup record with a field of type " + (tag & 7));
                }
            }
        } catch (IOException e) {
            throw new MalformedException("backup record: " + e.getMessage(), e);
        }
    }
}
