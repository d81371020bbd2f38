package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import ezvcard.VCardVersion;
import im.kith.Backups;
import im.kith.Kith;
import im.kith.cli.format.CardWriter;
import im.kith.cli.format.ContactWriter;
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
import java.util.List;
import java.util.function.Consumer;
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
        return List.of(
                new Leaflet("contacts.vcf", out -> write(book, to -> new CardWriter(to, VCardVersion.V4_0), out)),
                new Leaflet("contacts.json", out -> write(book, JsonExport::new, out)));
    }

    /** One contact after the other, so that a hundred thousand are not in memory at once. */
    private static void write(Book book, Function<Consumer<String>, ContactWriter> format, OutputStream out)
            throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            ContactWriter writer = format.apply(part -> append(part, text));
            for (GroupView group : book.groups()) {
                writer.group(ContactJson.group(group));
            }
            for (ContactView contact : book.contacts()) {
                writer.write(ContactJson.contact(contact));
            }
            writer.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        text.flush();
    }

    private static void append(String part, Writer text) {
        try {
            text.write(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
