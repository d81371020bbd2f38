package im.kith.cli.command;

import com.google.gson.JsonElement;
import im.kith.cli.render.ContactText;
import im.kith.cli.render.Json;
import im.kith.cli.render.Table;
import im.kith.cli.render.Terminal;

/** Prints contacts as they come, some hundred at a time: one JSON array at once, a table when enough are there to choose its widths. */
final class ContactsOut {

    /** From so many rows on it is not worth waiting for another that is wider. */
    private static final int ENOUGH = 1_000;

    private final Terminal terminal;
    private final boolean json;
    private final Table table = new Table("NAME", "ADDRESS", "GROUPS");
    private int count;

    ContactsOut(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Takes an array of contacts, or what has one as {@code contacts}. */
    void add(JsonElement some) {
        for (JsonElement contact : some.isJsonArray() ? Json.elements(some) : Json.array(some, "contacts")) {
            if (json) {
                terminal.raw((count == 0 ? "[" : ",") + contact);
            } else {
                ContactText.row(contact, table);
            }
            count++;
        }
        if (json) {
            terminal.flush();
        } else if (table.size() >= ENOUGH) {
            table.drain(terminal.width(), terminal.outColour()).forEach(terminal::line);
            terminal.flush();
        }
    }

    /** Ends what is printed; how many there were. */
    int end() {
        if (json) {
            terminal.line(count == 0 ? "[]" : "]");
        } else if (count > 0) {
            table.drain(terminal.width(), terminal.outColour()).forEach(terminal::line);
        }
        return count;
    }
}
