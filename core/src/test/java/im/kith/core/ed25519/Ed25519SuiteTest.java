package im.kith.core.ed25519;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519SuiteTest {

    private final Ed25519Suite suite = new Ed25519Suite();

    /** RFC 8032 §7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void theStandardsVectorsHold(String seed, String publicKey, String message, String signature) {
        Ed25519Signer signer = new Ed25519Signer(Bytes.hex(seed));
        assertThat(signer.publicKey().toHex()).isEqualTo(publicKey);
        assertThat(signer.sign(Bytes.hex(message)).toHex()).isEqualTo(signature);
        assertThat(suite.verify(signer.publicKey(), Bytes.hex(message), Bytes.hex(signature)))
                .isTrue();
    }

    @Test
    void everyChangeOfMessageKeyOrSignatureIsNoticed() {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        Bytes message = Bytes.utf8("a version");
        Bytes signature = signer.sign(message);
        assertThat(suite.verify(signer.publicKey(), message, signature)).isTrue();
        assertThat(suite.verify(signer.publicKey(), Bytes.utf8("a versiom"), signature))
                .isFalse();
        assertThat(suite.verify(Ed25519Signer.generate(new SecureRandom()).publicKey(), message, signature))
                .isFalse();
        for (int i = 0; i < signature.length(); i++) {
            byte[] flipped = signature.toArray();
            flipped[i] ^= 1;
            assertThat(suite.verify(signer.publicKey(), message, Bytes.wrap(flipped)))
                    .isFalse();
        }
    }

    @Test
    void malformedKeysAndSignaturesAreFalseAndNoExceptions() {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        Bytes message = Bytes.utf8("m");
        Bytes signature = signer.sign(message);
        assertThat(suite.verify(Bytes.EMPTY, message, signature)).isFalse();
        assertThat(suite.verify(signer.publicKey(), message, Bytes.EMPTY)).isFalse();
        assertThat(suite.verify(signer.publicKey(), message, signature.first(63)))
                .isFalse();
        assertThat(suite.verify(Bytes.hex("ff".repeat(32)), message, signature)).isFalse();
        assertThat(suite.verify(Bytes.hex("00".repeat(32)), message, Bytes.hex("00".repeat(64))))
                .isFalse();
        assertThat(suite.verify(Bytes.hex("01" + "00".repeat(31)), message, Bytes.hex("01" + "00".repeat(63))))
                .isFalse();
    }

    @Test
    void theSeedGivesTheSameKeyAgainAndIsNotPrinted() {
        Ed25519Signer signer = Ed25519Signer.generate(new SecureRandom());
        assertThat(new Ed25519Signer(signer.seed()).publicKey()).isEqualTo(signer.publicKey());
        assertThat(signer.toString()).doesNotContain(signer.seed().toHex());
        assertThatThrownBy(() -> new Ed25519Signer(Bytes.hex("00"))).hasMessage("seed of 1 octets, not 32");
    }
}
