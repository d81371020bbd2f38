package im.kith.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import im.kith.core.octets.MalformedException;
import im.kith.core.replica.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proto in the documentation is what is really sent: protoc reads the golden frames by it. */
class ProtocDecodesTest {

    private static final Path DOCUMENTATION = Path.of("..", "docs", "protocol.md");

    @TempDir
    private static Path directory;

    @BeforeAll
    static void writeTheProto() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        int start = text.indexOf("```proto\n") + "```proto\n".length();
        Files.writeString(directory.resolve("wire.proto"), text.substring(start, text.indexOf("```", start)));
    }

    private static String protoc(String verb, String message, byte[] input, boolean text) throws Exception {
        Path in = Files.write(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Process process;
        try {
            process = new ProcessBuilder(
                            "protoc", "--" + verb + "=kith.wire." + message, "-I" + directory, "wire.proto")
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(directory.resolve("err").toFile())
                    .start();
        } catch (IOException e) {
            return fail("protoc is missing: apt-get install protobuf-compiler", e);
        }
        assertThat(process.waitFor())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        byte[] octets = Files.readAllBytes(out);
        return text
                ? new String(octets, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(octets);
    }

    private static byte[] golden(String name) {
        byte[] frame = HexFormat.of().parseHex(Golden.of(name));
        return Arrays.copyOfRange(frame, WireCodec.PREFIX, frame.length);
    }

    @Test
    void protocReadsEveryFrameWithoutUnknownFieldsAndWritesItBack() throws Exception {
        for (String name : Golden.FRAMES.keySet()) {
            String text = protoc("decode", "Wire", golden(name), true);
            assertThat(text).startsWith(name + " {").doesNotContainPattern("(?m)^\\s*\\d+:");
            assertThat(protoc("encode", "Wire", text.getBytes(StandardCharsets.UTF_8), false))
                    .as(text)
                    .isEqualTo(HexFormat.of().formatHex(golden(name)));
        }
    }

    @Test
    void protocSeesWhatWasMeant() throws Exception {
        Map.of(
                        "hello", "runs: 302\n    runs: 1\n    runs: 2\n    runs: 0",
                        "ledger_statements", "octets: \"statement\"",
                        "chunk", "payload: \"payload\"",
                        "bye", "reason: 2",
                        "pair", "data: \"round 1\"")
                .forEach((name, part) -> {
                    try {
                        assertThat(protoc("decode", "Wire", golden(name), true)).contains(part);
                    } catch (Exception e) {
                        fail(e);
                    }
                });
    }

    @Test
    void protocReadsTheHeaderOfAVersion() throws Exception {
        Frame.Chunk chunk = chunk();
        String text = protoc(
                "decode",
                "VersionHeader",
                chunk.versions().get(0).headerOctets().toArray(),
                true);
        assertThat(text)
                .contains("node: \"urn:xmpp:contacts:0\"", "sequence: 1", "key_id: \"key\"")
                .doesNotContainPattern("(?m)^\\s*\\d+:");
    }

    private static Frame.Chunk chunk() throws MalformedException {
        WireFrame.Replication frame = (WireFrame.Replication) WireCodec.decode(golden("chunk"));
        return (Frame.Chunk) frame.frame();
    }
}
