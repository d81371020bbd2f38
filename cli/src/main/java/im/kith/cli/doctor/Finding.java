package im.kith.cli.doctor;

import com.google.gson.JsonObject;

/**
 * The result of one check.
 *
 * @param check one word that scripts can look for
 * @param detail what was seen
 * @param hint what to do; empty if there is nothing to do
 */
public record Finding(String check, boolean ok, String detail, String hint) {

    public static Finding good(String check, String detail) {
        return new Finding(check, true, detail, "");
    }

    /** All is well, and yet there is something that could be done. */
    public static Finding good(String check, String detail, String hint) {
        return new Finding(check, true, detail, hint);
    }

    public static Finding bad(String check, String detail, String hint) {
        return new Finding(check, false, detail, hint);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("check", check);
        json.addProperty("ok", ok);
        json.addProperty("detail", detail);
        if (!hint.isEmpty()) {
            json.addProperty("hint", hint);
        }
        return json;
    }
}
