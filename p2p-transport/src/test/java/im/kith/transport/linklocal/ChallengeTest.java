package im.kith.transport.linklocal;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.device.XidKey;
import im.kith.core.ed25519.Ed25519Signer;
import im.kith.core.octets.Bytes;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XEP-0516 §6, with its own examples. */
class ChallengeTest {

    private static final XidKey JULIET = new XidKey(
            new Ed25519Signer(Bytes.hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")),
            Instant.parse("2026-05-27T14:30:00Z"));
    private static final XidKey OTHER =
            new XidKey(new Ed25519Signer(Bytes.hex("ff".repeat(32))), Instant.parse("2026-05-27T14:30:00Z"));
    private static final String XID = "0003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8@id.internal";
    private static final Instant NOW = Instant.parse("2026-05-30T10:15:30.5Z");

    private static XmlElement challenge(String xid, String timestamp, String nonce) throws Exception {
        return XmlReader.read("<challenge xmlns='urn:xmpp:xid:0' xid='" + xid + "' timestamp='" + timestamp + "'>\n    "
                + nonce + "\n  </challenge>");
    }

    @Test
    void theExampleOfTheSpecificationIsAnsweredAsItSays() throws Exception {
        XmlElement response = Challenge.answer(challenge(XID, "2026-05-30T10:15:30Z", "a3f2c8b1e9d74560"), JULIET)
                .orElseThrow();
        assertThat(response.text())
                .isEqualTo("7f2be0038e2f62b4ab6688440e07cd5939549feb810fc2514a26282d35056d3a"
                        + "ea60c8c102dd3dbce678b520ca3622fbdb53b402cf7ca7f97d75ec23c29bc00d");
        assertThat(response.attribute("timestamp")).contains("2026-05-30T10:15:30Z");
        assertThat(response.attribute("xid")).contains(XID);
    }

    @Test
    void whoHoldsTheKeyAnswersRightAndNobodyElse() {
        Challenge asked = Challenge.ask(JULIET.xid(), NOW, new Random(1));
        XmlElement right = Challenge.answer(asked.toXml(), JULIET).orElseThrow();
        assertThat(asked.isAnsweredBy(right)).isTrue();

        Challenge again = Challenge.ask(JULIET.xid(), NOW, new Random(2));
        assertThat(again.isAnsweredBy(right)).as("another nonce").isFalse();

        XmlElement forged = XmlElement.builder("urn:xmpp:xid:0", "response")
                .attribute("xid", XID)
                .attribute("timestamp", asked.timestamp())
                .text(OTHER.signer().sign(asked.nonce()).toHex())
                .build();
        assertThat(asked.isAnsweredBy(forged)).as("another key").isFalse();
    }

    @Test
    void aChallengeForAnotherKeyIsNotAnswered() throws Exception {
        assertThat(Challenge.answer(challenge(OTHER.xid().jid(), "2026-05-30T10:15:30Z", "a3f2c8b1e9d74560"), JULIET))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a3f2c8", "A3F2C8B1E9D74560", "a3f2c8b1e9d7456", "I owe you 1000 ducats"})
    void whatIsNoNonceIsNotSigned(String nonce) throws Exception {
        assertThat(Challenge.answer(challenge(XID, "2026-05-30T10:15:30Z", nonce), JULIET))
                .isEmpty();
    }

    @Test
    void whatIsAsLongAsADocumentIsNotSigned() throws Exception {
        assertThat(Challenge.answer(challenge(XID, "2026-05-30T10:15:30Z", "ab".repeat(64)), JULIET))
                .isPresent();
        assertThat(Challenge.answer(challenge(XID, "2026-05-30T10:15:30Z", "ab".repeat(65)), JULIET))
                .isEmpty();
    }

    @Test
    void aTimestampThatIsNoneIsNotEchoed() throws Exception {
        assertThat(Challenge.answer(challenge(XID, "yesterday", "a3f2c8b1e9d74560"), JULIET))
                .isEmpty();
    }
}
