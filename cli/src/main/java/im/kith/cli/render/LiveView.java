package im.kith.cli.render;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** What {@code watch} shows on a terminal: the devices and whether they are connected, and the latest changes, newest first. */
public final class LiveView {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int MOST_KEPT = 500;
    private static final int HEAD_AND_FOOT = 8;

    private record Change(String time, String event, String contact, String device) {}

    private final Deque<Change> changes = new ArrayDeque<>();
    private JsonObject status = new JsonObject();
    private String state = "";

    public synchronized void status(JsonObject now) {
        status = now.deepCopy();
    }

    /** How changes are heard of now, in words. */
    public synchronized void state(String words) {
        state = words;
    }

    public synchronized void change(JsonObject event, LocalTime at) {
        changes.addFirst(new Change(
                at.format(TIME),
                Printable.of(Json.text(event, "event")),
                ContactText.brief(Json.object(event, "contact")),
                Printable.of(Json.text(event, "device"))));
        // until the state is asked for anew, which without a daemon it is not
        long by = Json.text(event, "event").equals("added")
                ? 1
                : Json.text(event, "event").equals("removed") ? -1 : 0;
        status.addProperty("contacts", Math.max(0, Json.number(status, "contacts") + by));
        if (changes.size() > MOST_KEPT) {
            changes.removeLast();
        }
    }

    /** The lines for a screen of this size. */
    public synchronized List<String> lines(int columns, int rows, Colour colour) {
        List<String> lines = new ArrayList<>();
        JsonObject self = Json.object(status, "device");
        String who = Printable.of(Json.text(self, "name")) + "  " + Printable.of(Json.text(status, "account"));
        lines.add(colour.strong(DisplayWidth.cut("kith  " + who, columns)));
        String counts = counted("contacts", "contact") + ", " + counted("groups", "group");
        lines.add(DisplayWidth.cut(counts + (state.isEmpty() ? "" : ", " + state), columns));
        lines.add("");
        devices(lines, columns, Math.max(1, (rows - HEAD_AND_FOOT) / 2), colour);
        lines.add("");
        changes(lines, columns, rows - lines.size() - 2, colour);
        while (lines.size() < rows - 1) {
            lines.add("");
        }
        lines.add(colour.faint(DisplayWidth.cut("q or Ctrl-C ends", columns)));
        return lines;
    }

    private String counted(String field, String one) {
        long count = Json.number(status, field);
        return count + " " + one + (count == 1 ? "" : "s");
    }

    private void devices(List<String> lines, int columns, int room, Colour colour) {
        List<JsonElement> peers = Json.array(status, "peers");
        if (peers.isEmpty()) {
            lines.add(colour.faint(DisplayWidth.cut("No other device yet: kith device invite", columns)));
            return;
        }
        Table table = new Table("DEVICE", "STATE", "ADDRESS", "LAST SYNC", "BEHIND");
        peers.stream().limit(room).forEach(peer -> {
            // what was last asked of the daemon says nothing any more once it has gone
            boolean known = state.isEmpty();
            table.row(
                    Json.text(peer, "name"),
                    known && Json.flag(peer, "connected") ? "connected" : "away",
                    known ? Json.text(peer, "address") : "",
                    Json.text(peer, "lastSync").replaceAll("\\.\\d+Z$", "Z"),
                    Json.text(peer, "behind"));
        });
        lines.addAll(table.lines(columns, colour));
        if (peers.size() > room) {
            lines.add(colour.faint("and " + (peers.size() - room) + " more"));
        }
    }

    private void changes(List<String> lines, int columns, int room, Colour colour) {
        if (changes.isEmpty()) {
            lines.add(colour.faint(DisplayWidth.cut("No changes so far.", columns)));
            return;
        }
        Table table = new Table("TIME", "CHANGE", "CONTACT", "DEVICE");
        Iterator<Change> each = changes.iterator();
        for (int i = 0; i < room && each.hasNext(); i++) {
            Change change = each.next();
            table.row(change.time(), change.event(), change.contact(), change.device());
        }
        lines.addAll(table.lines(columns, colour));
    }
}
