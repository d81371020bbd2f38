package im.kith.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code kith edit} on a terminal of its own that does not come to its end. */
class EditorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private Machine machine;
    private Path runtime;
    private Path log;

    /** How an edit is interrupted. */
    private enum End {
        TERMINAL_CLOSED,
        CONTROL_C,
        TERMINATED,
        KILLED
    }

    @BeforeEach
    void aContact() throws IOException {
        machine = new Machine(directory, command -> command);
        runtime = Files.createDirectory(directory.resolve("runtime"));
        log = directory.resolve("log");
        machine.run("init").ok();
        machine.run("add", "--name", "Juliet", "--jid", "juliet@example.org").ok();
    }

    /** kith with this editor, a script that is given the file as $1, on a terminal whose output goes to the log. */
    private Process edit(String editor) throws IOException {
        Path program = Files.writeString(directory.resolve("editor"), "#!/bin/sh\n" + editor + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Map<String, String> environment = new HashMap<>(machine.environment());
        environment.putAll(Map.of("VISUAL", program.toString(), "XDG_RUNTIME_DIR", runtime.toString()));
        // whoever runs the tests in the background has Ctrl-C ignored, and all that is started there inherits that
        String command =
                "exec env --default-signal=INT " + String.join(" ", machine.command("edit", "juliet@example.org"));
        ProcessBuilder builder = new ProcessBuilder(
                        "script", "--quiet", "--return", "--flush", "--command", command, log.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static ProcessHandle kith(Process terminal) {
        return terminal.children().findFirst().orElseThrow();
    }

    private static void end(Process terminal, End how) throws IOException {
        ProcessHandle kith = kith(terminal);
        switch (how) {
            case TERMINAL_CLOSED -> terminal.destroyForcibly();
            case CONTROL_C -> {
                OutputStream keys = terminal.getOutputStream();
                keys.write(3);
                keys.flush();
            }
            case TERMINATED -> kith.destroy();
            case KILLED -> kith.destroyForcibly();
        }
        kith.onExit()
                .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenIsKeptAndToldOfHoweverTheEditIsInterrupted(End how) throws IOException {
        Path written = directory.resolve("written");
        Process terminal = edit("sed -i 's/^name: .*/name: Juliet M./' \"$1\"; chmod 644 \"$1\"; echo \"$1\" >"
                + written + ".new; mv " + written + ".new " + written + "; exec sleep 100");
        await().atMost(PATIENCE).until(() -> Files.exists(written));
        Path kept = Path.of(Files.readString(written).strip());
        List<ProcessHandle> editor = terminal.descendants().toList();
        end(terminal, how);
        editor.forEach(ProcessHandle::destroyForcibly);
        assertThat(kept).content().contains("name: Juliet M.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())))
                .isEqualTo("rwx------");
        if (how == End.CONTROL_C || how == End.TERMINATED) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(log).content().contains("kept in " + kept));
        }
        terminal.destroy();
        assertThat(next()).contains("an earlier edit did not come to its end", kept.toString(), "Nothing was changed.");
        assertThat(kept).content().contains("name: Juliet M.");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        assertThat(machine.names()).containsExactly("Juliet");
    }

    @Test
    void whatNobodyWroteIsNotToldOf() throws IOException {
        Path opened = directory.resolve("opened");
        Process terminal = edit("echo >" + opened + "; exec sleep 100");
        await().atMost(PATIENCE).until(() -> Files.exists(opened));
        List<ProcessHandle> editor = terminal.descendants().toList();
        end(terminal, End.KILLED);
        editor.forEach(ProcessHandle::destroyForcibly);
        assertThat(next()).doesNotContain("earlier edit");
        assertThat(runtime).isEmptyDirectory();
    }

    /** What the next edit says, in which nothing is written. */
    private String next() throws IOException {
        Files.deleteIfExists(log);
        Process terminal = edit("exit 0");
        terminal.onExit()
                .orTimeout(PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                .join();
        return Files.readString(log);
    }
}
