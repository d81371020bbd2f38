package im.kith.storage;

/** The vault cannot be opened; the message names the file and says what to do, never a key or passphrase. */
public final class VaultException extends Exception {

    /** Why it stays shut. */
    public enum Kind {
        KEY_FILE_MISSING,
        KEY_FILE_WRONG,
        PASSPHRASE_MISSING,
        PASSPHRASE_WRONG,
        DAMAGED,
        /** Written by a later release. */
        NEWER
    }

    private final Kind kind;

    VaultException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
