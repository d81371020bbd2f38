package im.kith.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * kith's JSON: {@code {"kith":1,"groups":[…],"contacts":[…]}}, or an array of contacts as {@code list --json} prints it.
 *
 * <p>What comes before an error of syntax has been read; from there on nothing can be.
 */
final class JsonFile implements ContactFile {

    private final LineReader lines;
    private final JsonReader json;
    private final Fields contactFields =
            new Fields("id", "name", "identities", "groups", "added", "changed", "unknown", "conflicts");
    private Section section = Section.START;

    private enum Section {
        START,
        TOP,
        CONTACTS,
        GROUPS,
        END
    }

    private boolean bare;

    JsonFile(InputStream in) {
        this.lines = new LineReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        this.json = new JsonReader(lines);
        json.setStrictness(Strictness.STRICT);
    }

    @Override
    public Optional<Entry> next() throws Failure {
        try {
            while (section != Section.END) {
                Optional<Entry> entry = step();
                if (entry.isPresent()) {
                    return entry;
                }
            }
            return Optional.empty();
        } catch (MalformedJsonException | EOFException | JsonParseException | IllegalStateException e) {
            throw Failure.of(Kind.BAD_INPUT, "line " + lines.line() + ": not kith JSON", "Is the file all there?")
                    .causedBy(e);
        } catch (CharacterCodingException e) {
            throw Failure.of(Kind.BAD_INPUT, "line " + lines.line() + ": not UTF-8", "Convert it with iconv.")
                    .causedBy(e);
        } catch (IOException e) {
            throw ContactFile.unreadable(e);
        }
    }

    private Optional<Entry> step() throws IOException {
        lines.beginElement();
        return switch (section) {
            case START -> {
                start();
                yield Optional.empty();
            }
            case TOP -> {
                top();
                yield Optional.empty();
            }
            default -> element();
        };
    }

    private void start() throws IOException {
        bare = json.peek() == JsonToken.BEGIN_ARRAY;
        if (bare) {
            json.beginArray();
        } else {
            json.beginObject();
        }
        section = bare ? Section.CONTACTS : Section.TOP;
    }

    private void top() throws IOException {
        if (!json.hasNext()) {
            json.endObject();
            section = Section.END;
            return;
        }
        switch (json.nextName()) {
            case "contacts" -> {
                json.beginArray();
                section = Section.CONTACTS;
            }
            case "groups" -> {
                json.beginArray();
                section = Section.GROUPS;
            }
            default -> json.skipValue();
        }
    }

    private Optional<Entry> element() throws IOException {
        if (!json.hasNext()) {
            json.endArray();
            section = bare ? Section.END : Section.TOP;
            return Optional.empty();
        }
        boolean isObject = json.peek() == JsonToken.BEGIN_OBJECT;
        int line = lines.line();
        JsonElement element = JsonParser.parseReader(json);
        if (!isObject || !(element instanceof JsonObject object)) {
            return Optional.of(new Entry.Rejected(line, "not an object"));
        }
        return Optional.of(section == Section.GROUPS ? group(line, object) : contact(line, object));
    }

    private static Entry group(int line, JsonObject read) {
        if (Json.text(read, "name").isBlank()) {
            return new Entry.Rejected(line, "a group without a name");
        }
        JsonObject group = new JsonObject();
        for (String field : new String[] {"name", "description", "descriptions"}) {
            if (read.has(field)) {
                group.add(field, read.get(field));
            }
        }
        return new Entry.OfGroup(line, group);
    }

    private Entry contact(int line, JsonObject read) {
        JsonArray identities = new JsonArray();
        for (JsonElement identity : Json.array(read, "identities")) {
            if (Json.text(identity, "type").isBlank()
                    || Json.text(identity, "value").isBlank()) {
                return new Entry.Rejected(line, "an identity without type or value");
            }
            identities.add(identity);
        }
        Optional<String> problem = Checks.problem(identities);
        if (problem.isPresent()) {
            return new Entry.Rejected(line, problem.get());
        }
        contactFields.count(read);
        JsonObject contact = new JsonObject();
        contact.addProperty("line", line);
        if (!Json.text(read, "name").isBlank()) {
            contact.addProperty("name", Json.text(read, "name"));
        }
        contact.add("identities", identities);
        contact.add("groups", groupNames(read));
        if (read.get("unknown") instanceof JsonArray unknown) {
            contact.add("unknown", unknown);
        }
        return new Entry.OfContact(line, contact);
    }

    private static JsonArray groupNames(JsonObject contact) {
        JsonArray names = new JsonArray();
        for (JsonElement group : Json.array(contact, "groups")) {
            String name = group instanceof JsonPrimitive text ? text.getAsString() : Json.text(group, "name");
            if (!name.isBlank()) {
                names.add(name);
            }
        }
        return names;
    }

    @Override
    public int fieldsNotKept() {
        return contactFields.unknown();
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException wasOnlyRead) {
            return;
        }
    }
}
