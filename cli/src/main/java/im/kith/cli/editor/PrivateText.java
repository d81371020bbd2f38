package im.kith.cli.editor;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The file that the editor is given: 0600, alone in a directory of mode 0700, both deleted afterwards with whatever the editor
 * left beside it.
 *
 * <p>Where there is one it lies in memory and not on a disk: contacts are in the clear here.
 */
final class PrivateText implements AutoCloseable {

    private static final String IN_MEMORY = "/dev/shm";

    private final Path directory;
    private final Path file;
    private boolean kept;

    private PrivateText(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("contact.yaml");
    }

    static PrivateText create(Map<String, String> environment) throws IOException {
        var private700 = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        List<String> places = List.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""), IN_MEMORY);
        for (String place : places) {
            Path parent = Path.of(place);
            if (parent.isAbsolute() && Files.isDirectory(parent) && Files.isWritable(parent)) {
                return made(Files.createTempDirectory(parent, "kith-edit", private700));
            }
        }
        return made(Files.createTempDirectory("kith-edit", private700));
    }

    private static PrivateText made(Path directory) throws IOException {
        PrivateText text = new PrivateText(directory);
        Files.createFile(text.file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return text;
    }

    Path file() {
        return file;
    }

    void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    /** The text as the editor left it; empty if it left none. */
    String read() throws IOException, FormMistake {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (CharacterCodingException e) {
            throw new FormMistake("the text is not UTF-8");
        }
    }

    /** Leaves the file where it is, for the user to come back to. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (kept) {
            // an editor may have put another file in its place, with what permissions it liked
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
