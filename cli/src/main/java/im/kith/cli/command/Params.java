package im.kith.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters of an operation; what was not given is left out. */
final class Params {

    private final JsonObject json = new JsonObject();

    Params with(String name, @Nullable String value) {
        if (value != null) {
            json.addProperty(name, value);
        }
        return this;
    }

    Params with(String name, @Nullable Number value) {
        if (value != null) {
            json.addProperty(name, value);
        }
        return this;
    }

    Params with(String name, boolean value) {
        json.addProperty(name, value);
        return this;
    }

    Params with(String name, List<String> values) {
        return with(name, Json.arrayOf(values));
    }

    Params with(String name, JsonArray values) {
        if (!values.isEmpty()) {
            json.add(name, values);
        }
        return this;
    }

    JsonObject json() {
        return json;
    }
}
