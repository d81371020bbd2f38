package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing a new user runs. */
class DemoIT {

    @Test
    void theDemoTellsTheWholeStoryAndLeavesNothingBehind(@TempDir Path directory) throws Exception {
        Commands.Result demo = Commands.run(
                        List.of(Machine.LAUNCHER.toString(), "demo"),
                        Map.of("TMPDIR", directory.toString(), "HOME", directory.toString(), "NO_COLOR", "1"))
                .ok();
        assertThat(demo.out()).contains("Juliet");
        assertThat(demo.err()).doesNotContain("Exception");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains("kith-demo")))
                .isEmpty();
    }
}
