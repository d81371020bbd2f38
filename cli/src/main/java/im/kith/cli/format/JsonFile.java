package im.kith.cli.format;

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
import im.kith.core.octets.MalformedException;
import im.kith.core.xml.XmlReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * kith's JSON: {@code {"kith":1,"groups":[…],"contacts":[…]}}, or an array of contacts as {@code list --json} prints it.
 *
 * <p>What comes before an error of syntax has been read; from there on nothing can be.
 */
final class JsonFile implements ContactFile {

    private static final Set<String> KNOWN =
            Set.of("id", "name", "identities", "groups", "added", "changed", "unknown", "conflicts");

    private final LineReader lines;
    private final JsonReader json;
    private final Losses losses = new Losses();
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
        ContactBuilder contact = new ContactBuilder(line, losses);
        contact.name(Json.text(read, "name"));
        for (JsonElement identity : Json.array(read, "identities")) {
            if (!contact.identity(Json.text(identity, "type"), Json.text(identity, "value"))) {
                return new Entry.Rejected(line, "an identity without type or value");
            }
        }
        groupNames(read, contact);
        for (String xml : Json.texts(read, "unknown")) {
            try {
                contact.extension(XmlReader.read(xml), "an extension");
            } catch (MalformedException e) {
                return new Entry.Rejected(line, "an unknown element that is not XML");
            }
        }
        Entry entry = contact.build();
        if (entry instanceof Entry.OfContact) {
            for (String field : read.keySet()) {
                if (!KNOWN.contains(field)) {
                    losses.add(line, "the field '" + field + "' has no place in kith");
                }
            }
        }
        return entry;
    }

    private static void groupNames(JsonObject read, ContactBuilder contact) {
        for (JsonElement group : Json.array(read, "groups")) {
            contact.group(group instanceof JsonPrimitive text ? text.getAsString() : Json.text(group, "name"));
        }
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public void close() {
        ContactFile.close(json);
    }
}
