package im.kith.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;

final class DeviceKeysTest {

    private static final TestDevice ALICE = TestDevice.called("alice");
    private static final TestDevice BOB = TestDevice.called("bob");
    private static final AccountId ACCOUNT = ALICE.found(1).account();

    @Test
    void theDeviceIdIsOverAccountAndKeys() {
        DeviceKeys keys = BOB.keys();
        Bytes expected = Bytes.sha256(
                Bytes.utf8("kith-device-1"), ACCOUNT.value(), keys.fingerprint(), keys.tlsKeyHash(), keys.signingKey());
        assertThat(DeviceId.of(ACCOUNT, keys).value()).isEqualTo(expected);
        assertThat(BOB.in(BOB.found(1).account())).isNotEqualTo(BOB.in(ACCOUNT));
    }

    @Test
    void keysAreReadAsTheyWereWritten() throws MalformedException {
        assertThat(DeviceKeys.decode(BOB.keys().encode())).isEqualTo(BOB.keys());
        assertThatThrownBy(() -> DeviceKeys.decode(Bytes.EMPTY)).isInstanceOf(MalformedException.class);
    }

    @Test
    void generatedTlsKeysSignAndMatchTheirHash() throws GeneralSecurityException {
        DeviceSecrets secrets = DeviceSecrets.generate(Bytes.utf8("secret key"), new SecureRandom());
        KeyFactory factory = KeyFactory.getInstance("EC");
        PublicKey publicKey = factory.generatePublic(
                new X509EncodedKeySpec(secrets.tlsPublicKey().toArray()));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(factory.generatePrivate(
                new PKCS8EncodedKeySpec(secrets.tlsPrivateKey().toArray())));
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update((byte) 1);
        assertThat(signature.verify(signed)).isTrue();
        assertThat(secrets.tlsKeyHash()).isEqualTo(Bytes.sha256(Bytes.wrap(publicKey.getEncoded())));
        assertThat(publicKey.getEncoded()).as("P-256").hasSize(91);
        assertThat(secrets.keys(
                                BOB.keys().certificate(),
                                BOB.keys().fingerprint(),
                                BOB.keys().signingKey())
                        .tlsKeyHash())
                .isEqualTo(secrets.tlsKeyHash());
    }

    @Test
    void secretsAreReadAsTheyWereWrittenAndNeverShown() throws MalformedException {
        DeviceSecrets secrets = DeviceSecrets.generate(Bytes.utf8("secret key"), new SecureRandom());
        assertThat(DeviceSecrets.decode(secrets.encode())).isEqualTo(secrets);
        assertThat(secrets.toString()).isEqualTo("DeviceSecrets[hidden]");
        assertThatThrownBy(() -> DeviceSecrets.decode(secrets.encode().first(60)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void anAdmissionRequestProvesItselfForOneAccountOnly() throws MalformedException {
        AdmissionRequest request = AdmissionRequest.decode(BOB.request(ACCOUNT).encode());
        assertThat(request).isEqualTo(BOB.request(ACCOUNT));
        assertThat(request.isProven(ACCOUNT, TestDevice.SUITE)).isTrue();
        assertThat(request.isProven(BOB.found(1).account(), TestDevice.SUITE)).isFalse();
        assertThat(new AdmissionRequest(ALICE.keys(), "bob", request.proof()).isProven(ACCOUNT, TestDevice.SUITE))
                .isFalse();
        assertThat(request.device(ACCOUNT)).isEqualTo(BOB.in(ACCOUNT));
    }

    @Test
    void aBrokenAdmissionRequestIsRefused() {
        Bytes good = BOB.request(ACCOUNT).encode();
        for (int length = 0; length < good.length(); length++) {
            Bytes cut = good.first(length);
            assertThatThrownBy(() -> AdmissionRequest.decode(cut)).isInstanceOf(MalformedException.class);
        }
    }
}
