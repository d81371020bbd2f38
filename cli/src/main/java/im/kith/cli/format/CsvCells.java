package im.kith.cli.format;

import java.util.ArrayList;
import java.util.List;

/** Several values in one cell of kith's own CSV: a line each, with a backslash before what would break the line. */
final class CsvCells {

    private CsvCells() {}

    static String write(List<String> values) {
        List<String> lines = new ArrayList<>();
        for (String value : values) {
            lines.add(value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"));
        }
        return String.join("\n", lines);
    }

    static List<String> read(String cell) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\n' || c == '\r') {
                end(value, values);
            } else if (c == '\\' && i + 1 < cell.length()) {
                char escaped = cell.charAt(++i);
                value.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                value.append(c);
            }
        }
        end(value, values);
        return values;
    }

    private static void end(StringBuilder value, List<String> values) {
        if (value.length() > 0) {
            values.add(value.toString());
            value.setLength(0);
        }
    }
}
