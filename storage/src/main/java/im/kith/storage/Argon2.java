package im.kith.storage;

import im.kith.core.octets.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a passphrase is stretched into a key: Argon2id (RFC 9106), version 1.3.
 *
 * @param salt random, 16 to 64 octets
 * @param memoryKib 65,536 to 1,048,576
 * @param passes 3 to 64
 * @param lanes 1 to 16
 */
record Argon2(Bytes salt, int memoryKib, int passes, int lanes) {

    static final int SALT_LENGTH = 16;

    private static final int MAX_OCTETS_PER_CHAR = 3;
    private static final int MIN_MEMORY_KIB = 64 * 1024;
    private static final int MAX_MEMORY_KIB = 1024 * 1024;

    Argon2 {
        check("octets of salt", salt.length(), SALT_LENGTH, 64);
        check("KiB of memory", memoryKib, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
        check("passes", passes, 3, 64);
        check("lanes", lanes, 1, 16);
    }

    /** 64 MiB, 3 passes, 4 lanes: what RFC 9106 §4 recommends where memory is scarce. */
    static Argon2 usual(Bytes salt) {
        return new Argon2(salt, MIN_MEMORY_KIB, 3, 4);
    }

    /** Whether guessing costs less with this than with {@code other}. */
    boolean isWeakerThan(Argon2 other) {
        return memoryKib < other.memoryKib || passes < other.passes;
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("Argon2 with " + value + " " + what + ", not " + least + " to " + most);
        }
    }

    /** The key, {@link Sealer#KEY_LENGTH} octets; wipes {@code passphrase}. */
    byte[] stretch(char[] passphrase) {
        byte[] longest = new byte[passphrase.length * MAX_OCTETS_PER_CHAR];
        ByteBuffer encoded = ByteBuffer.wrap(longest);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(passphrase), encoded, true);
        byte[] octets = Arrays.copyOf(longest, encoded.position());
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withSalt(salt.toArray())
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .build());
            byte[] key = new byte[Sealer.KEY_LENGTH];
            generator.generateBytes(octets, key);
            return key;
        } finally {
            Arrays.fill(passphrase, '\0');
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(longest, (byte) 0);
        }
    }
}
