package im.kith.cli.format;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** A file of contacts being read, front to back. */
public interface ContactFile extends AutoCloseable {

    /**
     * The next entry; empty at the end.
     *
     * @throws Failure if the file cannot be read, or not from here on
     */
    Optional<Entry> next() throws Failure;

    /** What of the contacts read so far could not be kept. */
    Losses losses();

    /** The account (a bare JID) whose contacts these are, if the file said so far. */
    default Optional<String> account() {
        return Optional.empty();
    }

    @Override
    void close();

    /** The formats, as {@code --format} names them. */
    enum Format {
        VCARD,
        XEP0227,
        CSV,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Opens {@code in} as {@code format}, or as what its first characters say. */
    static ContactFile open(InputStream in, Optional<Format> format) throws Failure {
        try {
            BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
            Encoding encoding = Encoding.of(buffered);
            Format found = format.isPresent() ? format.get() : Recognition.of(buffered, encoding);
            if (found == Format.XEP0227) {
                Recognition.requireXml(buffered, encoding);
            }
            return switch (found) {
                case VCARD -> new VcardFile(encoding.utf8(buffered));
                case JSON -> new JsonFile(encoding.utf8(buffered));
                case XEP0227 -> RosterFile.open(buffered);
                case CSV -> CsvFile.open(encoding.reader(buffered));
            };
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Closes what was only read: that it cannot be closed harms nothing. */
    static void close(Closeable read) {
        try {
            read.close();
        } catch (IOException wasOnlyRead) {
            return;
        }
    }

    static Failure unreadable(IOException e) {
        return Failure.of(Kind.BAD_INPUT, "cannot read the file: " + e.getMessage(), "Is it all there?")
                .causedBy(e);
    }
}
