package im.kith.cli.engine;

import im.kith.cli.service.Failure;
import im.kith.cli.service.Kind;
import im.kith.core.account.LedgerFullException;
import im.kith.core.contacts.InvalidInputException;
import im.kith.core.octets.MalformedException;
import im.kith.core.replica.StoreException;
import im.kith.storage.HomeBusyException;
import im.kith.storage.HomeException;
import im.kith.storage.VaultException;
import im.kith.transport.engine.PairingException;
import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Turns what went wrong below into what the user is told. */
final class Failures {

    private Failures() {}

    static Failure of(Exception e) {
        if (e instanceof Failure failure) {
            return failure;
        } else if (e instanceof InvalidInputException invalid) {
            return invalid.hint().isEmpty()
                    ? Failure.of(Kind.BAD_INPUT, message(e))
                    : Failure.of(Kind.BAD_INPUT, message(e), invalid.hint());
        } else if (e instanceof MalformedException) {
            return Failure.of(Kind.BAD_INPUT, message(e));
        } else if (e instanceof StoreException store) {
            return of(store);
        } else if (e instanceof HomeException home) {
            return of(home);
        } else if (e instanceof HomeBusyException) {
            return Failure.of(Kind.BUSY, message(e), "Try again when it is done, or stop it (kith down).");
        } else if (e instanceof VaultException vault) {
            return of(vault);
        } else if (e instanceof LedgerFullException) {
            return Failure.of(Kind.REFUSED, message(e));
        } else if (e instanceof PairingException pairing) {
            return of(pairing);
        } else if (e instanceof IOException) {
            return Failure.of(Kind.NETWORK, message(e)).causedBy(e);
        } else if (e instanceof CompletionException && e.getCause() instanceof Exception cause) {
            return of(cause);
        }
        throw e instanceof RuntimeException bug ? bug : new IllegalStateException(e);
    }

    private static Failure of(StoreException e) {
        String hint = switch (e.kind()) {
            case FULL -> "Make room on that disk and try again; nothing that was reported as done is lost.";
            case READ_ONLY -> "Make the home writable and try again.";
            case DAMAGED -> "Join again from another device; keep a copy of the home.";
            case NEWER -> "Update kith; nothing in the store was changed.";
            case OTHER -> "Try again.";
        };
        return Failure.of(Kind.STORAGE, message(e), hint).causedBy(e);
    }

    private static Failure of(VaultException e) {
        return switch (e.kind()) {
            case DAMAGED, NEWER -> Failure.of(Kind.STORAGE, message(e));
            case KEY_FILE_MISSING, KEY_FILE_WRONG, PASSPHRASE_MISSING, PASSPHRASE_WRONG ->
                Failure.of(Kind.KEY, message(e));
        };
    }

    private static Failure of(HomeException e) {
        return switch (e.kind()) {
            case MISSING, INCOMPLETE ->
                Failure.of(Kind.NOT_FOUND, message(e), "kith init founds an account here; kith join CODE joins one.");
            case EXISTS -> Failure.of(Kind.EXISTS, message(e), "Another home: --home DIR");
            case NOT_A_DIRECTORY, EXPOSED, READ_ONLY, FULL, DAMAGED, UNSUPPORTED, OTHER ->
                Failure.of(Kind.STORAGE, message(e)).causedBy(e);
        };
    }

    private static Failure of(PairingException e) {
        return switch (e.kind()) {
            case WRONG_CODE, WRONG_PEER ->
                Failure.of(
                        Kind.BAD_INPUT,
                        "the code is wrong",
                        "Look at it again; after three tries a new one is needed.");
            case EXHAUSTED ->
                Failure.of(Kind.BAD_INPUT, "the code was tried too often", "kith device invite makes a new one.");
            case EXPIRED ->
                Failure.of(Kind.BAD_INPUT, "the invitation has run out", "kith device invite makes a new one.");
            case USED ->
                Failure.of(Kind.BAD_INPUT, "another device has used this code", "kith device invite makes a new one.");
            case BUSY -> Failure.of(Kind.NETWORK, "the other device is pairing with somebody else", "Try again.");
            case REFUSED -> Failure.of(Kind.REFUSED, "the other device refused");
            case PROTOCOL, DISCONNECTED ->
                Failure.of(Kind.NETWORK, "the connection to the other device ended during pairing", "Try again.");
        };
    }

    static String message(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
