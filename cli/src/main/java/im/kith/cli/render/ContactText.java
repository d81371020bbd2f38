package im.kith.cli.render;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/** Contacts and groups in words and tables. */
public final class ContactText {

    private ContactText() {}

    /** A row of {@code list} and {@code search}: name, address, groups. */
    public static void row(JsonElement contact, Table table) {
        table.row(Json.text(contact, "name"), address(contact), String.join(", ", groupNames(contact)));
    }

    /** {@code group list}. */
    public static List<String> groups(JsonElement groups, Terminal terminal) {
        Table table = new Table("ID", "NAME", "CONTACTS", "DESCRIPTION");
        for (JsonElement group : Json.elements(groups)) {
            table.row(
                    Json.text(group, "id"),
                    Json.text(group, "name"),
                    Long.toString(Json.number(group, "contacts")),
                    Json.text(group, "description"));
        }
        return table.lines(terminal.width(), terminal.outColour());
    }

    /** {@code show}: one field a line. */
    public static List<String> details(JsonElement contact) {
        List<String> lines = new ArrayList<>();
        field(lines, "name", Json.text(contact, "name"));
        for (JsonElement identity : Json.array(contact, "identities")) {
            field(lines, Json.text(identity, "type"), Json.text(identity, "value"));
        }
        field(lines, "groups", String.join(", ", groupNames(contact)));
        field(lines, "added", Json.text(contact, "added"));
        field(lines, "changed", Json.text(contact, "changed"));
        for (String unknown : Json.texts(contact, "unknown")) {
            String label = "unknown";
            for (String line : ExtensionText.lines(unknown)) {
                lines.add(DisplayWidth.pad(label, 9) + " " + Printable.of(line));
                label = "";
            }
        }
        if (Json.number(contact, "conflicts") > 0) {
            field(lines, "merged", Json.number(contact, "conflicts") + " versions shown as one");
        }
        field(lines, "id", Json.text(contact, "id"));
        return lines;
    }

    /** One line that names a contact: {@code Juliet Capulet <juliet@example.org>}. */
    public static String brief(JsonElement contact) {
        String name = Printable.of(Json.text(contact, "name"));
        String address = Printable.of(address(contact));
        if (name.isEmpty()) {
            return address.isEmpty() ? Json.text(contact, "id") : address;
        }
        return address.isEmpty() ? name : name + " <" + address + ">";
    }

    /** The first JID, else the first identity of any type; with a count of the others. */
    private static String address(JsonElement contact) {
        List<JsonElement> identities = Json.array(contact, "identities");
        if (identities.isEmpty()) {
            return "";
        }
        JsonElement first = identities.stream()
                .filter(identity -> Json.text(identity, "type").equals("jid"))
                .findFirst()
                .orElse(identities.get(0));
        String others = identities.size() > 1 ? " (+" + (identities.size() - 1) + ")" : "";
        return Json.text(first, "value") + others;
    }

    private static List<String> groupNames(JsonElement contact) {
        List<String> names = new ArrayList<>();
        for (JsonElement group : Json.array(contact, "groups")) {
            String name = Json.text(group, "name");
            names.add(name.isEmpty() ? "?" + Json.text(group, "id") : name);
        }
        return names;
    }

    private static void field(List<String> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add(DisplayWidth.pad(Printable.of(name), 9) + " " + Printable.of(value));
        }
    }
}
