package im.kith.cli.render;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/** History, what an undo did, and the privacy switch, in words. */
public final class HistoryText {

    /** {@code 2026-11-22T10:00:00} of an instant. */
    private static final int SECONDS = 19;

    private HistoryText() {}

    /** {@code history}: a line for each change, the version's particulars on the first. */
    public static List<String> lines(JsonElement history, Terminal terminal) {
        Table table = new Table("WHEN (UTC)", "DEVICE", "VERSION", "CHANGE");
        for (JsonElement revision : Json.elements(history)) {
            String at = Json.text(revision, "at");
            String when = at.substring(0, Math.min(SECONDS, at.length())).replace('T', ' ');
            String device = Json.text(revision, "device");
            String version = Json.text(revision, "version");
            for (String change : Json.texts(revision, "change")) {
                table.row(when, device, version, change);
                when = "";
                device = "";
                version = "";
            }
        }
        return table.lines(terminal.width(), terminal.outColour());
    }

    /** {@code undo}. */
    public static List<String> undone(JsonElement undone) {
        List<String> lines = new ArrayList<>();
        List<JsonElement> contacts = Json.array(undone, "contacts");
        List<JsonElement> groups = Json.array(undone, "groups");
        int removed = Json.array(undone, "removed").size();
        if (contacts.size() == 1) {
            lines.add("Set back " + ContactText.brief(contacts.get(0)));
        } else if (!contacts.isEmpty()) {
            lines.add("Set back " + contacts.size() + " contacts");
        }
        if (removed > 0) {
            lines.add("Took away " + removed + (removed == 1 ? " contact" : " contacts"));
        }
        for (JsonElement group : groups) {
            lines.add("Set back the group " + Printable.of(Json.text(group, "name")));
        }
        return lines.isEmpty() ? List.of("Undone") : lines;
    }

    /** {@code privacy}. */
    public static List<String> privacy(JsonElement privacy) {
        return List.of(
                "steps       " + (Json.flag(privacy, "steps") ? "on" : "off"),
                "compatible  " + (Json.flag(privacy, "compatible") ? "on" : "off"),
                "items       " + Json.number(privacy, "items") + ", " + Json.number(privacy, "reserved")
                        + " of them reserved");
    }
}
