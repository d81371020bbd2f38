package im.kith.cli.render;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading the JSON of a result without trusting its shape: what is absent or of another type reads as empty. */
public final class Json {

    private Json() {}

    public static String text(@Nullable JsonElement of, String field) {
        return of instanceof JsonObject object && object.get(field) instanceof JsonPrimitive primitive
                ? primitive.getAsString()
                : "";
    }

    public static long number(@Nullable JsonElement of, String field) {
        if (of instanceof JsonObject object
                && object.get(field) instanceof JsonPrimitive primitive
                && primitive.isNumber()) {
            return primitive.getAsLong();
        }
        return 0;
    }

    public static boolean flag(@Nullable JsonElement of, String field) {
        return of instanceof JsonObject object
                && object.get(field) instanceof JsonPrimitive primitive
                && primitive.getAsBoolean();
    }

    public static JsonObject object(@Nullable JsonElement of, String field) {
        return of instanceof JsonObject object && object.get(field) instanceof JsonObject inner
                ? inner
                : new JsonObject();
    }

    public static List<JsonElement> array(@Nullable JsonElement of, String field) {
        return of instanceof JsonObject object ? elements(object.get(field)) : List.of();
    }

    public static List<JsonElement> elements(@Nullable JsonElement of) {
        return of instanceof JsonArray array ? array.asList() : List.of();
    }

    /** The texts of an array, such as a list of ids. */
    public static List<String> texts(@Nullable JsonElement of, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array(of, field)) {
            if (element instanceof JsonPrimitive primitive) {
                texts.add(primitive.getAsString());
            }
        }
        return texts;
    }

    public static JsonArray arrayOf(Iterable<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
