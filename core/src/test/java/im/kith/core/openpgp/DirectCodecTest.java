package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgpainless.PGPainless;
import org.pgpainless.algorithm.SymmetricKeyAlgorithm;
import org.pgpainless.decryption_verification.ConsumerOptions;
import org.pgpainless.decryption_verification.DecryptionStream;
import org.pgpainless.util.Passphrase;

class DirectCodecTest {

    private static final String SECRET = "ZSRD5lK9mz-5VHNyu2N1XLiJZ8I87jkv85ceZkVrOGA";
    private static final Bytes NONCE = Bytes.hex("000102030405060708090a0b0c0d0e0f1011121314151617");

    private static Bytes encrypt(Bytes plaintext) {
        return ItemCipher.encrypt(SECRET.getBytes(StandardCharsets.UTF_8), plaintext, NONCE.toArray());
    }

    @Test
    void theWrittenFormStaysTheSameToTheOctet() throws DecryptionException {
        Bytes message = encrypt(Bytes.utf8("<reserved xmlns='urn:xmpp:contacts:0'/>"));
        assertThat(message.toHex())
                .isEqualTo(
                        "c30d04090308000102030405060701d25801964d0ce63e3422f2fbff4fa2f262ace061989c9c17d4dba20576ad4f7712"
                                + "4046206751661f199baddfb477c81c9b36d394b0aedd7ab87acd83439bc9d3d15755815712b48462258545610239e6d8aeac18c0"
                                + "28ffeae196");
        assertThat(new ItemCipher(Samples.secureRandom())
                        .decrypt(message, Samples.secret(SECRET))
                        .toUtf8())
                .isEqualTo("<reserved xmlns='urn:xmpp:contacts:0'/>");
    }

    @Test
    void anItemOf600OctetsGrowsBy68() {
        assertThat(encrypt(Samples.random(1, 600)).length()).isEqualTo(668);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsWrittenPgpainlessReads(long seed) throws IOException, PGPException, DecryptionException {
        Random random = new Random(seed);
        int[] edges = {0, 1, 160, 185, 186, 187, 191, 192, 8337, 8338, 8377, 8378, 8384, 70_000};
        for (int i = 0; i < 28; i++) {
            int length = i < edges.length ? edges[i] : random.nextInt(70_000);
            Bytes plaintext = Samples.random(seed + i, length);
            Bytes message = encrypt(plaintext);
            DecryptionStream in = PGPainless.decryptAndOrVerify()
                    .onInputStream(new ByteArrayInputStream(message.toArray()))
                    .withOptions(ConsumerOptions.get().addMessagePassphrase(Passphrase.fromPassword(SECRET)));
            assertThat(Bytes.wrap(in.readAllBytes())).as("%d octets", length).isEqualTo(plaintext);
            in.close();
            assertThat(in.getMetadata().isEncrypted()).isTrue();
            assertThat(in.getMetadata().getEncryptionAlgorithm()).isEqualTo(SymmetricKeyAlgorithm.AES_256);
            byte[] packets = Objects.requireNonNull(
                    DirectCodec.decrypt(message.toArray(), SECRET.getBytes(StandardCharsets.UTF_8)));
            assertThat(DirectCodec.literal(packets)).isEqualTo(plaintext.toArray());
        }
    }

    @Test
    void keysAreDerivedAsTheLibraryDerivesThem() throws PGPException {
        byte[] salt = Samples.random(7, 8).toArray();
        for (int coded : new int[] {0, 1, 0x10, 0x60, 0x9f, 0xc3}) {
            for (String password : new String[] {"x", SECRET, "p".repeat(1024)}) {
                var library =
                        new BcPBEDataDecryptorFactory(password.toCharArray(), new BcPGPDigestCalculatorProvider());
                assertThat(IteratedHash.derive("SHA-256", password.getBytes(StandardCharsets.UTF_8), salt, coded, 32))
                        .isEqualTo(library.makeKeyFromPassPhrase(9, new S2K(HashAlgorithmTags.SHA256, salt, coded)));
                assertThat(IteratedHash.derive("SHA-1", password.getBytes(StandardCharsets.UTF_8), salt, coded, 32))
                        .isEqualTo(library.makeKeyFromPassPhrase(9, new S2K(HashAlgorithmTags.SHA1, salt, coded)));
            }
        }
    }

    @Test
    void ordinaryItemsLoadNoOpenPgpLibrary() throws IOException, InterruptedException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(
                        java,
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RoundTrip.class.getName())
                .redirectErrorStream(true)
                .start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        assertThat(process.waitFor()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("im.kith.core.openpgp.DirectCodec")
                .contains("round trip done")
                .doesNotContain("org.bouncycastle.")
                .doesNotContain("org.pgpainless.");
    }

    /** Encrypts and decrypts one item in a Java machine of its own. */
    static final class RoundTrip {

        private RoundTrip() {}

        public static void main(String[] args) throws DecryptionException {
            ItemCipher cipher = new ItemCipher(Samples.secureRandom());
            SharedSecret secret = Samples.secret(SECRET);
            if (cipher.decrypt(cipher.encrypt(secret, Samples.CONTACT), secret).equals(Samples.CONTACT)) {
                System.out.println("round trip done");
            }
        }
    }
}
