package im.kith.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import im.kith.cli.format.ContactFile;
import im.kith.cli.format.Entry;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;

/** One import: hands the contacts to the service some hundred at a time and adds its answers up. */
final class ImportRun {

    private static final int AT_ONCE = 1_000;

    /** Characters of extensions, photos above all, handed over at once. */
    private static final long MOST_TEXT = 8 << 20;

    private static final String[] COUNTS = {"added", "merged", "unchanged"};

    private final Service service;
    private final boolean dryRun;
    private final List<JsonElement> rejected = new ArrayList<>();
    private final long[] counts = new long[COUNTS.length];
    private JsonArray contacts = new JsonArray();
    private JsonArray groups = new JsonArray();
    private final String name = UUID.randomUUID().toString();
    private boolean begun;
    private int read;
    private long text;

    ImportRun(Service service, boolean dryRun) {
        this.service = service;
        this.dryRun = dryRun;
    }

    /**
     * Imports what {@code file} holds; what {@code import --json} prints.
     *
     * @throws Failure also if the file cannot be read to its end; what came before that has been imported
     */
    JsonObject all(ContactFile file, IntConsumer progress) throws Failure {
        while (true) {
            Optional<Entry> next;
            try {
                next = file.next();
            } catch (Failure broken) {
                send(false);
                throw read == 0 ? broken : toThere(broken);
            }
            if (next.isEmpty()) {
                send(false);
                return result();
            }
            take(next.get());
            progress.accept(read);
        }
    }

    private Failure toThere(Failure broken) {
        String before = (dryRun ? "Before that, would have added " : "Before that, added ") + counts[0] + ", merged "
                + counts[1] + ", unchanged " + counts[2] + ", rejected " + rejected.size() + ". ";
        return Failure.of(
                        broken.kind(),
                        String.valueOf(broken.getMessage()),
                        before + broken.hint().orElse(""))
                .causedBy(broken);
    }

    private void take(Entry entry) throws Failure {
        // sent only when there is more to send, so that the last call says that it is the last
        if (!(entry instanceof Entry.Rejected) && (contacts.size() + groups.size() >= AT_ONCE || text >= MOST_TEXT)) {
            send(true);
        }
        if (entry instanceof Entry.OfContact contact) {
            read++;
            contacts.add(contact.contact());
            text += text(contact.contact());
        } else if (entry instanceof Entry.OfGroup group) {
            groups.add(group.group());
        } else if (entry instanceof Entry.Rejected bad) {
            read++;
            JsonObject object = new JsonObject();
            object.addProperty("line", bad.line());
            object.addProperty("reason", bad.reason());
            rejected.add(object);
        }
    }

    private static long text(JsonObject contact) {
        long length = 0;
        for (JsonElement xml : Json.array(contact, "unknown")) {
            length += xml instanceof JsonPrimitive one ? one.getAsString().length() : 0;
        }
        return length;
    }

    private void send(boolean more) throws Failure {
        if (contacts.isEmpty() && groups.isEmpty()) {
            return;
        }
        Params params = new Params().with("contacts", contacts).with("groups", groups);
        if (dryRun) {
            params.with("dryRun", true).with("rehearsal", name);
            if (!begun) {
                params.with("begins", true);
            }
        }
        if (more) {
            params.with("more", true);
        }
        begun = true;
        JsonElement answer = service.call("import", params.json(), event -> {});
        for (int i = 0; i < COUNTS.length; i++) {
            counts[i] += Json.number(answer, COUNTS[i]);
        }
        rejected.addAll(Json.array(answer, "rejected"));
        contacts = new JsonArray();
        groups = new JsonArray();
        text = 0;
    }

    private JsonObject result() {
        JsonObject result = new JsonObject();
        result.addProperty("read", read);
        for (int i = 0; i < COUNTS.length; i++) {
            result.addProperty(COUNTS[i], counts[i]);
        }
        JsonArray array = new JsonArray();
        rejected.stream()
                .sorted(Comparator.comparingLong(each -> Json.number(each, "line")))
                .forEach(array::add);
        result.add("rejected", array);
        return result;
    }
}
