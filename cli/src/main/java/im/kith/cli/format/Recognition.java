package im.kith.cli.format;

import im.kith.cli.format.ContactFile.Format;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;

/** Tells a file's format by how it begins. */
final class Recognition {

    /** Google's header is 2,500 characters long. */
    private static final int LOOK = 1 << 15;

    private Recognition() {}

    private static String start(BufferedInputStream in, Encoding encoding) throws IOException {
        in.mark(LOOK);
        String start = new String(in.readNBytes(LOOK - 1), encoding.charset());
        in.reset();
        return (start.startsWith("\uFEFF") ? start.substring(1) : start).stripLeading();
    }

    /** Refuses what cannot be a roster, before an XML parser complains of it in its own words. */
    static void requireXml(BufferedInputStream in, Encoding encoding) throws IOException, Failure {
        String text = start(in, encoding);
        if (!text.isEmpty() && !text.startsWith("<")) {
            throw Failure.of(
                    Kind.BAD_INPUT,
                    "the file is no roster, since it is not XML",
                    "kith import FILE, without --from-roster and --format, finds out what it is.");
        }
    }

    static Format of(BufferedInputStream in, Encoding encoding) throws IOException, Failure {
        String text = start(in, encoding);
        if (text.regionMatches(true, 0, "BEGIN:VCARD", 0, 11)) {
            return Format.VCARD;
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return Format.JSON;
        }
        if (text.startsWith("<")) {
            return Format.XEP0227;
        }
        if (CsvHeader.isOne(text)) {
            return Format.CSV;
        }
        if (text.isEmpty()) {
            throw Failure.of(Kind.BAD_INPUT, "the file is empty", "Did the export that made it succeed?");
        }
        throw Failure.of(
                Kind.BAD_INPUT,
                "the file is no vCard, roster, kith JSON or CSV with a header that kith knows",
                "Name the format with --format if it is one of these nevertheless; docs/formats.md has the columns.");
    }
}
