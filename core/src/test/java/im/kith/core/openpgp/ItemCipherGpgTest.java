package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items between kith and the real GnuPG, both ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ItemCipherGpgTest {

    private final ItemCipher cipher = new ItemCipher(Samples.secureRandom());
    private final SharedSecret secret = Samples.secret("ZSRD5lK9mz-5VHNyu2N1XLiJZ8I87jkv85ceZkVrOGA");

    @SuppressWarnings("NullAway.Init")
    private Gpg gpg;

    @BeforeAll
    void start() throws IOException {
        gpg = new Gpg();
    }

    @AfterAll
    void stop() throws IOException {
        gpg.close();
    }

    private Bytes decryptByGpg(Bytes message) throws IOException {
        return gpg.gpg(message, "--passphrase-file", gpg.file("secret", Bytes.utf8(secret.secret())), "--decrypt");
    }

    private Bytes encryptByGpg(Bytes plaintext, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--passphrase-file", gpg.file("secret", Bytes.utf8(secret.secret()))));
        arguments.addAll(List.of(options));
        arguments.add("--symmetric");
        return gpg.gpg(plaintext, arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 185, 186, 600, 8400, 70_000})
    void gpgReadsWhatKithWrites(int length) throws IOException {
        Bytes plaintext = Samples.random(length, length);
        assertThat(decryptByGpg(cipher.encrypt(secret, plaintext))).isEqualTo(plaintext);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cipher-algo AES256 --s2k-digest-algo SHA1 --s2k-count 65011712 --compress-algo ZIP",
                "--cipher-algo AES256 --s2k-digest-algo SHA512 --s2k-count 65011712 --compress-algo ZLIB",
                "--cipher-algo AES256 --s2k-digest-algo SHA256 --s2k-count 2048 --compress-algo BZIP2",
                "--cipher-algo AES256 --s2k-digest-algo SHA256 --s2k-count 2048 --compress-algo none",
                "--cipher-algo AES128 --s2k-digest-algo SHA1 --s2k-count 65536 --compress-algo ZIP",
                "--cipher-algo AES192 --s2k-digest-algo SHA384 --s2k-count 65536 --compress-algo none",
                "--cipher-algo TWOFISH --s2k-digest-algo SHA224 --s2k-count 65536 --compress-algo none",
                "--cipher-algo CAMELLIA256 --s2k-digest-algo SHA256 --s2k-mode 1 --compress-algo none",
                "--rfc4880 --cipher-algo AES256 --s2k-count 65536",
            })
    void kithReadsWhatGpgWrites(String options) throws IOException, DecryptionException {
        for (int length : new int[] {0, 300, 20_000}) {
            Bytes plaintext = Samples.random(length, length);
            assertThat(cipher.decrypt(encryptByGpg(plaintext, options.split(" ")), secret))
                    .isEqualTo(plaintext);
        }
        assertThat(cipher.decrypt(encryptByGpg(Samples.CONTACT, options.split(" ")), secret))
                .isEqualTo(Samples.CONTACT);
    }

    @Test
    void aMessageToAPasswordAndToAKeyIsRead() throws IOException, DecryptionException {
        DeviceKey key = DeviceKey.generate("juliet@example.org", Samples.NOW, Samples.secureRandom());
        gpg.gpg(key.certificate().encoded(), "--import");
        String recipient = key.certificate().fingerprint().toHex();
        Bytes message = encryptByGpg(
                Samples.CONTACT,
                "--s2k-count",
                "65536",
                "--trust-model",
                "always",
                "--faked-system-time",
                "20270101T000000",
                "--recipient",
                recipient,
                "--encrypt");
        assertThat(cipher.decrypt(message, secret)).isEqualTo(Samples.CONTACT);
    }

    @Test
    void aSignedItemIsReadAndItsSignatureIgnored() throws IOException, DecryptionException {
        DeviceKey key = DeviceKey.generate("romeo@example.org", Samples.NOW, Samples.secureRandom());
        gpg.gpg(key.encoded(), "--import");
        Bytes message = encryptByGpg(
                Samples.CONTACT,
                "--s2k-count",
                "65536",
                "--faked-system-time",
                "20270101T000000",
                "--local-user",
                key.certificate().fingerprint().toHex(),
                "--sign");
        assertThat(cipher.decrypt(message, secret)).isEqualTo(Samples.CONTACT);
    }
}
