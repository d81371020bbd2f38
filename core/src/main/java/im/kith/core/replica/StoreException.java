package im.kith.core.replica;

/** The store could not do what it was asked; nothing of the transaction stands. */
public final class StoreException extends Exception {

    /** What is wrong with the store. */
    public enum Kind {
        FULL,
        READ_ONLY,
        DAMAGED,
        /** Made by a later release, and left as it is. */
        NEWER,
        OTHER
    }

    private final Kind kind;

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
