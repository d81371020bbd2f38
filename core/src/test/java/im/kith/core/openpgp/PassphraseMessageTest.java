package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseMessageTest {

    private static final char[] PASSPHRASE = "grüne Bohnen".toCharArray();

    private static byte[] sealed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PassphraseSealing sealing =
                PassphraseSealing.into(out, PASSPHRASE, "b.zip", Instant.EPOCH, new SecureRandom())) {
            sealing.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] opened(byte[] message, char[] passphrase) throws Exception {
        PassphraseOpening.Key key = PassphraseOpening.key(new ByteArrayInputStream(message), passphrase);
        try (PassphraseOpening opening = PassphraseOpening.of(new ByteArrayInputStream(message), key)) {
            return opening.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 65_535, 65_536, 1_000_000})
    void whatWasSealedIsOpenedAtEveryLength(int length) throws Exception {
        byte[] content = random(length);
        assertThat(opened(sealed(content), PASSPHRASE)).isEqualTo(content);
    }

    @Test
    void gpgOpensIt() throws Exception {
        byte[] content = random(300_000);
        try (Gpg gpg = new Gpg()) {
            String passphrase = gpg.file("p", Bytes.utf8(new String(PASSPHRASE)));
            Bytes plain = gpg.gpg(Bytes.wrap(sealed(content)), "--passphrase-file", passphrase, "--decrypt");
            assertThat(plain.toArray()).isEqualTo(content);
        }
    }

    @Test
    void itBeginsWithASessionKeyUnderTheLargestCountOfIteratedSha256() throws Exception {
        byte[] message = sealed(random(10));
        assertThat(message[0] & 0xff).as("tag 3").isIn(0xc3, 0x8c);
        assertThat(Arrays.copyOfRange(message, 2, 6))
                .as("version 4, AES-256, iterated and salted, SHA-256")
                .containsExactly(4, 9, 3, 8);
        assertThat(message[6 + DirectCodec.SALT_LENGTH] & 0xff)
                .as("coded count")
                .isEqualTo(0xff);
    }

    @Test
    void anotherPassphraseIsToldFromDamage() throws Exception {
        byte[] message = sealed(random(1_000));
        assertThatThrownBy(() -> opened(message, "green beans".toCharArray()))
                .isInstanceOfSatisfying(
                        DecryptionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_SECRET));
    }

    @Test
    void noChangedOctetOfTheEncryptedPartIsReadToTheEnd() throws Exception {
        byte[] message = sealed(random(2_000));
        PassphraseOpening.Key key = PassphraseOpening.key(new ByteArrayInputStream(message), PASSPHRASE);
        for (int at = 60; at < message.length; at++) {
            byte[] changed = message.clone();
            changed[at] ^= 0x40;
            assertRefused(changed, key);
        }
    }

    @Test
    void noMessageCutShortOrWithMoreBehindItIsReadToTheEnd() throws Exception {
        byte[] message = sealed(random(2_000));
        PassphraseOpening.Key key = PassphraseOpening.key(new ByteArrayInputStream(message), PASSPHRASE);
        for (int length = 60; length < message.length; length++) {
            assertRefused(Arrays.copyOf(message, length), key);
        }
        assertRefused(Arrays.copyOf(message, message.length + 1), key);
    }

    private static void assertRefused(byte[] message, PassphraseOpening.Key key) {
        assertThatThrownBy(() -> PassphraseOpening.of(new ByteArrayInputStream(message), key)
                        .readAllBytes())
                .isInstanceOfAny(DecryptionException.class, PassphraseOpening.DamagedException.class);
    }

    @Test
    void whatIsNotEncryptedUnderAPassphraseIsRefused() {
        for (String text : new String[] {"", "no message", "-----BEGIN PGP MESSAGE-----"}) {
            assertThatThrownBy(() -> opened(text.getBytes(StandardCharsets.US_ASCII), PASSPHRASE))
                    .isInstanceOf(DecryptionException.class);
        }
    }
}
