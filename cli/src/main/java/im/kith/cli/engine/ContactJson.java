package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.GroupView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Contacts and groups as JSON. */
final class ContactJson {

    /** So many are handed out first, then twice as many each time up to the most: the first ones are there at once. */
    private static final int FIRST = 16;

    private static final int MOST = 256;

    private ContactJson() {}

    static JsonObject contact(ContactView view) {
        JsonObject json = new JsonObject();
        json.addProperty("id", view.id());
        view.contact().name().ifPresent(name -> json.addProperty("name", name));
        json.add("identities", array(view.contact().identities(), identity -> {
            JsonObject each = new JsonObject();
            each.addProperty("type", identity.type());
            each.addProperty("value", identity.value());
            return each;
        }));
        json.add("groups", array(view.groups(), group -> {
            JsonObject each = new JsonObject();
            each.addProperty("id", group.id());
            group.name().ifPresent(name -> each.addProperty("name", name));
            return each;
        }));
        json.addProperty("added", instant(view.added()));
        json.addProperty("changed", instant(view.changed()));
        if (!view.contact().extensions().isEmpty()) {
            JsonArray unknown = new JsonArray();
            view.contact().extensions().forEach(element -> unknown.add(element.toXml()));
            json.add("unknown", unknown);
        }
        if (view.conflicts() > 0) {
            json.addProperty("conflicts", view.conflicts());
        }
        return json;
    }

    static JsonObject group(GroupView view) {
        JsonObject json = new JsonObject();
        json.addProperty("id", view.id());
        json.addProperty("name", view.name());
        var descriptions = view.group().descriptions();
        if (!descriptions.isEmpty()) {
            json.addProperty("description", descriptions.get(0).text());
        }
        if (descriptions.size() > 1) {
            json.add("descriptions", array(descriptions, description -> {
                JsonObject each = new JsonObject();
                each.addProperty("lang", description.lang());
                each.addProperty("text", description.text());
                return each;
            }));
        }
        json.addProperty("contacts", view.contacts());
        return json;
    }

    static <T> JsonArray array(Collection<T> all, Function<T, JsonObject> each) {
        JsonArray array = new JsonArray(all.size());
        all.forEach(one -> array.add(each.apply(one)));
        return array;
    }

    /** Hands contacts out some hundred at a time, since a book as JSON is many times its size; how many there were. */
    static JsonObject stream(List<ContactView> contacts, Consumer<JsonObject> out) {
        int atOnce = FIRST;
        for (int from = 0; from < contacts.size(); ) {
            int to = Math.min(contacts.size(), from + atOnce);
            JsonObject event = new JsonObject();
            event.add("contacts", array(contacts.subList(from, to), ContactJson::contact));
            out.accept(event);
            from = to;
            atOnce = Math.min(MOST, 2 * atOnce);
        }
        JsonObject result = new JsonObject();
        result.addProperty("contacts", contacts.size());
        return result;
    }

    /** RFC 3339 in UTC, to the millisecond. */
    static String instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
