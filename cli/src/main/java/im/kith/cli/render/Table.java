package im.kith.cli.render;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in columns that fit a width: the widest columns give way first, and what is cut off ends in an ellipsis. */
public final class Table {

    private static final int GAP = 2;
    private static final int NARROWEST = 4;

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();
    private int @Nullable [] settled;

    public Table(String... head) {
        this.head = List.of(head);
    }

    public void row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + head.size() + " columns");
        }
        List<String> row = new ArrayList<>(cells.length);
        for (String cell : cells) {
            row.add(Printable.of(cell));
        }
        rows.add(row);
    }

    /** The table as lines, each at most {@code width} columns wide if {@code width} is positive. */
    public List<String> lines(int width, Colour colour) {
        List<String> lines = new ArrayList<>(rows.size() + 1);
        int[] widths = settled;
        if (widths == null) {
            widths = fit(naturalWidths(), width);
            lines.add(colour.strong(line(head, widths, width)));
        }
        for (List<String> row : rows) {
            lines.add(line(row, widths, width));
        }
        return lines;
    }

    /**
     * As {@link #lines} of the rows so far, which are then forgotten; the next ones go on below, in columns of the same widths. What
     * is too wide for these is cut where {@code width} is a limit, and else moves what follows it.
     */
    public List<String> drain(int width, Colour colour) {
        List<String> lines = lines(width, colour);
        if (settled == null) {
            settled = fit(naturalWidths(), width);
        }
        rows.clear();
        return lines;
    }

    /** How many rows wait to be printed. */
    public int size() {
        return rows.size();
    }

    private int[] naturalWidths() {
        int[] widths = new int[head.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = DisplayWidth.of(head.get(column));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], DisplayWidth.of(row.get(column)));
            }
        }
        return widths;
    }

    private static int[] fit(int[] widths, int width) {
        if (width <= 0) {
            return widths;
        }
        int available = width - GAP * (widths.length - 1);
        int sum = 0;
        for (int each : widths) {
            sum += each;
        }
        while (sum > available) {
            int widest = 0;
            for (int column = 1; column < widths.length; column++) {
                if (widths[column] > widths[widest]) {
                    widest = column;
                }
            }
            if (widths[widest] <= NARROWEST) {
                break;
            }
            widths[widest]--;
            sum--;
        }
        return widths;
    }

    private static String line(List<String> cells, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = width > 0 ? DisplayWidth.cut(cells.get(column), widths[column]) : cells.get(column);
            line.append(DisplayWidth.pad(cell, widths[column]));
            line.append(" ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }
}
