package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.junit.jupiter.api.Test;
import org.pgpainless.PGPainless;
import org.pgpainless.algorithm.EncryptionPurpose;
import org.pgpainless.key.info.KeyRingInfo;

class DeviceKeyTest {

    private final DeviceKey key = DeviceKey.generate("juliet@example.org", Samples.NOW, Samples.secureRandom());

    @Test
    void aDevicesKeyIsVersion4WithAnEd25519PrimaryAndAnX25519Subkey() {
        PGPPublicKey primary = key.certificate().ring().getPublicKey();
        assertThat(primary.getVersion()).isEqualTo(4);
        assertThat(primary.getAlgorithm()).isEqualTo(PublicKeyAlgorithmTags.EDDSA_LEGACY);
        assertThat(primary.getCreationTime().toInstant()).isEqualTo(Samples.NOW);
        assertThat(key.certificate().fingerprint().length()).isEqualTo(DeviceCertificate.FINGERPRINT_LENGTH);
        assertThat(key.certificate().jid()).contains("juliet@example.org");
    }

    @Test
    void pgpainlessFindsItValidForSigningAndEncryptionWithoutExpiry() {
        for (Instant at : new Instant[] {Samples.NOW, Instant.parse("2126-01-01T00:00:00Z")}) {
            KeyRingInfo info = PGPainless.inspectKeyRing(key.certificate().ring(), Date.from(at));
            assertThat(info.getSigningSubkeys()).hasSize(1);
            assertThat(info.getEncryptionSubkeys(EncryptionPurpose.ANY))
                    .singleElement()
                    .extracting(PGPPublicKey::getAlgorithm)
                    .isEqualTo(PublicKeyAlgorithmTags.ECDH);
            assertThat(info.getPrimaryUserId()).isEqualTo("xmpp:juliet@example.org");
            assertThat(info.getPrimaryKeyExpirationDate()).isNull();
        }
    }

    @Test
    void keyAndCertificateAreReadBackFromTheirOctets() throws MalformedException {
        DeviceKey read = DeviceKey.parse(key.encoded());
        assertThat(read.certificate()).isEqualTo(key.certificate());
        assertThat(DeviceCertificate.parse(key.certificate().encoded())).isEqualTo(key.certificate());
        assertThat(key.toString())
                .isEqualTo("DeviceKey[" + key.certificate().fingerprint().toHex() + "]");
    }

    @Test
    void theCertificateHoldsNoSecret() {
        assertThatThrownBy(() -> DeviceCertificate.parse(key.encoded())).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> DeviceKey.parse(key.certificate().encoded())).isInstanceOf(MalformedException.class);
    }

    @Test
    void brokenCertificatesAreRefused() {
        Bytes encoded = key.certificate().encoded();
        for (Bytes broken : new Bytes[] {
            Bytes.EMPTY,
            encoded.first(30),
            Bytes.utf8("-----BEGIN PGP PUBLIC KEY BLOCK-----"),
            Bytes.concat(encoded, encoded),
            Bytes.wrap(new byte[DeviceCertificate.MAX_LENGTH + 1])
        }) {
            assertThatThrownBy(() -> DeviceCertificate.parse(broken)).isInstanceOf(MalformedException.class);
        }
    }
}
