package im.kith.cli.format;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** kith's own JSON, a group or contact a line, as {@link ContactFile} reads it: everything that a contact holds. */
public final class JsonExport {

    private static final int VERSION = 1;

    private JsonExport() {}

    public static void write(List<JsonElement> groups, List<JsonElement> contacts, Consumer<String> out) {
        out.accept("{\"kith\":" + VERSION + ",\n\"groups\":[");
        lines(groups, out);
        out.accept("],\n\"contacts\":[");
        lines(contacts, out);
        out.accept("]}\n");
    }

    private static void lines(List<JsonElement> elements, Consumer<String> out) {
        Iterator<JsonElement> rest = elements.iterator();
        while (rest.hasNext()) {
            JsonElement element = rest.next();
            if (element instanceof JsonObject group && group.has("contacts")) {
                JsonObject copy = group.deepCopy();
                copy.remove("contacts");
                element = copy;
            }
            out.accept("\n" + element + (rest.hasNext() ? "," : "\n"));
        }
    }
}
