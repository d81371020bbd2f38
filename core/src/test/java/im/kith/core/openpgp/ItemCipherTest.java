package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import org.junit.jupiter.api.Test;

class ItemCipherTest {

    /** Written by Sequoia's sqop 0.27.3: the session key is encrypted under the largest iteration count. */
    private static final Bytes SEQUOIA =
            Bytes.hex("c32e040903087e4d246a5a08e542ff0f6e9638074b41a7faa31675a8b1f0b1c4a77753c2"
                    + "b2bbd91a1d5357ec9665fbfed2570150a5dc201bac478c788cea5ab728b62a10bc49b328e107e1e76f22dca08c45f32515378101f651"
                    + "b62423c9023106e3451e37d9b09dc74b4b8e258c058ab56c247d76fb5c0e59be0436bd74a621126586ef0f97fe97ad");

    private final ItemCipher cipher = new ItemCipher(Samples.secureRandom());
    private final SharedSecret secret = Samples.secret("correct horse battery staple");

    @Test
    void everyEncryptionOfOnePlaintextDiffers() throws DecryptionException {
        Bytes one = cipher.encrypt(secret, Samples.CONTACT);
        Bytes other = cipher.encrypt(secret, Samples.CONTACT);
        assertThat(one).isNotEqualTo(other);
        assertThat(cipher.decrypt(one, secret))
                .isEqualTo(cipher.decrypt(other, secret))
                .isEqualTo(Samples.CONTACT);
    }

    @Test
    void repeatableEncryptionDependsOnContextPlaintextAndSecretOnly() throws DecryptionException {
        Bytes context = Bytes.utf8("dots");
        Bytes message = cipher.encryptRepeatably(secret, Samples.CONTACT, context);
        assertThat(new ItemCipher(Samples.secureRandom()).encryptRepeatably(secret, Samples.CONTACT, context))
                .isEqualTo(message);
        assertThat(cipher.decrypt(message, secret)).isEqualTo(Samples.CONTACT);
        Bytes salt = salt(message);
        assertThat(salt(cipher.encryptRepeatably(secret, Samples.CONTACT, Bytes.utf8("other"))))
                .isNotEqualTo(salt);
        assertThat(salt(cipher.encryptRepeatably(secret, Bytes.utf8("x"), context)))
                .isNotEqualTo(salt);
        assertThat(salt(cipher.encryptRepeatably(Samples.secret("x"), Samples.CONTACT, context)))
                .isNotEqualTo(salt);
    }

    private static Bytes salt(Bytes message) {
        return Bytes.hex(message.toHex().substring(12, 28));
    }

    @Test
    void aSecretIsTriedVerbatimThenTrimmed() throws DecryptionException {
        SharedSecret spaced = Samples.secret("\n    correct horse battery staple\n  ");
        assertThat(cipher.decrypt(cipher.encrypt(spaced, Samples.CONTACT), spaced))
                .isEqualTo(Samples.CONTACT);
        assertThat(cipher.decrypt(cipher.encrypt(secret, Samples.CONTACT), spaced))
                .isEqualTo(Samples.CONTACT);
        assertThat(cipher.decrypt(SEQUOIA, spaced)).isEqualTo(Bytes.utf8("<contact xmlns=\"urn:xmpp:contacts:0\"/>"));
    }

    @Test
    void sequoiasMessagesAreRead() throws DecryptionException {
        assertThat(cipher.decrypt(SEQUOIA, secret).toUtf8()).isEqualTo("<contact xmlns=\"urn:xmpp:contacts:0\"/>");
    }

    @Test
    void theLargestPlaintextIsAcceptedAndALargerOneRefused() throws DecryptionException {
        Bytes largest = Samples.random(1, ItemCipher.MAX_PLAINTEXT);
        assertThat(cipher.decrypt(cipher.encrypt(secret, largest), secret)).isEqualTo(largest);
        Bytes larger = Samples.random(1, ItemCipher.MAX_PLAINTEXT + 1);
        assertThatThrownBy(() -> cipher.encrypt(secret, larger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plaintext of 1048577 octets");
    }

    @Test
    void textBeyondAsciiServesAsASecret() throws DecryptionException {
        SharedSecret umlauts = Samples.secret("Gr\u00fc\u00dfe \ud83d\udc1f");
        assertThat(cipher.decrypt(cipher.encrypt(umlauts, Samples.CONTACT), umlauts))
                .isEqualTo(Samples.CONTACT);
    }
}
