package im.kith.core.contacts;

/** A value that a user or an imported file gave cannot be taken; the message says which and why. */
public final class InvalidInputException extends Exception {

    public InvalidInputException(String message) {
        super(message);
    }
}
