package im.kith.cli.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.List;

/**
 * The first line of a CSV file: what separates its fields, and what its columns are.
 *
 * @param lines to pass over first: Excel's {@code sep=;}
 */
record CsvHeader(char separator, int lines, List<CsvColumn> columns) {

    /** The titles by which kith knows its own files again, where cells have escapes. */
    static final List<String> OWN = List.of("Name", "JID", "Email", "Phone", "Identities", "Groups", "Extensions");

    /** Fields in a line; Google has some ninety. */
    static final int MOST_FIELDS = 4096;

    private static final String SEPARATORS = ",;\t|";
    private static final String EXCEL = "sep=";

    static boolean isOne(String start) {
        return of(start).columns.stream().anyMatch(CsvColumn::identifies);
    }

    /** The header at the beginning of {@code text}, of which nothing need be one. */
    static CsvHeader of(String text) {
        if (text.regionMatches(true, 0, EXCEL, 0, EXCEL.length()) && text.length() > EXCEL.length()) {
            char separator = text.charAt(EXCEL.length());
            int end = text.indexOf('\n');
            return new CsvHeader(separator, 1, columns(end < 0 ? "" : text.substring(end + 1), separator));
        }
        char separator = ',';
        int most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char each = SEPARATORS.charAt(i);
            int count = count(text, each);
            if (count > most) {
                most = count;
                separator = each;
            }
        }
        return new CsvHeader(separator, 0, columns(text, separator));
    }

    /** How often {@code separator} stands outside of quotes in the first line. */
    private static int count(String text, char separator) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                return count;
            } else if (!quoted && c == separator) {
                count++;
            }
        }
        return count;
    }

    private static List<CsvColumn> columns(String text, char separator) {
        int end = 0;
        boolean quoted = false;
        while (end < text.length() && (quoted || (text.charAt(end) != '\n' && text.charAt(end) != '\r'))) {
            quoted ^= text.charAt(end) == '"';
            end++;
        }
        try {
            return CsvColumn.of(CsvReader.builder()
                    .fieldSeparator(separator)
                    .ofSingleCsvRecord(text.substring(0, end))
                    .getFields());
        } catch (CsvParseException | IllegalArgumentException | java.util.NoSuchElementException notCsv) {
            return List.of();
        }
    }
}
