package im.kith.cli.editor;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The user's editor: {@code VISUAL}, else {@code EDITOR}, else vi or nano where there is one. */
record EditorProgram(String command) {

    private static final int NOT_FOUND = 127;

    /** By Ctrl-C, which is for kith too and may come here later: whoever went on might end before saying where the text is kept. */
    private static final int INTERRUPTED = 130;

    private static final int SIGNAL_COMES_SECONDS = 2;
    private static final List<String> USUAL = List.of("sensible-editor", "vi", "nano");
    private static final String HINT = "Set VISUAL or EDITOR, or name the change: kith edit --help";

    static EditorProgram find(Map<String, String> environment) throws Failure {
        for (String variable : List.of("VISUAL", "EDITOR")) {
            String command = environment.getOrDefault(variable, "");
            if (!command.isBlank()) {
                return new EditorProgram(command);
            }
        }
        for (String usual : USUAL) {
            for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
                if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, usual))) {
                    return new EditorProgram(usual);
                }
            }
        }
        throw Failure.of(Kind.USAGE, "there is no editor: neither VISUAL nor EDITOR is set", HINT);
    }

    /** Shows {@code file} and waits until the editor has ended. The command may have arguments, as git takes it. */
    void edit(Path file) throws Failure {
        int code;
        try {
            code = new ProcessBuilder("/bin/sh", "-c", command + " \"$1\"", command, file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code == INTERRUPTED) {
                TimeUnit.SECONDS.sleep(SIGNAL_COMES_SECONDS);
            }
        } catch (IOException e) {
            throw Failure.of(Kind.USAGE, "cannot start the editor " + command, HINT)
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Kind.USAGE, "interrupted");
        }
        if (code == NOT_FOUND) {
            throw Failure.of(Kind.USAGE, "there is no editor '" + command + "'", HINT);
        } else if (code != 0) {
            throw Failure.of(Kind.BAD_INPUT, "the editor ended with " + code + ", so nothing was changed");
        }
    }
}
