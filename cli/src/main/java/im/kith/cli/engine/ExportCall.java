package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.GroupView;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hands out the groups, then the contacts, some hundred at a time: a book as JSON is many times its size.
 *
 * <p>The device is kept busy only for a list of what there is; the rest is done on the caller's thread.
 */
final class ExportCall {

    private final Kith kith;

    ExportCall(Kith kith) {
        this.kith = kith;
    }

    private record Book(List<GroupView> groups, List<ContactView> contacts) {}

    JsonElement run(Parameters given, Consumer<JsonObject> out) throws Exception {
        Optional<String> group = given.text("group");
        Book book = kith.call(device -> {
            AddressBook all = device.book();
            if (group.isEmpty()) {
                return new Book(all.groups(), all.list(AddressBook.Sort.NAME));
            }
            List<GroupView> wanted = ContactCalls.groups(device, group.get());
            return new Book(wanted, ContactCalls.listed(device, AddressBook.Sort.NAME, wanted));
        });
        for (GroupView each : book.groups()) {
            JsonObject event = new JsonObject();
            event.add("group", ContactJson.group(each));
            out.accept(event);
        }
        return ContactJson.stream(book.contacts(), out);
    }
}
