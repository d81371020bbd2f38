package im.kith.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs to their end and keeps what they print. */
final class Commands {

    private static final long LIMIT_SECONDS = 120;

    /** How a program ended. */
    record Result(List<String> command, int exit, String out, String err) {

        /** This result, if the program succeeded. */
        Result ok() {
            if (exit != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + exit + "\n" + out + "\n" + err);
            }
            return this;
        }
    }

    private Commands() {}

    static Result run(List<String> command, Map<String, String> environment) {
        return run(command, environment, "");
    }

    static Result run(List<String> command, Map<String, String> environment, String input) {
        Process process = start(command, environment);
        try {
            Path out = Files.createTempFile("kith-out", null);
            Path err = Files.createTempFile("kith-err", null);
            Thread outPump = pump(process.getInputStream(), out);
            Thread errPump = pump(process.getErrorStream(), err);
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // the program did not want its input: its exit code tells
            }
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end:\n" + Files.readString(err));
            }
            outPump.join();
            errPump.join();
            Result result = new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError("interrupted", e);
        }
    }

    static Process start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command.get(0) + "; ./check installs what the tests need", e);
        }
    }

    private static Thread pump(java.io.InputStream from, Path to) {
        Thread thread = new Thread(() -> {
            try (from;
                    var out = Files.newOutputStream(to)) {
                from.transferTo(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
