package im.kith.core.ed25519;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XidTest {

    /** XEP-0516 §4.1. */
    private static final String SEED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static final String JID = "0003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8@id.internal";

    @Test
    void theSpecificationsExampleHolds() throws MalformedException {
        Xid xid = Xid.of(new Ed25519Signer(Bytes.hex(SEED)));
        assertThat(xid.jid()).isEqualTo(JID);
        assertThat(Xid.parse(JID)).isEqualTo(xid);
    }

    /** XEP-0516 §6.1: what is signed is the octets that the nonce's text stands for, by the example. */
    @Test
    void theSpecificationsChallengeIsAnsweredByASignatureOverTheNoncesOctets() {
        Bytes signature = new Ed25519Signer(Bytes.hex(SEED)).sign(Bytes.hex("a3f2c8b1e9d74560"));
        assertThat(signature.toHex())
                .isEqualTo(
                        "7f2be0038e2f62b4ab6688440e07cd5939549feb810fc2514a26282d35056d3aea60c8c102dd3dbce678b520ca3622fbdb53b402cf7ca7f97d75ec23c29bc00d");
    }

    @Test
    void twoAccountsHaveDifferentIds() {
        assertThat(Xid.of(Ed25519Signer.generate(new SecureRandom())))
                .isNotEqualTo(Xid.of(Ed25519Signer.generate(new SecureRandom())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "juliet@example.org",
                "@id.internal",
                "0003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
                "0003A107BFF3CE10BE1D70DD18E74BC09967E4D6309BA50D5F1DDC8664125531B8@id.internal",
                "0103a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8@id.internal",
                "00z3a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8@id.internal",
                "0003a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531@id.internal",
            })
    void otherJidsAreNoXids(String jid) {
        assertThatThrownBy(() -> Xid.parse(jid)).isInstanceOf(MalformedException.class);
    }
}
