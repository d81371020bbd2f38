package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SigncryptTest {

    private static final String JID = "juliet@example.org";

    private final SecureRandom random = Samples.secureRandom();
    private final Signcrypt signcrypt = new Signcrypt(random);
    private final DeviceKey phone = DeviceKey.generate(JID, Samples.NOW, random);
    private final DeviceKey laptop = DeviceKey.generate(JID, Samples.NOW, random);
    private final DeviceKey tablet = DeviceKey.generate(JID, Samples.NOW, random);
    private final List<String> payload = List.of(
            "<shared-secret xmlns='urn:xmpp:openpgp:pubsub:0' jid='a' node='n' id='i' timestamp='2026-01-01T00:00:00Z'>s</shared-secret>",
            "<p:x xmlns:p='urn:p' p:a='1' b='&lt;'><y xmlns=''>\u00e9</y></p:x>");

    private Bytes sealed(DeviceKey signer, DeviceKey... recipients) throws MalformedException {
        List<DeviceCertificate> certificates =
                Arrays.stream(recipients).map(DeviceKey::certificate).toList();
        return signcrypt.signcrypt(payload, certificates, signer, JID, Samples.NOW.plusSeconds(5));
    }

    private DecryptionException refused(Bytes message, DeviceKey own, DeviceCertificate... signers) {
        DecryptionException refusal =
                catchThrowableOfType(DecryptionException.class, () -> signcrypt.open(message, own, List.of(signers)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    void everyRecipientReadsPayloadSignerAndTime() throws MalformedException, DecryptionException {
        Bytes message = sealed(phone, laptop, tablet);
        for (DeviceKey recipient : List.of(laptop, tablet)) {
            Signcrypt.Opened opened =
                    signcrypt.open(message, recipient, List.of(tablet.certificate(), phone.certificate()));
            assertThat(opened.signer()).isEqualTo(phone.certificate().fingerprint());
            assertThat(opened.time()).isEqualTo(Samples.NOW.plusSeconds(5));
            assertThat(opened.to()).containsExactly(JID);
            assertThat(opened.payload()).hasSize(2);
            assertThat(SecretNotice.read(opened.payload().get(0))).isPresent();
            assertThat(opened.payload().get(1))
                    .isEqualTo("<p:x xmlns:p=\"urn:p\" p:a=\"1\" b=\"&lt;\"><y>&#xe9;</y></p:x>");
            assertThat(opened.toString()).doesNotContain("shared-secret");
        }
    }

    @Test
    void whoIsNoRecipientCannotReadIt() throws MalformedException {
        assertThat(refused(sealed(phone, laptop), tablet, phone.certificate()).reason())
                .isEqualTo(Reason.NOT_FOR_US);
    }

    @Test
    void anotherSignerIsRefused() throws MalformedException {
        Bytes message = sealed(phone, laptop);
        assertThat(refused(message, laptop, tablet.certificate()).reason()).isEqualTo(Reason.WRONG_SIGNER);
        assertThat(refused(message, laptop).reason()).isEqualTo(Reason.WRONG_SIGNER);
    }

    @Test
    void anUnsignedMessageIsRefused() throws MalformedException {
        Bytes xml = new SigncryptContent(List.of(JID), Samples.NOW, "", payload).toXml();
        byte[] literal = HostilePackets.literal(xml);
        Bytes message = Bytes.wrap(new MessageSealer(random).seal(literal, List.of(laptop.certificate()), Samples.NOW));
        assertThat(refused(message, laptop, phone.certificate()).reason()).isEqualTo(Reason.WRONG_SIGNER);
    }

    @Test
    void aSignedButUnencryptedMessageIsRefused() throws MalformedException {
        Bytes xml = new SigncryptContent(List.of(JID), Samples.NOW, "", payload).toXml();
        Bytes signed = Bytes.wrap(new MessageSigner(phone).sign(xml.toArray(), Samples.NOW));
        assertThat(refused(signed, laptop, phone.certificate()).reason()).isEqualTo(Reason.NOT_ENCRYPTED);
    }

    @Test
    void aMessageMeantForAnotherJidIsRefused() throws MalformedException {
        Bytes message =
                signcrypt.signcrypt(payload, List.of(laptop.certificate()), phone, "romeo@example.org", Samples.NOW);
        assertThat(refused(message, laptop, phone.certificate()).reason()).isEqualTo(Reason.NOT_FOR_US);
    }

    @Test
    void jidsAreComparedAsRfc7622Says() throws MalformedException, DecryptionException {
        Bytes message = signcrypt.signcrypt(
                payload, List.of(laptop.certificate()), phone, "Juliet@EXAMPLE.org/balcony", Samples.NOW);
        assertThat(signcrypt.open(message, laptop, List.of(phone.certificate())).payload())
                .hasSize(2);
    }

    @Test
    void everyFlippedBitAndTruncationIsRefused() throws MalformedException {
        Bytes message = sealed(phone, laptop);
        Random bits = new Random(3);
        for (int i = 0; i < message.length(); i += 1 + bits.nextInt(7)) {
            byte[] flipped = message.toArray();
            flipped[i] ^= (byte) (1 << bits.nextInt(8));
            refused(Bytes.wrap(flipped), laptop, phone.certificate());
            refused(message.first(i), laptop, phone.certificate());
        }
    }

    @Test
    void clocksFarApartDoNotKeepDevicesFromSharing() throws MalformedException, DecryptionException {
        Instant ahead = Samples.NOW.plus(Duration.ofDays(4000));
        DeviceKey future = DeviceKey.generate(JID, ahead, random);
        Bytes toFuture = signcrypt.signcrypt(payload, List.of(future.certificate()), phone, JID, Samples.NOW);
        assertThat(signcrypt
                        .open(toFuture, future, List.of(phone.certificate()))
                        .time())
                .isEqualTo(Samples.NOW);
        Bytes fromFuture = signcrypt.signcrypt(payload, List.of(phone.certificate()), future, JID, Samples.NOW);
        assertThat(signcrypt
                        .open(fromFuture, phone, List.of(future.certificate()))
                        .signer())
                .isEqualTo(future.certificate().fingerprint());
        Bytes later = signcrypt.signcrypt(payload, List.of(phone.certificate()), future, JID, ahead.plusSeconds(9));
        assertThat(signcrypt.open(later, phone, List.of(future.certificate())).time())
                .isEqualTo(ahead.plusSeconds(9));
    }

    @Test
    void theLengthOfTheMessageIsRandom() throws MalformedException {
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            lengths.add(sealed(phone, laptop).length());
        }
        assertThat(lengths).hasSizeGreaterThan(5);
    }

    @Test
    void malformedPayloadIsNeverWritten() {
        for (String bad : List.of("<a>", "text", "<a/><b/>", "<!DOCTYPE a><a/>", "</payload><payload>")) {
            assertThatThrownBy(() ->
                            signcrypt.signcrypt(List.of(bad), List.of(laptop.certificate()), phone, JID, Samples.NOW))
                    .isInstanceOf(MalformedException.class);
        }
    }
}
