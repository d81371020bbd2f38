package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.GroupView;
import im.kith.core.contacts.Resolved;
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
            if (all.group(group.get()) instanceof Resolved.NotFound) {
                throw Failure.of(Kind.NOT_FOUND, "no group " + group.get(), "kith group list shows what there is.");
            }
            List<GroupView> wanted = all.groups().stream()
                    .filter(each -> each.id().equals(group.get()) || each.name().equals(group.get()))
                    .toList();
            return new Book(wanted, all.list(AddressBook.Sort.NAME, group.get()));
        });
        for (GroupView each : book.groups()) {
            JsonObject event = new JsonObject();
            event.add("group", ContactJson.group(each));
            out.accept(event);
        }
        return ContactJson.stream(book.contacts(), out);
    }
}
