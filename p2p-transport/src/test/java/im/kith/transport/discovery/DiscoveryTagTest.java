package im.kith.transport.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import im.kith.core.octets.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveryTagTest {

    private static final Bytes KEY = Bytes.hex("00".repeat(32));
    private static final Bytes OTHER = Bytes.hex("01".repeat(32));
    private static final Bytes NONCE = Bytes.hex("aa".repeat(16));

    private final String tag = DiscoveryTag.compute(KEY, NONCE, "instance");

    @Test
    void tagIsHmacSha256OverNonceAndInstance() {
        // printf 'aa'*16 as octets, then "instance" | openssl dgst -sha256 -mac HMAC -macopt hexkey:00*32, as base64url
        assertThat(tag).isEqualTo("HDAohtRXPqhJQICUlN_IRPyI6Pb4S-uKGKkD2Xw_TUU");
        assertThat(tag).hasSize(43);
    }

    @Test
    void currentAndRetiredKeysAreRecognised() {
        assertThat(DiscoveryTag.matches(DiscoveryKeys.of(KEY), NONCE, "instance", tag))
                .isTrue();
        assertThat(DiscoveryTag.matches(new DiscoveryKeys(Optional.of(OTHER), List.of(KEY)), NONCE, "instance", tag))
                .isTrue();
        assertThat(DiscoveryTag.matches(DiscoveryKeys.of(OTHER), NONCE, "instance", tag))
                .isFalse();
        assertThat(DiscoveryTag.matches(DiscoveryKeys.none(), NONCE, "instance", tag))
                .isFalse();
    }

    @Test
    void tagIsWorthNothingUnderAnotherNameOrNonce() {
        assertThat(DiscoveryTag.matches(DiscoveryKeys.of(KEY), NONCE, "instance2", tag))
                .isFalse();
        assertThat(DiscoveryTag.matches(DiscoveryKeys.of(KEY), Bytes.hex("ab".repeat(16)), "instance", tag))
                .isFalse();
    }

    @Test
    void keysDoNotShowInTextsForLogs() {
        assertThat(DiscoveryKeys.of(Bytes.hex("deadbeef".repeat(8))).toString()).doesNotContain("dead");
    }

    @Test
    void txtIsReadBackAsWritten() {
        Txt txt = new Txt(NONCE, tag, true);

        assertThat(txt.toProperties()).containsExactlyEntriesOf(ordered(txt));
        assertThat(Txt.read(txt.toProperties()::get)).contains(txt);
        Txt quiet = new Txt(NONCE, tag, false);
        assertThat(quiet.toProperties()).doesNotContainKey("pair");
        assertThat(Txt.read(quiet.toProperties()::get)).contains(quiet);
    }

    private static Map<String, String> ordered(Txt txt) {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("v", "1");
        expected.put("n", "qqqqqqqqqqqqqqqqqqqqqg");
        expected.put("t", txt.tag());
        expected.put("pair", "1");
        return expected;
    }

    @Test
    void anotherProtocolIsSeenSoThatItsHelloCanTell() {
        assertThat(Txt.read(Map.of("v", "2", "n", "qqqqqqqqqqqqqqqqqqqqqg", "t", tag)::get))
                .map(Txt::tag)
                .contains(tag);
    }

    @Test
    void foreignTxtIsOfNoUse() {
        assertThat(Txt.read(Map.<String, String>of()::get)).isEmpty();
        assertThat(Txt.read(Map.of("v", "x", "n", "qqqqqqqqqqqqqqqqqqqqqg", "t", tag)::get))
                .isEmpty();
        assertThat(Txt.read(Map.of("v", "1", "t", tag)::get)).isEmpty();
        assertThat(Txt.read(Map.of("v", "1", "n", "qqqq", "t", tag)::get)).isEmpty();
        assertThat(Txt.read(Map.of("v", "1", "n", "not base64!", "t", tag)::get))
                .isEmpty();
        assertThat(Txt.read(Map.of("v", "1", "n", "q".repeat(200), "t", tag)::get))
                .isEmpty();
    }
}
