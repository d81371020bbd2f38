package im.kith.cli.render;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/** Duplicates in words. */
public final class DupeText {

    private static final int ENOUGH_OF_AN_ID = 8;

    private DupeText() {}

    /** {@code dupes}: each finding with those it is about below. */
    public static List<String> lines(JsonElement findings) {
        List<String> lines = new ArrayList<>();
        for (JsonElement finding : Json.elements(findings)) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add((Json.flag(finding, "certain") ? "certain: " : "likely: ")
                    + Printable.of(Json.text(finding, "why")));
            for (JsonElement contact : Json.array(finding, "contacts")) {
                lines.add("  " + shortId(contact) + "  " + ContactText.brief(contact));
            }
            for (JsonElement group : Json.array(finding, "groups")) {
                lines.add("  " + shortId(group) + "  " + Printable.of(Json.text(group, "name")) + ", "
                        + Json.number(group, "contacts") + " contacts");
            }
        }
        return lines;
    }

    private static String shortId(JsonElement of) {
        String id = Printable.of(Json.text(of, "id"));
        return id.substring(0, Math.min(ENOUGH_OF_AN_ID, id.length()));
    }
}
