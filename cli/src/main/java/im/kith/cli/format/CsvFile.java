package im.kith.cli.format;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CSV (RFC 4180) with a header, through FastCSV, a record at a time. */
final class CsvFile implements ContactFile {

    private static final int LONGEST_FIELD = 1 << 20;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern RECORD = Pattern.compile("(?: \\(| in )record starting at line ([0-9]{1,18})\\)?");

    private final CloseableIterator<CsvRecord> records;
    private final List<CsvColumn> columns;
    private final boolean own;
    private final int skipped;
    private final Losses losses = new Losses();
    private long line = 1;

    private CsvFile(CloseableIterator<CsvRecord> records, CsvHeader header, List<String> titles) {
        this.records = records;
        this.columns = CsvColumn.of(titles);
        this.own = titles.equals(CsvHeader.OWN);
        this.skipped = header.lines();
    }

    /**
     * Takes what spreadsheets and people write, but no file that ends within quotes: it broke off. The last of these will go
     * from the library, with nothing in its place yet.
     */
    @SuppressWarnings("removal")
    private static CsvReader.CsvReaderBuilder lenient() {
        return CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .allowExtraCharsAfterClosingQuote(true);
    }

    /** Reads as far as the header. */
    static CsvFile open(Reader text) throws Failure, IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
        text.mark(LONGEST_HEADER);
        char[] start = new char[LONGEST_HEADER - 1];
        int length = Math.max(0, fill(text, start));
        text.reset();
        CsvHeader header = CsvHeader.of(new String(start, 0, length));
        for (int i = 0; i < header.lines(); i++) {
            for (int next = text.read(); next >= 0 && next != '\n'; ) {
                next = text.read();
            }
        }
        CloseableIterator<CsvRecord> records = lenient()
                .fieldSeparator(header.separator())
                .maxBufferSize(2 * LONGEST_FIELD)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(CsvHeader.MOST_FIELDS)
                                .maxFieldSize(LONGEST_FIELD)
                                .maxRecordSize(2 * LONGEST_FIELD)
                                .build(),
                        text)
                .iterator();
        try {
            List<String> titles = records.hasNext() ? records.next().getFields() : List.of();
            if (titles.stream().noneMatch(title -> CsvColumn.of(title).identifies())) {
                throw Failure.of(
                        Kind.BAD_INPUT,
                        "no column of the CSV file is known to hold addresses",
                        "The first line must name the columns, such as Name, JID, Email, Phone, Groups.");
            }
            return new CsvFile(records, header, titles);
        } catch (CsvParseException e) {
            throw broken(1, header.lines(), e);
        } catch (UncheckedIOException e) {
            throw ContactFile.unreadable(Objects.requireNonNull(e.getCause()));
        }
    }

    private static int fill(Reader text, char[] into) throws IOException {
        int length = 0;
        while (length < into.length) {
            int count = text.read(into, length, into.length - length);
            if (count < 0) {
                break;
            }
            length += count;
        }
        return length;
    }

    /** At the line that the library tells, else at {@code line}. */
    private static Failure broken(long line, int skipped, CsvParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        Matcher record = RECORD.matcher(String.valueOf(cause.getMessage()));
        long at = record.find() ? Long.parseLong(record.group(1)) + skipped : line;
        String why = record.replaceFirst("");
        return Failure.of(
                        Kind.BAD_INPUT,
                        "line " + at + ": not CSV that can be read: " + why,
                        "Is the file all there, and no quotation mark missing?")
                .causedBy(e);
    }

    @Override
    public Optional<Entry> next() throws Failure {
        try {
            while (records.hasNext()) {
                CsvRecord row = records.next();
                line = row.getStartingLineNumber() + skipped;
                if (row.getFields().stream().anyMatch(field -> !field.isBlank())) {
                    return Optional.of(entry(row.getFields()));
                }
            }
            return Optional.empty();
        } catch (CsvParseException e) {
            throw broken(line + 1, skipped, e);
        } catch (UncheckedIOException e) {
            throw ContactFile.unreadable(Objects.requireNonNull(e.getCause()));
        }
    }

    private Entry entry(List<String> fields) {
        int at = Math.toIntExact(Math.min(Integer.MAX_VALUE, line));
        if (fields.stream().anyMatch(field -> field.indexOf(Encoding.BROKEN) >= 0)) {
            return new Entry.Rejected(at, "not UTF-8");
        }
        if (fields.size() > columns.size()) {
            return new Entry.Rejected(
                    at, fields.size() + " fields, but the header has " + columns.size() + ": is one not quoted?");
        }
        return own ? CsvRow.own(at, fields, losses) : new CsvRow(columns, fields).read(at, losses);
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public void close() {
        ContactFile.close(records);
    }
}
