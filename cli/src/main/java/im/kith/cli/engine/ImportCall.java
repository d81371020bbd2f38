package im.kith.cli.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.format.Version3Retelling;
import im.kith.cli.service.Failure;
import im.kith.core.contacts.Description;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.GroupDraft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.ImportPlan;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.contacts.PlannedWrite;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.contacts.Rehearsal;
import im.kith.core.contacts.Retelling;
import im.kith.core.device.Device;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.StoreException;
import im.kith.core.xml.XmlElement;
import im.kith.core.xml.XmlReader;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports some hundred contacts: what is there already gets what it lacks, the rest is added; each call is one transaction. */
final class ImportCall {

    private static final long NOWHERE = -1;
    private static final Retelling RETELLING = new Version3Retelling();

    private final Kith kith;
    private final SecureRandom random;
    private final Rehearsals rehearsals = new Rehearsals();
    private long continuesAt = NOWHERE;

    ImportCall(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    JsonElement run(Parameters given) throws Exception {
        List<JsonObject> contacts = given.objects("contacts");
        List<GroupDraft> groups = groups(given);
        JsonArray rejected = new JsonArray();
        List<Draft> drafts = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        for (JsonObject contact : contacts) {
            int line = contact.has("line") ? contact.get("line").getAsInt() : 0;
            try {
                drafts.add(draft(new Parameters(contact)));
                lines.add(line);
            } catch (InvalidInputException | MalformedException e) {
                rejected.add(rejection(line, Failures.message(e)));
            }
        }
        ImportPlan plan;
        if (given.flag("dryRun")) {
            plan = rehearsed(given, drafts, groups);
        } else {
            plan = kith.call(device -> written(device, given.flag("more"), drafts, groups));
        }
        plan.rejected().forEach(bad -> rejected.add(rejection(lines.get(bad.index()), bad.reason())));
        JsonObject json = new JsonObject();
        json.addProperty("added", plan.added());
        json.addProperty("merged", plan.merged());
        json.addProperty("unchanged", plan.unchanged());
        json.add("rejected", rejected);
        return json;
    }

    private ImportPlan written(Device device, boolean more, List<Draft> drafts, List<GroupDraft> groups)
            throws StoreException {
        // with more to come the step is left alone: the last call goes to it at once
        Privacy wanted = device.privacy();
        Privacy privacy = more ? new Privacy(false, wanted.compatible()) : wanted;
        ImportPlan plan = new Planner(device.book(), privacy, random).importAll(drafts, groups, RETELLING);
        write(device, plan.writes());
        continuesAt = more ? continuesAt : NOWHERE;
        return plan;
    }

    /** A dry run of a single call needs the book only; one of several goes on with what it would have become. */
    private ImportPlan rehearsed(Parameters given, List<Draft> drafts, List<GroupDraft> groups) throws Exception {
        Optional<String> rehearsal = given.text("rehearsal");
        boolean begins = given.flag("begins");
        boolean more = given.flag("more");
        if (rehearsal.isEmpty() || begins && !more) {
            return kith.call(device ->
                    new Planner(device.book(), device.privacy(), random).importAll(drafts, groups, RETELLING));
        }
        String name = rehearsal.get();
        if (begins) {
            rehearsals.begin(name, kith.call(device -> rehearsal(device)));
        }
        ImportPlan plan = rehearsals.get(name).importAll(drafts, groups, RETELLING);
        if (!more) {
            rehearsals.end(name);
        }
        return plan;
    }

    private Rehearsal rehearsal(Device device) throws StoreException {
        return new Rehearsal(
                device.book(), device.privacy(), device.replica().state().clock(), random);
    }

    /** All parts of an import are undone together, unless something else was written between them. */
    private void write(Device device, List<PlannedWrite> writes) throws StoreException {
        if (writes.isEmpty()) {
            return;
        }
        if (continuesAt == device.replica().state().sequence()) {
            device.writeMore(writes);
        } else {
            device.write(writes);
        }
        continuesAt = device.replica().state().sequence();
    }

    private static JsonObject rejection(int line, String reason) {
        JsonObject json = new JsonObject();
        json.addProperty("line", line);
        json.addProperty("reason", reason);
        return json;
    }

    private static Draft draft(Parameters contact) throws InvalidInputException, MalformedException, Failure {
        List<XmlElement> extensions = new ArrayList<>();
        for (String xml : contact.texts("unknown")) {
            extensions.add(XmlReader.read(xml));
        }
        List<Identity> identities = contact.identities("identities");
        return new Draft(contact.text("name"), identities, contact.texts("groups"), extensions);
    }

    private static List<GroupDraft> groups(Parameters given) throws Failure {
        List<GroupDraft> groups = new ArrayList<>();
        for (JsonObject each : given.objects("groups")) {
            Parameters group = new Parameters(each);
            List<Description> descriptions = new ArrayList<>();
            for (JsonObject one : group.objects("descriptions")) {
                Parameters description = new Parameters(one);
                descriptions.add(new Description(description.text("lang").orElse(""), description.required("text")));
            }
            if (descriptions.isEmpty() && group.text("description").isPresent()) {
                descriptions.add(new Description("", group.required("description")));
            }
            groups.add(new GroupDraft(group.required("name"), descriptions));
        }
        return groups;
    }
}
