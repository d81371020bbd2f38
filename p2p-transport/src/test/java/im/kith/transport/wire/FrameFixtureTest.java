package im.kith.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames as every release so far wrote them, one file each: {@code name hex}. CONTRIBUTING.md says how a release adds its own. */
class FrameFixtureTest {

    private static final Path FIXTURES = Path.of("src", "test", "resources", "im", "kith", "transport", "wire");

    /** With {@code -Dkith.fixture=VERSION}: writes the frames of this release. */
    @BeforeAll
    static void writeThisReleasesIfAsked() throws IOException {
        String version = System.getProperty("kith.fixture", "");
        if (!version.isEmpty()) {
            List<String> lines = new TreeMap<>(Samples.all())
                    .entrySet().stream()
                            .map(each ->
                                    each.getKey() + " " + HexFormat.of().formatHex(WireCodec.encode(each.getValue())))
                            .toList();
            Files.createDirectories(FIXTURES);
            Files.write(FIXTURES.resolve("frames-" + version + ".txt"), lines);
        }
    }

    static List<Path> releases() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.filter(file -> file.getFileName().toString().startsWith("frames-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everyFrameOfThatReleaseIsStillReadAndWrittenTheSame(Path release) throws Exception {
        for (String line : Files.readAllLines(release)) {
            String name = line.substring(0, line.indexOf(' '));
            byte[] octets = HexFormat.of().parseHex(line.substring(name.length() + 1));
            WireFrame frame = WireCodec.decode(Arrays.copyOfRange(octets, WireCodec.PREFIX, octets.length));
            assertThat(frame).as(name).isEqualTo(Samples.named(name));
            assertThat(WireCodec.encode(frame)).as(name).isEqualTo(octets);
        }
    }

    @Test
    void thereIsARelease() throws Exception {
        assertThat(releases()).isNotEmpty();
    }
}
