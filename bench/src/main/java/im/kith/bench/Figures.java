package im.kith.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as they are measured, printed as one table at the end. */
final class Figures {

    private record Row(String what, String value, String aim) {}

    private final List<Row> rows = new ArrayList<>();

    void add(String what, String value, String aim) {
        rows.add(new Row(what, value, aim));
        System.err.println(what + ": " + value);
    }

    void seconds(String what, long nanos, String aim) {
        add(what, String.format(Locale.ROOT, "%.3f s", nanos / 1e9), aim);
    }

    void print() {
        System.out.printf("%-58s %-22s %s%n", "what", "measured", "aim");
        rows.forEach(row -> System.out.printf("%-58s %-22s %s%n", row.what, row.value, row.aim));
    }
}
