package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Backups;
import im.kith.Kith;
import im.kith.cli.format.CardWriter;
import im.kith.cli.format.JsonExport;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.backup.BackupWriter.Leaflet;
import im.kith.core.contacts.AddressBook;
import im.kith.core.contacts.ContactView;
import im.kith.core.contacts.GroupView;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/** The operation that writes a backup, while others read and write. */
final class BackupCalls {

    private record Book(List<ContactView> contacts, List<GroupView> groups) {}

    private final Kith kith;
    private final SecureRandom random;

    BackupCalls(Kith kith, SecureRandom random) {
        this.kith = kith;
        this.random = random;
    }

    JsonElement backup(Parameters given) throws Exception {
        Path file = Path.of(given.required("file"));
        if (!file.isAbsolute()) {
            throw Failure.of(Kind.USAGE, "no absolute path: " + file);
        }
        String passphrase = given.required("passphrase");
        if (passphrase.isEmpty()) {
            throw Failure.of(Kind.KEY, "the passphrase of a backup is empty");
        }
        Backups.Target target = new Backups.Target(file, given.flag("replace"), passphrase);
        try {
            Book book = Backups.write(
                    kith,
                    random,
                    target,
                    device -> new Book(
                            device.book().list(AddressBook.Sort.NAME),
                            device.book().groups()),
                    BackupCalls::readable);
            return counts(book.contacts().size(), book.groups().size());
        } catch (FileAlreadyExistsException e) {
            throw Failure.of(Kind.EXISTS, file + " exists already", "Another name; or --overwrite, if it may go.")
                    .causedBy(e);
        }
    }

    static JsonObject counts(int contacts, int groups) {
        JsonObject json = new JsonObject();
        json.addProperty("contacts", contacts);
        json.addProperty("groups", groups);
        return json;
    }

    private static List<Leaflet> readable(Book book) {
        List<JsonElement> contacts = lazily(book.contacts(), ContactJson::contact);
        List<JsonElement> groups = lazily(book.groups(), ContactJson::group);
        return List.of(
                new Leaflet("contacts.vcf", out -> cards(contacts, out)),
                new Leaflet("contacts.json", out -> json(groups, contacts, out)));
    }

    /** Each made when it is asked for, so that a hundred thousand are not in memory at once. */
    private static <T> List<JsonElement> lazily(List<T> all, Function<T, JsonObject> json) {
        return new AbstractList<>() {
            @Override
            public JsonElement get(int index) {
                return json.apply(all.get(index));
            }

            @Override
            public int size() {
                return all.size();
            }
        };
    }

    private static Writer text(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    private static void cards(List<JsonElement> contacts, OutputStream out) throws IOException {
        Writer text = text(out);
        try (CardWriter writer = new CardWriter(text)) {
            for (JsonElement contact : contacts) {
                writer.write(contact.getAsJsonObject());
            }
        }
        text.flush();
    }

    private static void json(List<JsonElement> groups, List<JsonElement> contacts, OutputStream out)
            throws IOException {
        Writer text = text(out);
        try {
            JsonExport.write(groups, contacts, part -> {
                try {
                    text.write(part);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        text.flush();
    }
}
