package im.kith.core.openpgp;

import static im.kith.core.openpgp.HostilePackets.compress;
import static im.kith.core.openpgp.HostilePackets.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.bcpg.CompressionAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileItemTest {

    private static final Set<Reason> BROKEN = EnumSet.of(
            Reason.MALFORMED,
            Reason.DAMAGED,
            Reason.WRONG_SECRET,
            Reason.UNSUPPORTED,
            Reason.NOT_FOR_US,
            Reason.NO_INTEGRITY,
            Reason.NOT_ENCRYPTED,
            Reason.TOO_LARGE);

    private final ItemCipher cipher = new ItemCipher(Samples.secureRandom());
    private final SharedSecret secret = Samples.secret("ZSRD5lK9mz-5VHNyu2N1XLiJZ8I87jkv85ceZkVrOGA");

    private DecryptionException refused(Bytes message) {
        DecryptionException refusal =
                catchThrowableOfType(DecryptionException.class, () -> cipher.decrypt(message, secret));
        assertThat(refusal).as("refusal of %d octets", message.length()).isNotNull();
        return refusal;
    }

    /** A message of another program's shape around {@code packets}. */
    private Bytes seal(byte[] packets, boolean integrity) throws IOException, PGPException {
        BcPGPDataEncryptorBuilder encryptor = new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256);
        encryptor.setWithIntegrityPacket(integrity);
        PGPEncryptedDataGenerator generator = new PGPEncryptedDataGenerator(encryptor);
        generator.addMethod(
                new BcPBEKeyEncryptionMethodGenerator(secret.secret().toCharArray()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream data = generator.open(out, packets.length);
        data.write(packets);
        data.close();
        return Bytes.wrap(out.toByteArray());
    }

    @Test
    void anotherSecretIsToldApart() {
        Bytes message = cipher.encrypt(Samples.secret("another"), Samples.CONTACT);
        assertThat(refused(message).reason()).isIn(Reason.WRONG_SECRET, Reason.DAMAGED);
    }

    @Test
    void anotherSecretIsToldApartInOtherShapes() throws IOException, PGPException {
        Bytes message = seal(literal(Samples.CONTACT), true);
        DecryptionException refusal = catchThrowableOfType(
                DecryptionException.class, () -> cipher.decrypt(message, Samples.secret("another")));
        assertThat(refusal.reason()).isIn(Reason.WRONG_SECRET, Reason.DAMAGED);
    }

    @Test
    void everyTruncationIsRefused() throws IOException, PGPException {
        for (Bytes message :
                new Bytes[] {cipher.encrypt(secret, Samples.CONTACT), seal(literal(Samples.CONTACT), true)}) {
            for (int length = 0; length < message.length(); length++) {
                assertThat(refused(message.first(length)).reason()).isIn(BROKEN);
            }
        }
    }

    @Test
    void everyFlippedBitIsRefused() throws IOException, PGPException {
        Random random = new Random(1);
        for (Bytes message :
                new Bytes[] {cipher.encrypt(secret, Samples.CONTACT), seal(literal(Samples.CONTACT), true)}) {
            for (int i = 0; i < message.length(); i++) {
                byte[] flipped = message.toArray();
                flipped[i] ^= (byte) (1 << random.nextInt(8));
                assertThat(refused(Bytes.wrap(flipped)).reason())
                        .as("octet %d", i)
                        .isIn(BROKEN);
            }
        }
    }

    @Test
    void noFlippedBitOfTheEncryptedPartGivesPlaintext() {
        byte[] message = cipher.encrypt(secret, Samples.CONTACT).toArray();
        for (int i = 40; i < message.length; i++) {
            byte[] flipped = message.clone();
            flipped[i] ^= 1;
            assertThat(refused(Bytes.wrap(flipped)).reason()).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void octetsAfterTheMessageAreRefused() throws IOException, PGPException {
        for (Bytes message :
                new Bytes[] {cipher.encrypt(secret, Samples.CONTACT), seal(literal(Samples.CONTACT), true)}) {
            Bytes literal = Bytes.wrap(literal(Samples.CONTACT));
            assertThat(refused(Bytes.concat(message, literal)).reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void withoutIntegrityProtectionIsRefused() throws IOException, PGPException {
        assertThat(refused(seal(literal(Samples.CONTACT), false)).reason()).isEqualTo(Reason.NO_INTEGRITY);
        assertThat(refused(Bytes.hex("c9100102030405060708090a0b0c0d0e0f10")).reason())
                .isEqualTo(Reason.NO_INTEGRITY);
    }

    @Test
    void unencryptedMessagesAreRefused() throws IOException, PGPException {
        byte[] literal = literal(Samples.CONTACT);
        assertThat(refused(Bytes.wrap(literal)).reason()).isEqualTo(Reason.NOT_ENCRYPTED);
        assertThat(refused(Bytes.wrap(compress(literal, CompressionAlgorithmTags.ZIP)))
                        .reason())
                .isEqualTo(Reason.NOT_ENCRYPTED);
        assertThat(refused(Samples.CONTACT).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(refused(Bytes.EMPTY).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "2, 64", "3, 2"})
    void aCompressionBombIsRefused(int algorithm, int mebibytes) throws IOException, PGPException {
        byte[] bomb = compress(literal(Bytes.wrap(new byte[mebibytes << 20])), algorithm);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThat(refused(seal(bomb, true)).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void aPlaintextOfTheLimitMayBeCompressedAndALargerOneNot() throws IOException, PGPException, DecryptionException {
        Bytes largest = Bytes.wrap(new byte[ItemCipher.MAX_PLAINTEXT]);
        Bytes larger = Bytes.wrap(new byte[ItemCipher.MAX_PLAINTEXT + 1]);
        int zip = CompressionAlgorithmTags.ZIP;
        assertThat(cipher.decrypt(seal(compress(literal(largest), zip), true), secret))
                .isEqualTo(largest);
        assertThat(refused(seal(compress(literal(larger), zip), true)).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused(seal(literal(larger), true)).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void fourLayersAreReadAndFiveRefused() throws IOException, PGPException, DecryptionException {
        byte[] packets = literal(Samples.CONTACT);
        for (int layer = 2; layer <= Contents.MAX_NESTING; layer++) {
            packets = compress(packets, CompressionAlgorithmTags.ZLIB);
        }
        assertThat(cipher.decrypt(seal(packets, true), secret)).isEqualTo(Samples.CONTACT);
        byte[] deeper = compress(packets, CompressionAlgorithmTags.ZLIB);
        assertThat(refused(seal(deeper, true)).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void encryptionInsideEncryptionIsRefused() throws IOException, PGPException {
        byte[] inner = cipher.encrypt(secret, Samples.CONTACT).toArray();
        assertThat(refused(seal(inner, true)).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void argonAndUnknownStringToKeyFunctionsAreRefusedUnused() {
        Bytes data = Bytes.hex("d2320100".concat("00".repeat(48)));
        Bytes argon = Bytes.hex("c317" + "040904" + "00".repeat(16) + "ffff1f" + "00");
        assertThat(refused(Bytes.concat(argon, data)).reason()).isIn(Reason.UNSUPPORTED, Reason.MALFORMED);
        Bytes simple = Bytes.hex("c304" + "04090008");
        assertThat(refused(Bytes.concat(simple, data)).reason()).isEqualTo(Reason.UNSUPPORTED);
        Bytes tripleDes = Bytes.hex("c30d" + "04020308" + "00".repeat(8) + "60");
        assertThat(refused(Bytes.concat(tripleDes, data)).reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void manyPasswordsOfTheLargestCountAreNotAllTried() {
        Bytes password = Bytes.hex("c30d" + "04070308" + "0102030405060708" + "ff");
        Bytes[] many = new Bytes[Envelope.MAX_SESSION_KEYS + 1];
        Arrays.fill(many, password);
        many[Envelope.MAX_SESSION_KEYS] = Bytes.hex("d2320100".concat("00".repeat(48)));
        assertThat(refused(Bytes.concat(many)).reason()).isIn(Reason.WRONG_SECRET, Reason.DAMAGED);
        Bytes[] tooMany = Arrays.copyOf(many, many.length + 1);
        tooMany[many.length - 1] = password;
        tooMany[many.length] = many[many.length - 1];
        assertThat(refused(Bytes.concat(tooMany)).reason()).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomOctetsAreRefused(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] octets = new byte[random.nextInt(200)];
            random.nextBytes(octets);
            if (octets.length > 0) {
                octets[0] |= (byte) 0x80;
            }
            assertThat(refused(Bytes.wrap(octets)).reason()).isIn(BROKEN);
        }
    }

    @Test
    void anOversizedMessageIsRefusedUnread() {
        assertThat(refused(Bytes.wrap(new byte[ItemCipher.MAX_MESSAGE + 1])).reason())
                .isEqualTo(Reason.TOO_LARGE);
    }
}
