package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.cli.service.Service;
import im.kith.storage.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches a home that no daemon serves, without holding its lock: looks whenever its files have changed, for a moment, and
 * tells what is different.
 */
final class Watching implements Service {

    private static final long LOOK_MILLIS = 500;

    /** Changes of one look whose devices are asked for: an import is not to hold the lock for that. */
    private static final int MOST_NAMED = 1000;

    /** Opens the engine for a moment. */
    interface Opener {
        Service open(Duration patience) throws Failure;
    }

    private final Opener opener;
    private final Duration patience;
    private final Path home;
    private volatile boolean closed;

    /**
     * A watch of {@code home}.
     *
     * @param patience how long to wait for the lock at first; later there is another look soon
     */
    Watching(Opener opener, Duration patience, Path home) {
        this.opener = opener;
        this.patience = patience;
        this.home = home;
    }

    @Override
    public JsonElement call(String operation, JsonObject given, Consumer<JsonObject> out) throws Failure {
        if (!operation.equals("watch")) {
            throw Failure.of(Kind.USAGE, "not while watching: " + operation);
        }
        Map<String, JsonObject> before;
        FileTime seen;
        try (Service service = opener.open(patience)) {
            before = contacts(service);
            // before the lock is let go: what is written from then on is looked at
            seen = time();
        }
        while (!closed) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new JsonObject();
            }
            FileTime now = time();
            if (!now.equals(seen)) {
                try (Service service = opener.open(Duration.ZERO)) {
                    Map<String, JsonObject> after = contacts(service);
                    tell(before, after, service, out);
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

    private static Map<String, JsonObject> contacts(Service service) throws Failure {
        Map<String, JsonObject> contacts = new LinkedHashMap<>();
        for (JsonElement each :
                service.call("list", new JsonObject(), event -> {}).getAsJsonArray()) {
            JsonObject contact = each.getAsJsonObject();
            contacts.put(contact.get("id").getAsString(), contact);
        }
        return contacts;
    }

    private static void tell(
            Map<String, JsonObject> before, Map<String, JsonObject> after, Service service, Consumer<JsonObject> out)
            throws Failure {
        List<JsonObject> lines = new ArrayList<>();
        after.forEach((id, contact) -> {
            JsonObject old = before.get(id);
            if (old == null) {
                lines.add(line("added", contact));
            } else if (!old.equals(contact)) {
                lines.add(line("changed", contact));
            }
        });
        before.forEach((id, contact) -> {
            if (!after.containsKey(id)) {
                lines.add(line("removed", contact));
            }
        });
        for (JsonObject line : lines) {
            if (lines.size() <= MOST_NAMED) {
                device(Json.text(Json.object(line, "contact"), "id"), service)
                        .ifPresent(device -> line.addProperty("device", device));
            }
            out.accept(line);
        }
    }

    /** Who made the contact's newest change. */
    private static Optional<String> device(String id, Service service) throws Failure {
        try {
            JsonElement history = service.call("history", ref(id), event -> {});
            return Json.elements(history).stream().findFirst().map(change -> Json.text(change, "device"));
        } catch (Failure failure) {
            if (failure.kind() != Kind.NOT_FOUND) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private static JsonObject ref(String id) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("ref", id);
        return parameters;
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
