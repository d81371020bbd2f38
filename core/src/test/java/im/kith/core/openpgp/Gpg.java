package im.kith.core.openpgp;

import im.kith.core.octets.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real GnuPG with a home of its own, whose agent ends with it. */
final class Gpg implements AutoCloseable {

    private final Path home;

    Gpg() throws IOException {
        home = Files.createTempDirectory(
                "kg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            run(Bytes.EMPTY, "gpg", "--version");
        } catch (IOException e) {
            throw new IOException("gpg is missing; install GnuPG 2.2 or later (Debian: apt install gnupg)", e);
        }
    }

    /** What gpg writes to standard output for {@code input}; fails with what it says if it fails. */
    Bytes gpg(Bytes input, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("gpg", "--batch", "--no-tty", "--quiet", "--pinentry-mode", "loopback"));
        command.addAll(List.of(arguments));
        return run(input, command.toArray(String[]::new));
    }

    /** A file in the home that holds {@code content}. */
    String file(String name, Bytes content) throws IOException {
        return Files.write(home.resolve(name), content.toArray()).toString();
    }

    private Bytes run(Bytes input, String... command) throws IOException {
        Path in = Files.write(home.resolve("in"), input.toArray());
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("GNUPGHOME", home.toString());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("gpg does not end: " + String.join(" ", command));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    String.join(" ", command) + ": " + Files.readString(err, StandardCharsets.ISO_8859_1));
        }
        return Bytes.wrap(Files.readAllBytes(out));
    }

    @Override
    public void close() throws IOException {
        run(Bytes.EMPTY, "gpgconf", "--kill", "all");
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(Gpg::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
