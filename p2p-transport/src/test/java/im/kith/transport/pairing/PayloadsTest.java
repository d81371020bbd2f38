package im.kith.transport.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.transport.pairing.PairingMessage.Data;
import org.junit.jupiter.api.Test;

class PayloadsTest {

    private final Payloads payloads = new Payloads();

    @Test
    void emptyPayloadIsOneMessage() throws MalformedException {
        assertThat(Payloads.cut(Bytes.EMPTY)).containsExactly(new Data(true, Bytes.EMPTY));
        assertThat(payloads.add(new Data(true, Bytes.EMPTY))).contains(Bytes.EMPTY);
    }

    @Test
    void exactlyOneMessageFullIsOneMessage() {
        assertThat(Payloads.cut(Bytes.wrap(new byte[65536]))).hasSize(1);
        assertThat(Payloads.cut(Bytes.wrap(new byte[65537]))).hasSize(2);
    }

    @Test
    void peerThatNeverEndsIsStopped() throws MalformedException {
        Data piece = new Data(false, Bytes.wrap(new byte[65536]));
        for (int i = 0; i < Payloads.MAX_WHOLE / 65536; i++) {
            payloads.add(piece);
        }

        assertThatThrownBy(() -> payloads.add(piece)).isInstanceOf(MalformedException.class);
    }

    @Test
    void emptyPiecesDoNotGoOnForEver() {
        assertThatThrownBy(() -> payloads.add(new Data(false, Bytes.EMPTY))).isInstanceOf(MalformedException.class);
    }
}
