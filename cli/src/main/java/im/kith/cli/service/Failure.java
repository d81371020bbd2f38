package im.kith.cli.service;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command that could not be done, told so that a person knows what happened and what to do next.
 *
 * <p>The message is one line and states the value that was wrong; the hint is what to do; the candidates are what an
 * ambiguous reference may have meant.
 */
public final class Failure extends Exception {

    private final Kind kind;
    private final @Nullable String hint;
    private final transient List<String> candidates;

    private Failure(
            Kind kind, String message, @Nullable String hint, List<String> candidates, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.hint = hint;
        this.candidates = List.copyOf(candidates);
    }

    public static Failure of(Kind kind, String message) {
        return new Failure(kind, message, null, List.of(), null);
    }

    public static Failure of(Kind kind, String message, String hint) {
        return new Failure(kind, message, hint, List.of(), null);
    }

    /** A reference that fits several things, with a line that names and describes each. */
    public static Failure ambiguous(String message, List<String> candidates) {
        return new Failure(Kind.AMBIGUOUS, message, "Name one of these by its id or by more of it.", candidates, null);
    }

    /** The same failure with what brought it about, which is shown with {@code -v} only. */
    public Failure causedBy(Throwable cause) {
        return new Failure(kind, message(), hint, candidates, cause);
    }

    public Kind kind() {
        return kind;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    public List<String> candidates() {
        return candidates;
    }

    /** The object after {@code "error":} on stderr and on the control socket. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("code", kind.exitCode());
        json.addProperty("kind", kind.word());
        json.addProperty("message", message());
        if (hint != null) {
            json.addProperty("hint", hint);
        }
        if (!candidates.isEmpty()) {
            JsonArray array = new JsonArray();
            candidates.forEach(array::add);
            json.add("candidates", array);
        }
        return json;
    }

    /** What {@link #toJson} wrote on the other side of the control socket. */
    public static Failure fromJson(JsonObject json) {
        List<String> candidates = new ArrayList<>();
        if (json.get("candidates") instanceof JsonArray array) {
            for (JsonElement candidate : array) {
                candidates.add(text(candidate, ""));
            }
        }
        String hint = json.has("hint") ? text(json.get("hint"), "") : null;
        Kind kind = Kind.of(text(json.get("kind"), "bug"));
        return new Failure(kind, text(json.get("message"), "it failed without a word"), hint, candidates, null);
    }

    private static String text(@Nullable JsonElement element, String otherwise) {
        return element instanceof JsonPrimitive primitive ? primitive.getAsString() : otherwise;
    }
}
