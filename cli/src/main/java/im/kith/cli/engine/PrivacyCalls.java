package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactsXml;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.contacts.PrivacySteps;
import im.kith.core.device.Device;
import java.security.SecureRandom;
import java.util.Optional;

/** How much of the size of the address book is hidden, on all devices of the account. */
final class PrivacyCalls {

    private final Kith kith;
    private final SecureRandom random;

    PrivacyCalls(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    JsonElement privacy(Parameters given) throws Exception {
        Optional<Boolean> steps = given.text("steps").map(Boolean::valueOf);
        Optional<Boolean> compatible = given.text("compatible").map(Boolean::valueOf);
        return kith.call(device -> {
            Privacy before = device.privacy();
            Privacy wanted = new Privacy(steps.orElse(before.steps()), compatible.orElse(before.compatible()));
            if (steps.isPresent() || compatible.isPresent()) {
                if (!wanted.equals(before)) {
                    device.privacy(wanted);
                }
                device.write(new Planner(device.book(), wanted, random).fit().writes());
            }
            JsonObject json = new JsonObject();
            json.addProperty("steps", wanted.steps());
            json.addProperty("compatible", wanted.compatible());
            json.addProperty("items", items(device.book()));
            json.addProperty("reserved", reserved(device.book()));
            return json;
        });
    }

    static int items(AddressBook book) {
        return book.itemCount(ContactsXml.CONTACTS_NODE) + book.itemCount(ContactsXml.GROUPS_NODE);
    }

    static int reserved(AddressBook book) {
        return book.reservedCount(ContactsXml.CONTACTS_NODE) + book.reservedCount(ContactsXml.GROUPS_NODE);
    }

    /** Adds to {@code status} what the items are used for, and the step that the contacts' node is at. */
    static void status(Device device, JsonObject status) throws Exception {
        status.addProperty("reserved", reserved(device.book()));
        Privacy privacy = device.privacy();
        if (privacy.steps() && !privacy.compatible()) {
            status.addProperty("step", PrivacySteps.atLeast(device.book().itemCount(ContactsXml.CONTACTS_NODE)));
        }
    }
}
