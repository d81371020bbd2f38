package im.kith.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.kith.core.octets.Bytes;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.DotSet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireCodecTest {

    static Stream<String> names() {
        return Samples.all().keySet().stream().sorted();
    }

    private static byte[] body(byte[] frame) {
        assertThat(ByteBuffer.wrap(frame).getInt()).isEqualTo(frame.length - WireCodec.PREFIX);
        return Arrays.copyOfRange(frame, WireCodec.PREFIX, frame.length);
    }

    private static byte[] sample(String name) {
        return body(WireCodec.encode(Samples.named(name)));
    }

    private static WireFrame decodeHex(String hex) throws MalformedException {
        return WireCodec.decode(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFrameHasItsGoldenOctets(String name) {
        assertThat(HexFormat.of().formatHex(WireCodec.encode(Samples.named(name))))
                .isEqualTo(Golden.of(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyFrameSurvivesTheWire(String name) throws MalformedException {
        assertThat(WireCodec.decode(sample(name))).isEqualTo(Samples.named(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFrameCutAnywhereIsMalformedOrAnotherFrame(String name) throws MalformedException {
        byte[] whole = sample(name);
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> WireCodec.decode(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageMatching("(?s).+: .+");
        }
        assertThat(WireCodec.decode(new byte[0])).isEqualTo(new WireFrame.Unknown(0));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aMessageCutInsideItsFrameNeverPassesForTheWhole(String name) {
        WireFrame whole = Samples.named(name);
        byte[] frame = sample(name);
        int header = frame.length > 130 ? 3 : 2;
        for (int length = 0; length < frame.length - header; length++) {
            byte[] message = Arrays.copyOfRange(frame, header, header + length);
            byte[] wrapped = Proto.message(out -> out.writeByteArray(frame[0] >>> 3, message));
            assertThat(outcome(wrapped)).as("cut at %d", length).isNotEqualTo(whole);
        }
    }

    private static Object outcome(byte[] octets) {
        try {
            return WireCodec.decode(octets);
        } catch (MalformedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void garbageGivesAFrameOrAMalformedExceptionAndNothingElse() {
        Random random = new Random(510);
        byte[][] samples = names().map(WireCodecTest::sample).toArray(byte[][]::new);
        int frames = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] input = i % 2 == 0 ? new byte[random.nextInt(200)] : samples[random.nextInt(samples.length)].clone();
            if (i % 2 == 0) {
                random.nextBytes(input);
            } else {
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    input[random.nextInt(input.length)] = (byte) random.nextInt();
                }
            }
            frames += outcome(input) instanceof WireFrame ? 1 : 0;
        }
        assertThat(frames).isGreaterThan(1000);
    }

    @Test
    void framesAndFieldsOfLaterReleasesAreSkipped() throws MalformedException {
        assertThat(decodeHex("3a020801")).isEqualTo(new WireFrame.Unknown(7));
        assertThat(decodeHex("5a03a20600")).isEqualTo(new WireFrame.Ping());
        assertThat(decodeHex("6a04080a1200")).isEqualTo(new WireFrame.Bye(ByeReason.OTHER, ""));
        byte[] hello = sample("hello");
        byte[] more = Arrays.copyOf(hello, hello.length + 3);
        System.arraycopy(HexFormat.of().parseHex("980601"), 0, more, hello.length, 3);
        assertThat(WireCodec.decode(more)).isEqualTo(Samples.named("hello"));
    }

    @Test
    void ofAHelloInAnotherProtocolOnlyTheNumberIsRead() throws MalformedException {
        assertThat(decodeHex("0a00")).isEqualTo(new WireFrame.OtherProtocol(0));
        assertThat(decodeHex("0a05086332010f")).isEqualTo(new WireFrame.OtherProtocol(99));
    }

    @Test
    void complaintsNameWhatIsWrong() {
        Map.of(
                        "5a005a00", "frame: two in one",
                        "0a020801", "hello: device id of 0 octets",
                        "120101", "ledger ids:",
                        "12030a0101", "ledger ids: 1 octets of ids",
                        "1a020a00", "statement of 0 octets",
                        "22020a00", "version header: ",
                        "2a00", "done: digest of 0 octets",
                        "6a0312010a", "control character in bye text",
                        "0c", "end-group tag did not match")
                .forEach((hex, complaint) -> assertThatThrownBy(() -> decodeHex(hex))
                        .isInstanceOf(MalformedException.class)
                        .hasMessageContaining(complaint));
    }

    @Test
    void aHelloWithMoreThanAHundredThousandRangesIsRefused() {
        byte[] runs = new byte[2 * (DotSet.MAX_RANGES + 1)];
        for (int i = 0; i < runs.length; i += 2) {
            runs[i] = 2;
        }
        byte[] dots = Proto.message(out -> {
            Proto.write(out, 1, Samples.REPLICA.value());
            out.writeByteArray(2, runs);
        });
        byte[] hello = Proto.message(out -> {
            out.writeUInt32(1, 1);
            out.writeByteArray(7, dots);
        });
        assertThatThrownBy(() -> WireCodec.decode(Proto.message(out -> out.writeByteArray(1, hello))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than 100000 ranges");
    }

    @Test
    void rangesThatTouchOrRunOverAreRefused() {
        for (long[] runs : new long[][] {{0, 1}, {1, 0, 1, 0}, {1}, {1L << 53, 1}, {1, 1L << 54}, {1, -1}}) {
            byte[] packed = Proto.message(out -> {
                for (long run : runs) {
                    out.writeUInt64NoTag(run);
                }
            });
            byte[] dots = Proto.message(out -> {
                Proto.write(out, 1, Samples.REPLICA.value());
                out.writeByteArray(2, packed);
            });
            byte[] hello = Proto.message(out -> {
                out.writeUInt32(1, 1);
                out.writeByteArray(7, dots);
            });
            assertThatThrownBy(() -> WireCodec.decode(Proto.message(out -> out.writeByteArray(1, hello))))
                    .as(Arrays.toString(runs))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void tooLargeAFrameIsNeitherWrittenNorRead() {
        assertThatThrownBy(() -> WireCodec.decode(new byte[WireCodec.MAX_FRAME + 1]))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("1048577");
        assertThatThrownBy(() -> new WireFrame.Pair(Bytes.wrap(new byte[WireFrame.Pair.MAX_DATA + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WireFrame.Bye(ByeReason.OTHER, "x".repeat(256)))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] pair = Proto.message(out -> out.writeByteArray(1, new byte[WireFrame.Pair.MAX_DATA + 1]));
        assertThatThrownBy(() -> WireCodec.decode(Proto.message(out -> out.writeByteArray(14, pair))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("pairing data of 65537 octets");
    }

    @Test
    void aFarewellIsCutToWhatFits() {
        WireFrame.Bye bye = WireFrame.Bye.of(ByeReason.PROTOCOL, "é\n".repeat(200));
        assertThat(bye.text()).startsWith("é é ").hasSize(170);
    }
}
