package im.kith.storage;

/** The home directory is not as it must be; the message names the path and says what to do. */
public final class HomeException extends Exception {

    /** What is wrong with the home. */
    public enum Kind {
        /** There is no kith home there. */
        MISSING,
        /** There is one already. */
        EXISTS,
        /** Its creation was cut short; creating it again is safe. */
        INCOMPLETE,
        NOT_A_DIRECTORY,
        /** It belongs to somebody else, or somebody else could exchange it. */
        EXPOSED,
        READ_ONLY,
        FULL,
        DAMAGED,
        /** The file system or the path cannot hold a home. */
        UNSUPPORTED,
        OTHER
    }

    private final Kind kind;

    HomeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    HomeException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
