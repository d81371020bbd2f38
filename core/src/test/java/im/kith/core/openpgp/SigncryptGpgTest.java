package im.kith.core.openpgp;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Signed and encrypted messages between kith and the real GnuPG, both ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SigncryptGpgTest {

    private static final String JID = "juliet@example.org";
    private static final Instant MADE = Instant.parse("2024-01-01T00:00:00Z");

    private final Signcrypt signcrypt = new Signcrypt(Samples.secureRandom());
    private final DeviceKey kith = DeviceKey.generate(JID, MADE, Samples.secureRandom());

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

    @Test
    void gpgImportsTheKeyOpensTheMessageAndFindsTheSignatureGood() throws IOException, MalformedException {
        DeviceKey other = DeviceKey.generate(JID, MADE, Samples.secureRandom());
        gpg.gpg(other.encoded(), "--import");
        gpg.gpg(kith.certificate().encoded(), "--import");
        Bytes message = signcrypt.signcrypt(
                List.of("<body xmlns='jabber:client'>hello</body>"),
                List.of(kith.certificate(), other.certificate()),
                kith,
                JID,
                MADE.plusSeconds(60));
        assertThat(gpg.gpg(message, "--decrypt").toUtf8())
                .startsWith("<signcrypt xmlns=\"urn:xmpp:openpgp:0\"><to jid=\"juliet@example.org\"/>"
                        + "<time stamp=\"2024-01-01T00:01:00Z\"/><rpad>")
                .endsWith("<payload><body xmlns=\"jabber:client\">hello</body></payload></signcrypt>");
        assertThat(gpg.gpg(
                                message,
                                "--status-fd",
                                "1",
                                "--output",
                                gpg.file("plain", Bytes.EMPTY),
                                "--yes",
                                "--decrypt")
                        .toUtf8())
                .contains("VALIDSIG " + kith.certificate().fingerprint().toHex().toUpperCase(Locale.ROOT))
                .contains("DECRYPTION_OKAY");
    }

    @Test
    void kithOpensWhatGpgSignedAndEncryptedWithItsOwnKey() throws Exception {
        gpg.gpg(
                Bytes.EMPTY,
                "--passphrase",
                "",
                "--quick-generate-key",
                "xmpp:" + JID,
                "ed25519",
                "sign,cert",
                "never");
        String fingerprint = fingerprint();
        gpg.gpg(Bytes.EMPTY, "--passphrase", "", "--quick-add-key", fingerprint, "cv25519", "encrypt", "never");
        gpg.gpg(kith.certificate().encoded(), "--import");
        Bytes content = Bytes.utf8("<signcrypt xmlns='urn:xmpp:openpgp:0'><to jid='juliet@example.org'/>"
                + "<time stamp='2014-07-10T17:06:00+02:00'/><rpad>f0rm1l4n4</rpad><payload>"
                + "<body xmlns='jabber:client'>This is a secret message.</body></payload></signcrypt>");
        DeviceCertificate signer = DeviceCertificate.parse(gpg.gpg(Bytes.EMPTY, "--export", fingerprint));
        for (String compression : List.of("none", "ZIP", "ZLIB", "BZIP2")) {
            Bytes message = gpg.gpg(
                    content,
                    "--trust-model",
                    "always",
                    "--compress-algo",
                    compression,
                    "--local-user",
                    fingerprint,
                    "--recipient",
                    kith.certificate().fingerprint().toHex(),
                    "--sign",
                    "--encrypt");
            Signcrypt.Opened opened = signcrypt.open(message, kith, List.of(kith.certificate(), signer));
            assertThat(opened.signer().toHex()).isEqualToIgnoringCase(fingerprint);
            assertThat(opened.time()).isEqualTo(Instant.parse("2014-07-10T15:06:00Z"));
            assertThat(opened.payload())
                    .containsExactly("<body xmlns=\"jabber:client\">This is a secret message.</body>");
        }
        Bytes hidden = gpg.gpg(
                content,
                "--trust-model",
                "always",
                "--local-user",
                fingerprint,
                "--hidden-recipient",
                kith.certificate().fingerprint().toHex(),
                "--sign",
                "--encrypt");
        assertThat(signcrypt.open(hidden, kith, List.of(signer)).payload()).hasSize(1);
        Bytes toGpg = signcrypt.signcrypt(
                List.of("<x xmlns='urn:x'/>"), List.of(signer), kith, JID, Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(gpg.gpg(toGpg, "--decrypt").toUtf8()).contains("<x xmlns=\"urn:x\"/>");
    }

    private String fingerprint() throws IOException {
        return gpg.gpg(Bytes.EMPTY, "--with-colons", "--list-secret-keys", "=xmpp:" + JID)
                .toUtf8()
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .map(line -> line.split(":", -1)[9])
                .filter(line ->
                        !line.equalsIgnoreCase(kith.certificate().fingerprint().toHex()))
                .findFirst()
                .orElseThrow();
    }
}
