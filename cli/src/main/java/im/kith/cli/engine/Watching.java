package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import im.kith.storage.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches a home that no daemon serves, without holding its lock: looks whenever its files have changed, for a moment, and
 * tells what is different.
 */
final class Watching implements Service {

    private static final long LOOK_MILLIS = 500;

    /** Opens the engine for a moment. */
    interface Opener {
        Service open() throws Failure;
    }

    private final Opener opener;
    private final Path home;
    private volatile boolean closed;

    Watching(Opener opener, Path home) {
        this.opener = opener;
        this.home = home;
    }

    @Override
    public JsonElement call(String operation, JsonObject given, Consumer<JsonObject> out) throws Failure {
        if (!operation.equals("watch")) {
            throw Failure.of(Kind.USAGE, "not while watching: " + operation);
        }
        Map<String, JsonObject> before = look();
        FileTime seen = time();
        while (!closed) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new JsonObject();
            }
            FileTime now = time();
            if (!now.equals(seen)) {
                try {
                    Map<String, JsonObject> after = look();
                    tell(before, after, out);
                    before = after;
                    seen = time();
                } catch (Failure e) {
                    if (e.kind() != Kind.BUSY) {
                        throw e;
                    }
                }
            }
        }
        return new JsonObject();
    }

    private FileTime time() throws Failure {
        try {
            return Files.getLastModifiedTime(new Home(home).database());
        } catch (IOException e) {
            throw Failure.of(Kind.NOT_FOUND, "no kith home at " + home, "kith init founds an account there.")
                    .causedBy(e);
        }
    }

    private Map<String, JsonObject> look() throws Failure {
        Map<String, JsonObject> contacts = new LinkedHashMap<>();
        try (Service service = opener.open()) {
            for (JsonElement each :
                    service.call("list", new JsonObject(), event -> {}).getAsJsonArray()) {
                JsonObject contact = each.getAsJsonObject();
                contacts.put(contact.get("id").getAsString(), contact);
            }
        }
        return contacts;
    }

    private static void tell(Map<String, JsonObject> before, Map<String, JsonObject> after, Consumer<JsonObject> out) {
        after.forEach((id, contact) -> {
            JsonObject old = before.get(id);
            if (old == null) {
                out.accept(line("added", contact));
            } else if (!old.equals(contact)) {
                out.accept(line("changed", contact));
            }
        });
        before.forEach((id, contact) -> {
            if (!after.containsKey(id)) {
                out.accept(line("removed", contact));
            }
        });
    }

    private static JsonObject line(String event, JsonObject contact) {
        JsonObject line = new JsonObject();
        line.addProperty("event", event);
        line.add("contact", contact);
        return line;
    }

    @Override
    public void close() {
        closed = true;
    }
}
