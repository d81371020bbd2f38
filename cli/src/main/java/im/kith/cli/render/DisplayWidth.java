package im.kith.cli.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.WCWidth;

/**
 * How many columns of a terminal a text takes, counted by what a reader sees as one character.
 *
 * <p>East Asian wide characters and emoji take two, combining marks none; a sequence that is shown as one sign (a flag, a
 * family) takes the two of its first, as terminals that know the sequence draw it.
 */
public final class DisplayWidth {

    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final String ELLIPSIS = "…";

    private DisplayWidth() {}

    /** Compiled only when a text is not plain ASCII, which most lists never are. */
    private static final class Lazy {
        static final Pattern CLUSTER = Pattern.compile("\\X");
    }

    public static int of(String text) {
        if (isPlain(text)) {
            return text.length();
        }
        int width = 0;
        Matcher clusters = Lazy.CLUSTER.matcher(text);
        while (clusters.find()) {
            width += ofCluster(clusters.group());
        }
        return width;
    }

    /** {@code text} cut to at most {@code width} columns, ending in an ellipsis if something was cut off. */
    public static String cut(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        Matcher clusters = Lazy.CLUSTER.matcher(text);
        while (clusters.find()) {
            int next = ofCluster(clusters.group());
            if (used + next > width - 1) {
                break;
            }
            kept.append(clusters.group());
            used += next;
        }
        return width < 1 ? "" : kept.append(ELLIPSIS).toString();
    }

    /** {@code text} with spaces behind it up to {@code width} columns. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    private static int ofCluster(String cluster) {
        int width = 0;
        for (int point : cluster.codePoints().toArray()) {
            width = Math.max(width, point == EMOJI_PRESENTATION ? 2 : WCWidth.wcwidth(point));
        }
        boolean flag = Character.codePointCount(cluster, 0, cluster.length()) == 2
                && cluster.codePoints().allMatch(point -> point >= 0x1F1E6 && point <= 0x1F1FF);
        return flag ? 2 : width;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
