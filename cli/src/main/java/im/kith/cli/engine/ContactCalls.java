package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Resolved;
import im.kith.core.device.Device;
import im.kith.core.replica.StoreException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The operations on contacts and groups. Each runs whole on the device's thread. */
final class ContactCalls {

    private final Kith kith;
    private final SecureRandom random;

    ContactCalls(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    private Planner planner(Device device) throws StoreException {
        return new Planner(device.book(), device.privacy(), random);
    }

    JsonElement add(Parameters given) throws Exception {
        Draft draft = new Draft(given.text("name"), given.identities("identities"), given.texts("groups"), List.of());
        return kith.call(device -> written(device, planner(device).add(draft)));
    }

    JsonElement show(Parameters given) throws Exception {
        String ref = given.required("ref");
        return kith.call(device -> ContactJson.contact(contact(device, ref)));
    }

    JsonElement edit(Parameters given) throws Exception {
        ContactEdit edit = new ContactEdit(
                given.text("name"),
                given.identities("addIdentities"),
                given.identities("removeIdentities"),
                given.texts("addGroups"),
                given.texts("removeGroups"));
        if (given.json().has("refs")) {
            return editAll(given.texts("refs"), edit);
        }
        String ref = given.required("ref");
        return kith.call(device ->
                written(device, planner(device).edit(contact(device, ref).id(), edit)));
    }

    private JsonElement editAll(List<String> refs, ContactEdit edit) throws Exception {
        return kith.call(device -> {
            List<String> ids = new ArrayList<>();
            for (String ref : refs) {
                ids.add(contact(device, ref).id());
            }
            Outcome.Plan plan = plan(device, planner(device).editAll(ids, edit));
            device.write(plan.writes());
            JsonArray contacts = new JsonArray();
            for (String id : plan.ids()) {
                contacts.add(ContactJson.contact(contact(device, id)));
            }
            return contacts;
        });
    }

    JsonElement remove(Parameters given) throws Exception {
        List<String> refs = given.texts("refs");
        return kith.call(device -> {
            List<String> ids = new ArrayList<>();
            for (String ref : refs) {
                ids.add(contact(device, ref).id());
            }
            Outcome.Plan plan = plan(device, planner(device).remove(ids));
            device.write(plan.writes());
            JsonObject json = new JsonObject();
            json.add("removed", strings(ids));
            return json;
        });
    }

    JsonElement groups() throws Exception {
        return kith.call(device -> ContactJson.array(device.book().groups(), ContactJson::group));
    }

    JsonElement addGroup(Parameters given) throws Exception {
        String name = given.required("name");
        String description = given.text("description").orElse("");
        return kith.call(device -> writtenGroup(device, planner(device).groups().add(name, description)));
    }

    JsonElement renameGroup(Parameters given) throws Exception {
        String ref = given.required("ref");
        String name = given.required("name");
        return kith.call(device -> writtenGroup(
                device, planner(device).groups().rename(group(device, ref).id(), name)));
    }

    JsonElement describeGroup(Parameters given) throws Exception {
        String ref = given.required("ref");
        String text = given.text("description").orElse("");
        return kith.call(device -> writtenGroup(
                device, planner(device).groups().describe(group(device, ref).id(), "", text)));
    }

    JsonElement removeGroup(Parameters given) throws Exception {
        String ref = given.required("ref");
        return kith.call(device -> {
            GroupView group = group(device, ref);
            Outcome.Plan plan = plan(device, planner(device).groups().remove(group.id()));
            device.write(plan.writes());
            return ContactJson.group(group);
        });
    }

    private static JsonElement written(Device device, Outcome outcome) throws Exception {
        Outcome.Plan plan = plan(device, outcome);
        device.write(plan.writes());
        return ContactJson.contact(contact(device, plan.ids().get(0)));
    }

    private static JsonElement writtenGroup(Device device, Outcome outcome) throws Exception {
        Outcome.Plan plan = plan(device, outcome);
        device.write(plan.writes());
        return ContactJson.group(group(device, plan.ids().get(0)));
    }

    static Outcome.Plan plan(Device device, Outcome outcome) throws Failure {
        if (outcome instanceof Outcome.Plan plan) {
            return plan;
        } else if (outcome instanceof Outcome.AlreadyExists exists) {
            throw exists(device, exists);
        }
        throw Failure.of(
                Kind.NOT_FOUND,
                "there is no " + ((Outcome.Missing) outcome).what() + " to take away",
                "kith show REF shows what there is.");
    }

    private static Failure exists(Device device, Outcome.AlreadyExists exists) {
        String id = exists.id();
        String shortId = id.substring(0, Math.min(8, id.length()));
        if (device.book().contact(id) instanceof Resolved.Found<ContactView> found) {
            return Failure.of(
                    Kind.EXISTS,
                    exists.what() + " is there already: "
                            + found.value().contact().label(),
                    "kith edit " + shortId + " changes it.");
        }
        return Failure.of(
                Kind.EXISTS,
                "there is a group '" + exists.what() + "' already",
                "kith list --group '" + exists.what() + "' shows who is in it; another name, or kith group rename "
                        + shortId + " NAME.");
    }

    static ContactView contact(Device device, String ref) throws Failure {
        Resolved<ContactView> resolved = device.book().contact(ref);
        if (resolved instanceof Resolved.Found<ContactView> found) {
            return found.value();
        } else if (resolved instanceof Resolved.Ambiguous<ContactView> several) {
            throw Failure.ambiguous(
                    "'" + ref + "' fits " + several.candidates().size() + " contacts",
                    several.candidates().stream()
                            .map(view -> view.id() + "  " + view.contact().label())
                            .toList());
        }
        throw Failure.of(
                Kind.NOT_FOUND, "no contact '" + ref + "'", "kith search finds by parts of names and addresses.");
    }

    static GroupView group(Device device, String ref) throws Failure {
        Resolved<GroupView> resolved = device.book().group(ref);
        if (resolved instanceof Resolved.Found<GroupView> found) {
            return found.value();
        } else if (resolved instanceof Resolved.Ambiguous<GroupView> several) {
            throw Failure.ambiguous(
                    "'" + ref + "' fits " + several.candidates().size() + " groups",
                    several.candidates().stream()
                            .map(view -> view.id() + "  " + view.name())
                            .toList());
        }
        throw Failure.of(Kind.NOT_FOUND, "no group '" + ref + "'", "kith group list shows what there is.");
    }

    /** The groups that a user lists by {@code ref}: all of that name, else the one of that id or prefix of an id. */
    static List<GroupView> groups(Device device, String ref) throws Failure {
        if (device.book().group(ref) instanceof Resolved.Ambiguous<GroupView> several) {
            List<GroupView> named = several.candidates().stream()
                    .filter(each -> each.name().equals(ref))
                    .toList();
            if (!named.isEmpty()) {
                return named;
            }
        }
        return List.of(group(device, ref));
    }

    static List<ContactView> listed(Device device, AddressBook.Sort sort, List<GroupView> groups) {
        return device.book().listOf(sort, groups.stream().map(GroupView::id).toList());
    }

    private static JsonArray strings(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
