package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.DuplicatePair;
import im.kith.core.contacts.Duplicates;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Resolved;
import im.kith.core.device.Device;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finding contacts that are, or look like, the same, and making them one. */
final class DupeCalls {

    private final Kith kith;
    private final SecureRandom random;

    DupeCalls(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    JsonElement dupes(Parameters given) throws Exception {
        List<String> ignore = given.texts("ignore");
        List<String> heed = given.texts("heed");
        return kith.call(device -> {
            for (DuplicatePair pair : pairs(device, ignore)) {
                device.ignored().add(pair);
            }
            for (DuplicatePair pair : pairs(device, heed)) {
                device.ignored().remove(pair);
            }
            return ContactJson.array(
                    Duplicates.in(device.book(), device.ignored().all()), DupeCalls::json);
        });
    }

    private static JsonObject json(Duplicates.Finding finding) {
        JsonObject json = new JsonObject();
        json.add("contacts", ContactJson.array(finding.contacts(), ContactJson::contact));
        if (!finding.groups().isEmpty()) {
            json.add("groups", ContactJson.array(finding.groups(), ContactJson::group));
        }
        json.addProperty("why", finding.why());
        json.addProperty("certain", finding.certain());
        return json;
    }

    /** Every two of those that {@code refs} name. */
    private static List<DuplicatePair> pairs(Device device, List<String> refs) throws Failure {
        List<String> ids = new ArrayList<>();
        for (String ref : refs) {
            ids.add(id(device, ref));
        }
        List<DuplicatePair> pairs = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            for (int j = i + 1; j < ids.size(); j++) {
                if (ids.get(i).equals(ids.get(j))) {
                    throw Failure.of(
                            Kind.BAD_INPUT,
                            "'" + refs.get(i) + "' and '" + refs.get(j) + "' are one already",
                            "Only different contacts, or different groups, can be told apart.");
                }
                pairs.add(DuplicatePair.of(ids.get(i), ids.get(j)));
            }
        }
        return pairs;
    }

    private static String id(Device device, String ref) throws Failure {
        return isGroup(device, ref)
                ? ContactCalls.group(device, ref).id()
                : ContactCalls.contact(device, ref).id();
    }

    private static boolean isGroup(Device device, String ref) {
        return device.book().contact(ref) instanceof Resolved.NotFound
                && !(device.book().group(ref) instanceof Resolved.NotFound);
    }

    JsonElement merge(Parameters given) throws Exception {
        List<String> refs = given.texts("refs");
        return given.flag("all")
                ? kith.call(device -> {
                    Outcome.Plan plan = planner(device).mergeCertain();
                    device.write(plan.writes());
                    JsonArray merged = new JsonArray();
                    for (String id : plan.ids()) {
                        merged.add(ContactJson.contact(ContactCalls.contact(device, id)));
                    }
                    return merged;
                })
                : kith.call(device -> merge(device, refs));
    }

    private Planner planner(Device device) throws Exception {
        return new Planner(device.book(), device.privacy(), random);
    }

    private JsonElement merge(Device device, List<String> refs) throws Exception {
        Set<Boolean> kinds = new HashSet<>();
        for (String ref : refs) {
            kinds.add(isGroup(device, ref));
        }
        if (kinds.size() > 1) {
            throw Failure.of(
                    Kind.BAD_INPUT, "a contact and a group cannot become one", "Name contacts only, or groups only.");
        }
        return kinds.contains(true) ? mergeGroups(device, refs) : mergeContacts(device, refs);
    }

    private JsonElement mergeContacts(Device device, List<String> refs) throws Exception {
        Set<String> ids = new LinkedHashSet<>();
        Set<String> items = new HashSet<>();
        for (String ref : refs) {
            ContactView view = ContactCalls.contact(device, ref);
            ids.add(view.id());
            items.addAll(view.itemIds());
        }
        if (items.size() < 2) {
            throw alreadyOne(refs);
        }
        Outcome.Plan plan = ContactCalls.plan(device, planner(device).merge(List.copyOf(ids)));
        device.write(plan.writes());
        return ContactJson.contact(ContactCalls.contact(device, plan.ids().get(0)));
    }

    private JsonElement mergeGroups(Device device, List<String> refs) throws Exception {
        Set<String> ids = new LinkedHashSet<>();
        Set<String> items = new HashSet<>();
        for (String ref : refs) {
            GroupView view = ContactCalls.group(device, ref);
            ids.add(view.id());
            items.addAll(view.itemIds());
        }
        if (items.size() < 2) {
            throw alreadyOne(refs);
        }
        Outcome.Plan plan = ContactCalls.plan(device, planner(device).groups().join(List.copyOf(ids)));
        device.write(plan.writes());
        return ContactJson.group(ContactCalls.group(device, plan.ids().get(0)));
    }

    private static Failure alreadyOne(List<String> refs) {
        return Failure.of(
                Kind.EXISTS,
                (refs.size() > 1 ? "these are" : "this is") + " one already",
                "kith dupes shows what could be made one.");
    }
}
