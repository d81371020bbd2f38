package im.kith.core.account;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of one protobuf message as they were read, by number and kind.
 *
 * <p>A field of an unexpected number or wire type is as if it were absent, so later releases can add some.
 */
final class Fields {

    /** More fields in one message than any honest one has. */
    static final int MAX_FIELDS = 8192;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;

    /** Writes the fields of a message. */
    @FunctionalInterface
    interface Writer {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private final String what;
    private final Map<Integer, List<Bytes>> octets = new HashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, Long> fixed = new HashMap<>();

    private Fields(String what) {
        this.what = what;
    }

    static Bytes write(Writer writer) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            writer.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }

    /** Reads {@code message}, which the messages of exceptions call {@code what}. */
    static Fields read(Bytes message, String what) throws MalformedException {
        Fields fields = new Fields(what);
        try {
            CodedInputStream in = CodedInputStream.newInstance(message.toBuffer());
            int count = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (++count > MAX_FIELDS) {
                    throw new MalformedException(what + ": more than " + MAX_FIELDS + " fields");
                }
                fields.readField(tag, in);
            }
        } catch (IOException e) {
            throw new MalformedException(what + ": " + e.getMessage(), e);
        }
        return fields;
    }

    private void readField(int tag, CodedInputStream in) throws IOException {
        int number = tag >>> 3;
        switch (tag & 7) {
            case VARINT -> numbers.put(number, in.readUInt64());
            case FIXED64 -> fixed.put(number, in.readFixed64());
            case LENGTH_DELIMITED ->
                octets.computeIfAbsent(number, n -> new ArrayList<>()).add(Bytes.wrap(in.readByteArray()));
            default -> in.skipField(tag);
        }
    }

    List<Bytes> all(int number) {
        return octets.getOrDefault(number, List.of());
    }

    /** The last one given, as protobuf has it. */
    Optional<Bytes> optional(int number) {
        List<Bytes> values = all(number);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    Bytes required(int number) throws MalformedException {
        return optional(number).orElseThrow(() -> new MalformedException(what + ": field " + number + " is missing"));
    }

    String text(int number) throws MalformedException {
        return text(required(number));
    }

    List<String> texts(int number) throws MalformedException {
        List<String> texts = new ArrayList<>();
        for (Bytes value : all(number)) {
            texts.add(text(value));
        }
        return texts;
    }

    private String text(Bytes utf8) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8.toBuffer()).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(what + ": text that is not UTF-8", e);
        }
    }

    /** A varint; 0 if absent. */
    long number(int number) {
        return numbers.getOrDefault(number, 0L);
    }

    /** A fixed64; 0 if absent. */
    long fixed64(int number) {
        return fixed.getOrDefault(number, 0L);
    }
}
