package im.kith.cli.format;

import com.google.gson.JsonObject;
import java.util.Set;

/** Counts the fields of objects that are not among those known. */
final class Fields {

    private final Set<String> known;
    private int unknown;

    Fields(String... known) {
        this.known = Set.of(known);
    }

    void count(JsonObject object) {
        for (String field : object.keySet()) {
            if (!known.contains(field)) {
                unknown++;
            }
        }
    }

    int unknown() {
        return unknown;
    }
}
