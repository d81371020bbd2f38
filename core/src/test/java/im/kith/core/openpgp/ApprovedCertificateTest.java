package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.junit.jupiter.api.Test;
import org.pgpainless.PGPainless;
import org.pgpainless.algorithm.KeyFlag;
import org.pgpainless.key.generation.KeySpec;
import org.pgpainless.key.generation.type.KeyType;
import org.pgpainless.key.generation.type.eddsa_legacy.EdDSALegacyCurve;
import org.pgpainless.key.protection.SecretKeyRingProtector;

/** Certificates that a user hands over for a program. */
class ApprovedCertificateTest {

    private final Instant now = Instant.now();

    private static PGPSecretKeyRing key() throws Exception {
        return PGPainless.generateKeyRing().modernKeyRing("xmpp:juliet@example.org");
    }

    private static Bytes certificate(PGPSecretKeyRing key) throws IOException {
        return Bytes.wrap(key.toCertificate().getEncoded());
    }

    private void assertRefused(Bytes file, String why) {
        assertThatThrownBy(() -> ApprovedCertificate.read(file, now))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void aCertificateIsTakenBinaryAndArmoured() throws Exception {
        PGPSecretKeyRing key = key();
        Bytes binary = certificate(key);
        assertThat(ApprovedCertificate.read(binary, now).encoded()).isEqualTo(binary);
        Bytes armoured = Bytes.utf8(PGPainless.asciiArmor(key.toCertificate()));
        assertThat(ApprovedCertificate.read(armoured, now).encoded()).isEqualTo(binary);
    }

    @Test
    void whatGpgExportsIsTaken() throws Exception {
        try (Gpg gpg = new Gpg()) {
            gpg.gpg(
                    Bytes.EMPTY,
                    "--passphrase",
                    "",
                    "--quick-gen-key",
                    "xmpp:juliet@example.org",
                    "default",
                    "default");
            Bytes exported = gpg.gpg(Bytes.EMPTY, "--armor", "--export", "juliet@example.org");
            assertThat(ApprovedCertificate.read(exported, now.plusSeconds(5)).jid())
                    .contains("juliet@example.org");
        }
    }

    @Test
    void aSecretKeyIsSentBack() throws Exception {
        PGPSecretKeyRing key = key();
        assertRefused(Bytes.wrap(key.getEncoded()), "secret key");
        assertRefused(Bytes.utf8(PGPainless.asciiArmor(key)), "secret key");
    }

    @Test
    void aRevokedOneAndAnExpiredOneAreSaidToBeSo() throws Exception {
        SecretKeyRingProtector open = SecretKeyRingProtector.unprotectedKeys();
        assertRefused(certificate(PGPainless.modifyKeyRing(key()).revoke(open).done()), "revoked");
        Date soon = Date.from(now.plus(Duration.ofDays(1)));
        Bytes short_ = certificate(
                PGPainless.modifyKeyRing(key()).setExpirationDate(soon, open).done());
        assertThat(ApprovedCertificate.read(short_, now.plusSeconds(5))).isNotNull();
        assertThatThrownBy(() -> ApprovedCertificate.read(short_, now.plus(Duration.ofDays(2))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void oneThatCannotBeEncryptedToIsRefused() throws Exception {
        PGPSecretKeyRing signsOnly = PGPainless.buildKeyRing()
                .setPrimaryKey(KeySpec.getBuilder(
                        KeyType.EDDSA_LEGACY(EdDSALegacyCurve._Ed25519), KeyFlag.CERTIFY_OTHER, KeyFlag.SIGN_DATA))
                .addUserId("xmpp:juliet@example.org")
                .build();
        assertRefused(certificate(signsOnly), "encrypt");
    }

    @Test
    void garbageSeveralAndHalfOnesAreRefused() throws Exception {
        Bytes one = certificate(key());
        assertRefused(Bytes.EMPTY, "no OpenPGP certificate");
        assertRefused(Bytes.utf8("hello"), "no OpenPGP certificate");
        assertRefused(Bytes.utf8("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n%%%%\n"), "");
        assertRefused(Bytes.concat(one, certificate(key())), "single");
        assertRefused(Samples.random(7, 500), "");
        assertRefused(Bytes.wrap(new byte[300_000]), "octets");
        for (int cut = 1; cut < one.length(); cut += 7) {
            Bytes half = one.first(cut);
            try {
                DeviceCertificate taken = ApprovedCertificate.read(half, now);
                assertThat(taken.encoded()).isEqualTo(half);
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }
}
