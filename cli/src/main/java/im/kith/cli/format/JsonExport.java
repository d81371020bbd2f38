package im.kith.cli.format;

import com.google.gson.JsonObject;
import java.util.function.Consumer;

/** kith's own JSON, a group or contact a line, as {@link ContactFile} reads it: everything that a contact holds. */
public final class JsonExport implements ContactWriter {

    private static final int VERSION = 1;

    private final Consumer<String> out;
    private boolean contacts;
    private String before = "\n";

    public JsonExport(Consumer<String> out) {
        this.out = out;
        out.accept("{\"kith\":" + VERSION + ",\n\"groups\":[");
    }

    @Override
    public void group(JsonObject group) {
        JsonObject copy = group.deepCopy();
        copy.remove("contacts");
        line(copy);
    }

    @Override
    public void write(JsonObject contact) {
        toContacts();
        line(contact);
    }

    private void line(JsonObject element) {
        out.accept(before + element);
        before = ",\n";
    }

    private void toContacts() {
        if (!contacts) {
            contacts = true;
            out.accept(endOfLines() + "],\n\"contacts\":[");
            before = "\n";
        }
    }

    private String endOfLines() {
        return before.equals("\n") ? "" : "\n";
    }

    @Override
    public void end() {
        toContacts();
        out.accept(endOfLines() + "]}\n");
    }
}
