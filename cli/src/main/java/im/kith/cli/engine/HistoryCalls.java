package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.render.Json;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Resolved;
import im.kith.core.contacts.UndoPlan;
import im.kith.core.device.Device;
import im.kith.core.device.Past;
import im.kith.core.device.Revision;
import im.kith.core.device.Undoing;
import im.kith.core.device.Undoing.Found;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What changed, when, on which device; and taking a change back. */
final class HistoryCalls {

    private final Kith kith;
    private final SecureRandom random;

    HistoryCalls(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    JsonElement history(Parameters given) throws Exception {
        String ref = given.required("ref");
        return kith.call(device ->
                ContactJson.array(device.histories().of(past(device, ref)), revision -> json(device, revision)));
    }

    private static Past past(Device device, String ref) throws Exception {
        Resolved<Past> resolved = device.histories().find(ref);
        if (resolved instanceof Resolved.Found<Past> found) {
            return found.value();
        } else if (resolved instanceof Resolved.Ambiguous<Past> several) {
            throw Failure.ambiguous(
                    "'" + ref + "' fits " + several.candidates().size() + " contacts or groups",
                    several.candidates().stream()
                            .map(past -> past.id() + "  " + past.label() + (past.present() ? "" : " (removed)"))
                            .toList());
        }
        throw Failure.of(
                Kind.NOT_FOUND,
                "no contact or group '" + ref + "', nor was there one",
                "kith search finds by parts of names and addresses.");
    }

    private static JsonObject json(Device device, Revision revision) {
        JsonObject json = new JsonObject();
        json.addProperty("version", revision.version());
        String name = revision.device()
                .flatMap(id -> device.ledger().device(id))
                .map(each -> each.name())
                .orElse("");
        json.addProperty("device", name.isEmpty() ? "unknown" : name);
        json.addProperty("at", ContactJson.instant(revision.at()));
        json.add("change", Json.arrayOf(revision.change()));
        return json;
    }

    JsonElement undo(Parameters given, Consumer<JsonObject> out) throws Exception {
        UndoProgress progress = new UndoProgress();
        return Telling.of(kith.submit(device -> undo(device, given, progress)), () -> out.accept(progress.event()));
    }

    private JsonElement undo(Device device, Parameters given, UndoProgress progress) throws Exception {
        Optional<String> ref = given.text("ref");
        Optional<String> version = given.text("to");
        Optional<Past> of = ref.isPresent() ? Optional.of(past(device, ref.get())) : Optional.empty();
        Undoing undoing = device.undoing().telling(progress::found);
        Found found = version.isPresent() ? undoing.named(version.get(), of) : undoing.last(of);
        return undo(device, change(found, ref, version), progress);
    }

    private static Found.Change change(Found found, Optional<String> ref, Optional<String> version) throws Failure {
        if (found instanceof Found.Change change) {
            return change;
        } else if (found instanceof Found.Forgotten forgotten) {
            throw Failure.of(
                    Kind.NOT_FOUND,
                    "what was before " + forgotten.version() + " is not stored any more",
                    "History goes back 90 days, and 50 versions of each contact.");
        }
        String of = ref.map(text -> " of '" + text + "'").orElse("");
        if (version.isPresent()) {
            throw Failure.of(
                    Kind.NOT_FOUND, "no version " + version.get() + of, "kith history REF lists the versions.");
        }
        throw Failure.of(
                Kind.NOT_FOUND,
                "this device has changed nothing" + of + " that could be undone",
                "kith history REF lists what other devices changed; kith undo REF --to VERSION takes that back.");
    }

    private JsonElement undo(Device device, Found.Change change, UndoProgress progress) throws Exception {
        progress.planning();
        Map<String, ContactView> before = new LinkedHashMap<>();
        UndoPlan plan = new Planner(device.book(), device.privacy(), random).undo(change.reversals());
        for (String id : plan.contacts()) {
            contact(device, id).ifPresent(view -> before.put(view.id(), view));
        }
        if (plan.contacts().isEmpty() && plan.groups().isEmpty()) {
            String why = plan.kept().isEmpty() ? "it is so already" : String.join("; ", plan.kept());
            throw Failure.of(
                    Kind.EXISTS,
                    "nothing could be undone: " + why,
                    "kith history REF lists other versions; kith undo REF --to VERSION takes one back.");
        }
        device.write(progress.counting(plan.writes()));
        progress.storing();
        Map<String, ContactView> after = new LinkedHashMap<>();
        for (String id : plan.contacts()) {
            contact(device, id).ifPresent(view -> after.put(view.id(), view));
        }
        before.keySet().removeAll(after.keySet());
        JsonObject json = new JsonObject();
        json.add("undone", Json.arrayOf(change.versions()));
        json.add("contacts", ContactJson.array(after.values(), ContactJson::contact));
        json.add("removed", Json.arrayOf(before.keySet()));
        json.add("groups", groups(device, plan.groups()));
        json.add("kept", Json.arrayOf(plan.kept()));
        return json;
    }

    private static Optional<ContactView> contact(Device device, String id) {
        return device.book().contact(id) instanceof Resolved.Found<ContactView> found
                ? Optional.of(found.value())
                : Optional.empty();
    }

    private static JsonArray groups(Device device, List<String> items) {
        return ContactJson.array(
                device.book().groups().stream()
                        .filter(group -> group.itemIds().stream().anyMatch(items::contains))
                        .toList(),
                ContactJson::group);
    }
}
