package im.kith.cli.render;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Devices, the state of the account, and events in words and tables. */
public final class DeviceText {

    private DeviceText() {}

    /** {@code device list}. */
    public static List<String> table(JsonElement devices, Terminal terminal) {
        Table table = new Table("ID", "NAME", "STATE", "LAST SEEN", "ADDRESS");
        for (JsonElement device : Json.elements(devices)) {
            String state = Json.text(device, "state")
                    + (Json.flag(device, "self") ? ", this one" : "")
                    + (Json.flag(device, "new") ? ", new" : "");
            table.row(
                    shortId(Json.text(device, "id")),
                    Json.text(device, "name"),
                    state,
                    Json.text(device, "lastSeen"),
                    Json.text(device, "address"));
        }
        return table.lines(terminal.width(), terminal.outColour());
    }

    /** {@code status}. */
    public static List<String> status(JsonElement status, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        JsonObject device = Json.object(status, "device");
        String running = Json.flag(status, "running") ? "runs, port " + Json.number(status, "port") : "does not run";
        if (status instanceof JsonObject object && object.has("xmpp")) {
            running += ", XMPP port " + Json.number(status, "xmpp");
        }
        List<String> names = Json.texts(status, "linkLocal");
        if (!names.isEmpty()) {
            running += ", on the LAN as " + Printable.of(String.join(", ", names));
        }
        lines.add("account   " + Printable.of(Json.text(status, "account")));
        lines.add(
                "device    " + Printable.of(Json.text(device, "name")) + " (" + shortId(Json.text(device, "id")) + ")");
        String state = Json.text(device, "state");
        if (!state.isEmpty() && !state.equals("member")) {
            lines.add("state     " + terminal.outColour().bad(Printable.of(state)));
        }
        lines.add("daemon    " + running);
        lines.add("contacts  " + Json.number(status, "contacts") + " in " + counted(status, "groups", "group", "groups")
                + ", " + counted(status, "items", "item", "items") + " stored" + reserved(status));
        List<JsonElement> peers = Json.array(status, "peers");
        if (!peers.isEmpty()) {
            lines.add("");
            lines.addAll(peers(peers).lines(terminal.width(), terminal.outColour()));
        }
        for (String warning : Json.texts(status, "warnings")) {
            lines.add(terminal.outColour().bad("warning: " + Printable.of(warning)));
        }
        return lines;
    }

    private static String reserved(JsonElement status) {
        long reserved = Json.number(status, "reserved");
        String step = Json.number(status, "step") > 0 ? ", at step " + Json.number(status, "step") : "";
        return reserved > 0 ? ", " + reserved + " of them reserved" + step : "";
    }

    private static Table peers(List<JsonElement> peers) {
        Table table = new Table("DEVICE", "ID", "CONNECTED", "ADDRESS", "LAST SYNC", "BEHIND");
        for (JsonElement peer : peers) {
            table.row(
                    Json.text(peer, "name"),
                    shortId(Json.text(peer, "id")),
                    Json.flag(peer, "connected") ? "yes" : "no",
                    Json.text(peer, "address"),
                    Json.text(peer, "lastSync"),
                    Json.text(peer, "behind"));
        }
        return table;
    }

    /** One event of the daemon or of {@code watch} as a line: its name, then what it tells. */
    public static String event(JsonObject event) {
        StringBuilder line = new StringBuilder(Printable.of(Json.text(event, "event")));
        for (Map.Entry<String, JsonElement> field : event.entrySet()) {
            if (field.getKey().equals("event")) {
                continue;
            }
            line.append("  ");
            if (field.getKey().equals("contact") && field.getValue().isJsonObject()) {
                line.append(ContactText.brief(field.getValue()));
            } else {
                line.append(field.getKey()).append(' ').append(brief(field.getValue()));
            }
        }
        return line.toString();
    }

    private static String brief(JsonElement value) {
        if (value.isJsonPrimitive()) {
            return Printable.of(value.getAsString());
        }
        String name = Json.text(value, "name");
        return Printable.of(name.isEmpty() ? value.toString() : name);
    }

    /** Enough of an id to tell devices apart and to name one with. */
    public static String shortId(String id) {
        return Printable.of(id.length() > 12 ? id.substring(0, 12) : id);
    }

    private static String counted(JsonElement of, String field, String one, String many) {
        long count = Json.number(of, field);
        return count + " " + (count == 1 ? one : many);
    }
}
