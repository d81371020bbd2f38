package im.kith.cli.editor;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be changed of a contact: its name, identities and groups, as they stand in the text for the editor.
 *
 * @param name empty for none
 * @param groups names; the id for a group that has no name here, or shares it with another one of the contact's
 */
public record ContactForm(String name, List<Entry> identities, List<String> groups) {

    /** One identity. */
    public record Entry(String type, String value) {}

    public ContactForm {
        identities = List.copyOf(identities);
        groups = List.copyOf(groups);
    }

    /** The form of a contact as {@code kith show --json} gives it. */
    public static ContactForm of(JsonObject contact) {
        List<Entry> identities = new ArrayList<>();
        for (JsonElement identity : Json.array(contact, "identities")) {
            identities.add(new Entry(Json.text(identity, "type"), Json.text(identity, "value")));
        }
        return new ContactForm(
                Json.text(contact, "name"),
                identities,
                List.copyOf(groupIds(contact).keySet()));
    }

    /** The contact's groups as the text calls them, and their ids. */
    static Map<String, String> groupIds(JsonObject contact) {
        Map<String, Integer> uses = new LinkedHashMap<>();
        Json.array(contact, "groups").forEach(group -> uses.merge(Json.text(group, "name"), 1, Integer::sum));
        Map<String, String> ids = new LinkedHashMap<>();
        for (JsonElement group : Json.array(contact, "groups")) {
            String name = Json.text(group, "name");
            String id = Json.text(group, "id");
            ids.put(name.isBlank() || uses.getOrDefault(name, 0) > 1 ? id : name, id);
        }
        return ids;
    }
}
