package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Lists and searches. The device is kept busy for what there is only; as JSON it is put on the caller's thread. */
final class FindCalls {

    private final Kith kith;

    FindCalls(Kith kith) {
        this.kith = kith;
    }

    JsonElement list(Parameters given, Consumer<JsonObject> out) throws Exception {
        AddressBook.Sort sort =
                AddressBook.Sort.valueOf(given.text("sort").orElse("name").toUpperCase(Locale.ROOT));
        Optional<String> group = given.text("group");
        boolean noGroup = given.flag("noGroup");
        Optional<Instant> since = given.text("changedSince").map(Instant::parse);
        List<ContactView> all = kith.call(device -> {
            if (group.isPresent()) {
                return ContactCalls.listed(device, sort, ContactCalls.groups(device, group.get()));
            }
            return noGroup
                    ? device.book().listWithoutGroup(sort)
                    : device.book().list(sort);
        });
        List<ContactView> wanted = since.isEmpty()
                ? all
                : all.stream()
                        .filter(view -> !view.changed().isBefore(since.get()))
                        .toList();
        return answer(wanted, given, out);
    }

    JsonElement search(Parameters given, Consumer<JsonObject> out) throws Exception {
        String text = given.required("text");
        return answer(kith.call(device -> device.book().search(text)), given, out);
    }

    private static JsonElement answer(List<ContactView> views, Parameters given, Consumer<JsonObject> out)
            throws Failure {
        return given.flag("stream") ? ContactJson.stream(views, out) : ContactJson.array(views, ContactJson::contact);
    }
}
