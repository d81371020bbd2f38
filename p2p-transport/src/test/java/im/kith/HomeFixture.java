package im.kith;

import static im.kith.core.contacts.AddressBook.Sort.NAME;

import im.kith.core.account.AccountId;
import im.kith.core.contacts.ContactEdit;
import im.kith.core.contacts.Draft;
import im.kith.core.contacts.Identity;
import im.kith.core.contacts.Outcome;
import im.kith.core.contacts.Planner;
import im.kith.core.contacts.Privacy;
import im.kith.core.device.Device;
import im.kith.core.device.DeviceIdentity;
import im.kith.core.device.Founding;
import im.kith.core.xml.XmlReader;
import im.kith.storage.HomeAccess;
import im.kith.storage.Passphrase;
import im.kith.transport.engine.DeviceThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A small home with something of everything in it, and homes in zip files. */
final class HomeFixture {

    static final String PASSPHRASE = "wherefore art thou";
    static final String BOOKMARKS = "urn:xmpp:bookmarks:1";
    static final String ROOM = "balcony@rooms.verona.example";
    static final String BOOKMARK = "<conference xmlns='urn:xmpp:bookmarks:1' name='Balcony' autojoin='true'/>";

    private static final List<String> FILES = List.of("store.mv.db", "vault", "vault.key");
    private static final SecureRandom RANDOM = new SecureRandom();

    private HomeFixture() {}

    static Passphrase passphrase() {
        return () -> Optional.of(PASSPHRASE.toCharArray());
    }

    static HomeAccess access(Path directory, Passphrase passphrase) {
        return new HomeAccess(
                directory.resolve("home"),
                directory.resolve("state"),
                "test",
                Duration.ofSeconds(5),
                passphrase,
                RANDOM);
    }

    /** Makes the home below {@code directory}; its device is left open. */
    static Kith make(Path directory, Passphrase passphrase) throws Exception {
        Kith kith = Kith.found(access(directory, passphrase), "Laptop", Optional.of("juliet@capulet.example"));
        write(kith, planner -> planner.add(draft("Romeo", "romeo@montague.example", "Balcony")));
        write(kith, planner -> planner.add(draft("Nurse", "nurse@capulet.example")));
        write(kith, planner -> planner.add(draft("Mercutio", "mercutio@verona.example")));
        ContactEdit edit = new ContactEdit(
                Optional.of("Angelica"),
                List.of(new Identity("jid", "angelica@capulet.example")),
                List.of(),
                List.of("Balcony"),
                List.of());
        String nurse = id(kith, "Nurse");
        write(kith, planner -> planner.edit(nurse, edit));
        String mercutio = id(kith, "Mercutio");
        write(kith, planner -> planner.remove(List.of(mercutio)));
        String group = kith.call(device -> device.book().groups().get(0).id());
        write(kith, planner -> planner.groups().describe(group, "", "under the window"));
        kith.call(device -> device.pubsub().publish(BOOKMARKS, Optional.of(ROOM), XmlReader.read(BOOKMARK)));
        admitPhone(kith);
        return kith;
    }

    private static void admitPhone(Kith kith) throws Exception {
        AccountId account = kith.call(Device::account);
        DeviceIdentity phone = DeviceIdentity.generate(kith.call(Device::accountJid), Instant.now(), RANDOM);
        kith.call(device -> device.admit(Founding.request(phone, account, "Phone")));
    }

    private static Draft draft(String name, String jid, String... groups) {
        return new Draft(Optional.of(name), List.of(new Identity("jid", jid)), List.of(groups), List.of());
    }

    private static String id(Kith kith, String name) throws Exception {
        return kith.call(device -> device.book().list(NAME).stream()
                .filter(view -> view.contact().name().equals(Optional.of(name)))
                .findAny()
                .orElseThrow()
                .id());
    }

    /** What to plan. */
    interface Plan {
        Outcome of(Planner planner) throws Exception;
    }

    static void write(Kith kith, Plan plan) throws Exception {
        DeviceThread.Task<Boolean> task = device -> {
            Outcome outcome = plan.of(new Planner(device.book(), Privacy.DEFAULT, RANDOM));
            device.write(((Outcome.Plan) outcome).writes());
            return true;
        };
        kith.call(task);
    }

    static void zip(Path home, Path to) throws IOException {
        try (OutputStream file = Files.newOutputStream(to);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : FILES) {
                if (Files.exists(home.resolve(name))) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(home.resolve(name), zip);
                }
            }
        }
    }

    /** Unpacks a home below {@code directory}, as private as it has to be. */
    static void unzip(Path from, Path directory) throws IOException {
        Path home = directory.resolve("home");
        Files.createDirectories(
                home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (InputStream file = Files.newInputStream(from);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!FILES.contains(entry.getName())) {
                    throw new IOException("not of a home: " + entry.getName());
                }
                Path path = home.resolve(entry.getName());
                Files.copy(zip, path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }
}
