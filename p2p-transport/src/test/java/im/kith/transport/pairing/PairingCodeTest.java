package im.kith.transport.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.MalformedException;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingCodeTest {

    @Test
    void printedCodeIsReadBackWithOrWithoutItsSpace() throws MalformedException {
        PairingCode code = PairingCode.random(new SecureRandom());

        assertThat(code.print()).matches("[0-9]{4} [0-9]{4}");
        assertThat(PairingCode.parse(code.print())).isEqualTo(code);
        assertThat(PairingCode.parse(code.print().replace(" ", ""))).isEqualTo(code);
    }

    @Test
    void leadingZerosAreKept() throws MalformedException {
        assertThat(PairingCode.parse("00000042").print()).isEqualTo("0000 0042");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1234567", "123456789", "123 45678", "1234  5678", "1234-5678", "abcd efgh", "١٢٣٤٥٦٧٨"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> PairingCode.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void digitsDoNotShowInTextsForLogs() throws MalformedException {
        assertThat(PairingCode.parse("1234 5678").toString())
                .doesNotContain("1234")
                .doesNotContain("5678");
        assertThatThrownBy(() -> PairingCode.parse("8642 975x")).hasMessageNotContaining("8642");
    }
}
