package im.kith.cli.editor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was changed in a form, as the parameters of the operation {@code edit}: only that, so that what others changed of the
 * contact meanwhile stays.
 */
public final class FormDifference {

    private final JsonObject changes = new JsonObject();

    private FormDifference() {}

    /**
     * From {@code shown}, the contact of which the text was made, to {@code wanted}; empty if nothing was changed.
     *
     * @param present the contact as it is by now: what has gone from it needs no taking away
     */
    public static JsonObject of(JsonObject shown, ContactForm wanted, JsonObject present) {
        FormDifference difference = new FormDifference();
        difference.name(Json.text(shown, "name"), wanted.name());
        difference.identities(ContactForm.of(shown), wanted, ContactForm.of(present));
        difference.groups(ContactForm.groupIds(shown), wanted.groups(), present);
        return difference.changes;
    }

    private void name(String from, String to) {
        if (!from.equals(to)) {
            changes.addProperty("name", to.strip());
        }
    }

    private void identities(ContactForm from, ContactForm to, ContactForm present) {
        JsonArray added = new JsonArray();
        for (ContactForm.Entry each : to.identities()) {
            if (!from.identities().contains(each)) {
                added.add(identity(
                        each.type().strip().toLowerCase(Locale.ROOT),
                        each.value().strip()));
            }
        }
        JsonArray removed = new JsonArray();
        for (ContactForm.Entry each : from.identities()) {
            if (!to.identities().contains(each) && present.identities().contains(each)) {
                removed.add(identity(each.type(), each.value()));
            }
        }
        put("addIdentities", added);
        put("removeIdentities", removed);
    }

    private static JsonObject identity(String type, String value) {
        JsonObject identity = new JsonObject();
        identity.addProperty("type", type);
        identity.addProperty("value", value);
        return identity;
    }

    private void groups(Map<String, String> from, List<String> to, JsonObject present) {
        JsonArray added = new JsonArray();
        to.stream().filter(group -> !from.containsKey(group)).distinct().forEach(group -> added.add(group.strip()));
        List<String> still =
                Json.array(present, "groups").stream().map(FormDifference::id).toList();
        JsonArray removed = new JsonArray();
        from.forEach((group, id) -> {
            if (!to.contains(group) && still.contains(id)) {
                removed.add(id);
            }
        });
        put("addGroups", added);
        put("removeGroups", removed);
    }

    private static String id(JsonElement group) {
        return Json.text(group, "id");
    }

    private void put(String name, JsonArray values) {
        if (!values.isEmpty()) {
            changes.add(name, values);
        }
    }
}
