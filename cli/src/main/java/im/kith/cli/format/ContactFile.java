package im.kith.cli.format;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A file of contacts being read, front to back. */
public interface ContactFile extends AutoCloseable {

    /**
     * The next entry; empty at the end.
     *
     * @throws Failure if the file cannot be read, or not from here on
     */
    Optional<Entry> next() throws Failure;

    /** How many fields of the contacts read so far have no place in kith. */
    int fieldsNotKept();

    @Override
    void close();

    /** The formats, as {@code --format} names them. */
    enum Format {
        VCARD,
        JSON
    }

    /** Opens {@code in} as {@code format}, or as what its first characters say. */
    static ContactFile open(InputStream in, Optional<Format> format) throws Failure {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        try {
            Format found = format.isPresent() ? format.get() : recognise(buffered);
            return found == Format.JSON ? new JsonFile(buffered) : new VcardFile(buffered);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Format recognise(BufferedInputStream in) throws IOException, Failure {
        in.mark(1 << 12);
        String start = new String(in.readNBytes((1 << 12) - 1), StandardCharsets.ISO_8859_1);
        in.reset();
        if (start.startsWith("\u00FE\u00FF") || start.startsWith("\u00FF\u00FE")) {
            throw Failure.of(
                    Kind.BAD_INPUT, "the file is UTF-16, kith reads UTF-8", "Convert it: iconv -f UTF-16 -t UTF-8");
        }
        String text = (start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start).stripLeading();
        if (text.regionMatches(true, 0, "BEGIN:VCARD", 0, 11)) {
            return Format.VCARD;
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return Format.JSON;
        }
        throw Failure.of(
                Kind.BAD_INPUT,
                text.isEmpty() ? "the file is empty" : "the file is neither vCard nor kith JSON",
                "Name the format with --format vcard or --format json if it is one of these nevertheless.");
    }

    static Failure unreadable(IOException e) {
        return Failure.of(Kind.BAD_INPUT, "cannot read the file: " + e.getMessage(), "Is it all there?")
                .causedBy(e);
    }
}
