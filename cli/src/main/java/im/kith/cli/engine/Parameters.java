package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an operation's parameters. What is not there is empty; what has another form is a mistake of the caller. */
record Parameters(JsonObject json) {

    Optional<String> text(String name) throws Failure {
        JsonElement value = json.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isJsonPrimitive()) {
            throw Failure.of(Kind.USAGE, "parameter " + name + " is no text");
        }
        return Optional.of(value.getAsString());
    }

    String required(String name) throws Failure {
        return text(name).orElseThrow(() -> Failure.of(Kind.USAGE, "parameter " + name + " is missing"));
    }

    Optional<Integer> number(String name) throws Failure {
        try {
            return text(name).map(Integer::valueOf);
        } catch (NumberFormatException e) {
            throw Failure.of(Kind.USAGE, "parameter " + name + " is no number");
        }
    }

    boolean flag(String name) throws Failure {
        return text(name).map(Boolean::valueOf).orElse(false);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        array(name).forEach(each -> texts.add(each.getAsString()));
        return texts;
    }

    List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        array(name).forEach(each -> objects.add(each.getAsJsonObject()));
        return objects;
    }

    private JsonArray array(String name) {
        return json.get(name) instanceof JsonArray array ? array : new JsonArray();
    }

    List<Identity> identities(String name) throws InvalidInputException {
        List<Identity> identities = new ArrayList<>();
        for (JsonObject each : objects(name)) {
            identities.add(Identity.of(
                    each.get("type").getAsString(), each.get("value").getAsString()));
        }
        return identities;
    }
}
