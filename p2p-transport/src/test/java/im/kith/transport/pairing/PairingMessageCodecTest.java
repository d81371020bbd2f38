package im.kith.transport.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingFailure.Kind;
import im.kith.transport.pairing.PairingMessage.Data;
import im.kith.transport.pairing.PairingMessage.Proof;
import im.kith.transport.pairing.PairingMessage.Refusal;
import im.kith.transport.pairing.PairingMessage.Round1;
import im.kith.transport.pairing.PairingMessage.Round2;
import im.kith.transport.pairing.PairingMessage.Round3;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PairingMessageCodecTest {

    private static Bytes filled(int length, int octet) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) octet);
        return Bytes.wrap(octets);
    }

    private static Proof proof(int octet) {
        return new Proof(filled(33, octet), filled(32, octet + 1));
    }

    private static void assertRoundTrip(PairingMessage message) throws MalformedException {
        assertThat(PairingMessageCodec.decode(PairingMessageCodec.encode(message)))
                .isEqualTo(message);
    }

    @Test
    void everyKindIsReadBackAsItWas() throws MalformedException {
        assertRoundTrip(new Round1("someone", filled(33, 1), filled(33, 2), proof(3), proof(5)));
        assertRoundTrip(new Round2("someone", filled(33, 1), proof(3)));
        assertRoundTrip(new Round3("someone", filled(32, 0xee)));
        assertRoundTrip(new Data(true, Bytes.EMPTY));
        assertRoundTrip(new Data(false, filled(65536, 7)));
        for (Kind kind : Kind.values()) {
            assertRoundTrip(new Refusal(kind));
        }
    }

    @Test
    void octetsAreTheDocumentedOnes() {
        assertThat(PairingMessageCodec.encode(new Refusal(Kind.WRONG_CODE)).toHex())
                .isEqualTo("08042801");
        assertThat(PairingMessageCodec.encode(new Data(true, Bytes.hex("cafe"))).toHex())
                .isEqualTo("080530013a02cafe");
        assertThat(PairingMessageCodec.encode(new Round3("ab", filled(32, 0x11)))
                        .toHex())
                .isEqualTo("0803120261622220" + "11".repeat(32));
        assertThat(PairingMessageCodec.encode(new Round2("ab", filled(33, 2), proof(3)))
                        .toHex())
                .isEqualTo("080212026162" + "1a21" + "02".repeat(33) + "1a21" + "03".repeat(33) + "2220"
                        + "04".repeat(32));
    }

    @Test
    void unknownFieldsAreSkipped() throws MalformedException {
        assertThat(PairingMessageCodec.decode(Bytes.hex("08042801" + "7a03010203")))
                .isEqualTo(new Refusal(Kind.WRONG_CODE));
    }

    @Test
    void unknownReasonIsARefusal() throws MalformedException {
        assertThat(PairingMessageCodec.decode(Bytes.hex("0804287f"))).isEqualTo(new Refusal(Kind.REFUSED));
    }

    @Test
    void wrongShapesAreRefused() {
        for (String hex : new String[] {"", "0809", "0801", "08031202616222021111", "0803", "08053a05ca", "ffffffff"}) {
            assertThatThrownBy(() -> PairingMessageCodec.decode(Bytes.hex(hex)))
                    .as(hex)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void oversizedMessagesAreRefusedUnread() {
        assertThatThrownBy(() -> PairingMessageCodec.decode(filled(70_000, 0)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("70000");
    }

    @Test
    void participantNamesRoleAndKey() {
        Bytes key = Bytes.sha256(Bytes.EMPTY);

        assertThat(Role.INVITER.participant(key)).isNotEqualTo(Role.JOINER.participant(key));
        assertThat(Role.JOINER.participant(key)).isEqualTo("kith-pairing-1 joiner " + key.toHex());
    }
}
