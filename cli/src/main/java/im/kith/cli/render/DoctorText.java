package im.kith.cli.render;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code doctor} found, a check a line, with what to do beneath. */
public final class DoctorText {

    private static final int LEAST = 20;

    private DoctorText() {}

    public static List<String> lines(JsonElement findings, Terminal terminal) {
        boolean signs = isUtf8(terminal.environment());
        Colour colour = terminal.outColour();
        int width = terminal.width();
        List<String> lines = new ArrayList<>();
        long bad = 0;
        for (JsonElement finding : Json.elements(findings)) {
            boolean ok = Json.flag(finding, "ok");
            bad += ok ? 0 : 1;
            String mark = ok ? colour.good(signs ? "\u2713" : "ok") : colour.bad(signs ? "\u2717" : "NO");
            String check = DisplayWidth.pad(Printable.of(Json.text(finding, "check")), 12);
            int before = (signs ? 2 : 3) + check.length();
            List<String> detail = wrap(Printable.of(Json.text(finding, "detail")), width - before);
            lines.add(mark + " " + (ok ? check : colour.strong(check)) + detail.get(0));
            detail.stream().skip(1).forEach(line -> lines.add(" ".repeat(before) + line));
            String hint = Printable.of(Json.text(finding, "hint"));
            if (!hint.isEmpty()) {
                String arrow = signs ? "\u2192 " : "-> ";
                List<String> wrapped = wrap(hint, width - before - arrow.length());
                lines.add(" ".repeat(before) + shaded(colour, ok, arrow + wrapped.get(0)));
                wrapped.stream()
                        .skip(1)
                        .forEach(line -> lines.add(" ".repeat(before + arrow.length()) + shaded(colour, ok, line)));
            }
        }
        lines.add("");
        lines.add(bad == 0 ? "All is well." : bad + (bad == 1 ? " thing needs" : " things need") + " doing.");
        return lines;
    }

    private static String shaded(Colour colour, boolean ok, String text) {
        return ok ? colour.faint(text) : text;
    }

    /** {@code text} in lines of at most {@code width} columns, broken between words; whole without a width. */
    private static List<String> wrap(String text, int width) {
        if (width < LEAST) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && DisplayWidth.of(line.toString()) + 1 + DisplayWidth.of(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The launcher sets LC_ALL where the locale is not UTF-8, and keeps what it was for this. */
    private static boolean isUtf8(Map<String, String> environment) {
        String locale = environment.getOrDefault("KITH_LOCALE", "");
        for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            locale = locale.isEmpty() ? environment.getOrDefault(variable, "") : locale;
        }
        String upper = locale.toUpperCase(Locale.ROOT);
        return upper.contains("UTF-8") || upper.contains("UTF8");
    }
}
