package im.kith.core.contacts;

/** A value that a user or an imported file gave cannot be taken; the message says which and why. */
public final class InvalidInputException extends Exception {

    private final String hint;

    public InvalidInputException(String message) {
        this(message, "");
    }

    /**
     * A value that cannot be taken, and what would be.
     *
     * @param hint what to give instead; empty if the message says it
     */
    public InvalidInputException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to give instead; empty if the message says it. */
    public String hint() {
        return hint;
    }
}
