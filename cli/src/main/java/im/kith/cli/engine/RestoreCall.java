package im.kith.cli.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import im.kith.Backups;
import im.kith.Kith;
import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.octets.MalformedException;
import im.kith.core.openpgp.DecryptionException;
import im.kith.storage.HomeAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The operation that makes a home of a backup. */
final class RestoreCall {

    private final HomeAccess access;

    RestoreCall(HomeAccess access) {
        this.access = access;
    }

    JsonElement run(Parameters given, String name, Consumer<JsonObject> out) throws Exception {
        Path file = Path.of(given.required("file"));
        Backups.Restored restored = opened(file, given.required("passphrase"), name);
        try (Kith kith = restored.kith()) {
            if (!restored.member()) {
                JsonObject event = new JsonObject();
                event.addProperty("event", "not-a-member");
                out.accept(event);
            }
            return kith.call(device -> BackupCalls.counts(
                    device.book().contactCount(), device.book().groups().size()));
        }
    }

    private Backups.Restored opened(Path file, String passphrase, String name) throws Exception {
        String tidy = passphrase.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        try {
            return restore(file, passphrase, name);
        } catch (DecryptionException e) {
            Optional<String> again = tidy.equals(passphrase) ? Optional.empty() : Optional.of(tidy);
            if (e.reason() == DecryptionException.Reason.WRONG_SECRET && again.isPresent()) {
                return secondTry(file, again.get(), name);
            }
            throw failure(file, e);
        } catch (MalformedException e) {
            throw Failure.of(Kind.BAD_INPUT, Failures.message(e), "Is there another copy of the backup?")
                    .causedBy(e);
        }
    }

    /** Words that were typed with other spaces, or a capital at the beginning. */
    private Backups.Restored secondTry(Path file, String passphrase, String name) throws Exception {
        try {
            return restore(file, passphrase, name);
        } catch (DecryptionException e) {
            throw failure(file, e);
        }
    }

    private Backups.Restored restore(Path file, String passphrase, String name) throws Exception {
        try {
            return Backups.restore(access, file, passphrase.toCharArray(), name);
        } catch (IOException e) {
            throw Failure.of(Kind.BAD_INPUT, "cannot read " + file, "Does the file exist, and may you read it?")
                    .causedBy(e);
        }
    }

    private static Failure failure(Path file, DecryptionException e) {
        if (e.reason() == DecryptionException.Reason.WRONG_SECRET) {
            return Failure.of(
                    Kind.KEY,
                    "this is not the passphrase of " + file + ", or the file's beginning is damaged",
                    "It is the one given when the backup was made, not the home's.");
        }
        return Failure.of(
                        Kind.BAD_INPUT,
                        file + " is no backup of kith's, or is damaged: " + Failures.message(e),
                        "Is there another copy of it?")
                .causedBy(e);
    }
}
