package im.kith.storage;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What the file {@code vault} holds: a protobuf message {1: header, 2: the sealed vault key}.
 *
 * <p>The header is {1: format, 2: salt, 3: memory in KiB, 4: passes, 5: lanes}; 2 to 5 only with a passphrase. Its exact octets are the
 * associated data of the sealing, so that nobody can weaken them unseen.
 *
 * @param kdf how the passphrase is stretched; absent where a key file unwraps
 * @param header the exact octets of the header
 * @param sealedKey the vault key, sealed under the key file's or the passphrase's key
 */
record VaultFile(int format, Optional<Argon2> kdf, Bytes header, Bytes sealedKey) {

    static final int FORMAT = 1;

    /** Octets of the largest vault file read. */
    static final int MAX_LENGTH = 4096;

    private static final int HEADER = 1;
    private static final int SEALED_KEY = 2;

    private static final int FORMAT_FIELD = 1;
    private static final int SALT = 2;
    private static final int MEMORY = 3;
    private static final int PASSES = 4;
    private static final int LANES = 5;

    /** The octets of a header. */
    static Bytes header(Optional<Argon2> kdf) {
        return write(out -> {
            out.writeUInt32(FORMAT_FIELD, FORMAT);
            if (kdf.isPresent()) {
                out.writeByteArray(SALT, kdf.get().salt().toArray());
                out.writeUInt32(MEMORY, kdf.get().memoryKib());
                out.writeUInt32(PASSES, kdf.get().passes());
                out.writeUInt32(LANES, kdf.get().lanes());
            }
        });
    }

    static Bytes encode(Bytes header, byte[] sealedKey) {
        return write(out -> {
            out.writeByteArray(HEADER, header.toArray());
            out.writeByteArray(SEALED_KEY, sealedKey);
        });
    }

    static VaultFile decode(byte[] octets) throws MalformedException {
        Bytes header = Bytes.EMPTY;
        Bytes sealedKey = Bytes.EMPTY;
        try {
            CodedInputStream in = CodedInputStream.newInstance(octets);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case HEADER -> header = Bytes.wrap(in.readByteArray());
                    case SEALED_KEY -> sealedKey = Bytes.wrap(in.readByteArray());
                    default -> in.skipField(tag);
                }
            }
            return decode(header, sealedKey);
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedException("vault: " + e.getMessage(), e);
        }
    }

    private static VaultFile decode(Bytes header, Bytes sealedKey) throws IOException {
        int format = 0;
        Bytes salt = Bytes.EMPTY;
        int[] numbers = new int[LANES + 1];
        CodedInputStream in = CodedInputStream.newInstance(header.toBuffer());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag >>> 3) {
                case FORMAT_FIELD -> format = in.readUInt32();
                case SALT -> salt = Bytes.wrap(in.readByteArray());
                case MEMORY, PASSES, LANES -> numbers[tag >>> 3] = in.readUInt32();
                default -> in.skipField(tag);
            }
        }
        Optional<Argon2> kdf = format != FORMAT || salt.isEmpty()
                ? Optional.empty()
                : Optional.of(new Argon2(salt, numbers[MEMORY], numbers[PASSES], numbers[LANES]));
        return new VaultFile(format, kdf, header, sealedKey);
    }

    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static Bytes write(Fields fields) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(octets);
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return Bytes.wrap(octets.toByteArray());
    }
}
